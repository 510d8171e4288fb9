local require = ...
local environment = require "cph.testing.environment"
local words = require "cph.testing.words"

local function read(body, options)
  local file = environment.element("file", "a_spec.lua")
  local reader = { current = file, options = options or {} }
  local known = words.of(reader)
  body(known, reader)
  local list = {}
  for index, element in ipairs(file.children) do
    list[index] = element.descriptor .. " " .. element.name
  end
  return table.concat(list, "|"), file, known, reader
end

local all, file = read(function(known)
  known.describe("a", print)
  known.context("b", print)
  known.insulate("c", print)
  known.expose(print)
  known.it("d", print)
  known.spec "e"(print)
  known.test(print)
  known.pending "f"
  known.pending("g", "later")
  known.it "nothing without a body"
end)
assert(all == "describe a|describe b|describe c|describe expose|it d|it e|it test|pending f|pending g", all)
assert(file.children[3].mode == "insulate" and file.children[4].mode == "expose")
assert(file.children[8].pending == "pending" and file.children[9].pending == "later")
assert(file.children[5].place:find "words.lua:%d+$", file.children[5].place)

local hooks = select(2, read(function(known)
  for _, word in ipairs { "setup", "strict_setup", "lazy_setup", "teardown", "lazy_teardown", "before_each",
    "after_each" } do
    known[word](print)
  end
end)).hooks
assert(#hooks.strict_setup == 2 and #hooks.lazy_setup == 1 and #hooks.strict_teardown == 1)
hooks = select(2, read(function(known) known.setup(print) end, { lazy = true })).hooks
assert(#hooks.lazy_setup == 1)
assert(read(function(known)
  known.it("a", print)
  known.it("b", print)
end, { accepts = function(element) return element.name == "b" end }) == "it b")

local known, reader
file, known, reader = select(2, read(function(list)
  list.randomize(7)
end))
assert(file.is_random and file.seed == 7)
known.randomize(false)
assert(not file.is_random and file.seed == 7)

reader.current = environment.element("it", "a test", file)
for word, text in pairs {
  it = "it is not possible inside a test", describe = "describe is not", setup = "setup is not",
  randomize = "randomize is not",
} do
  local ok, err = pcall(known[word], "x", print)
  assert(not ok and err:find(text), err)
end
local ok, err = pcall(known.pending, "why")
assert(not ok and err.pending == "why")
local finally = words.finally(reader)
finally(print)
finally(type)
assert(reader.finalizer == type and known.finally == nil, "the last one counts")
finally(setmetatable({}, { __call = function() return 7 end }))
assert(reader.finalizer() == 7)
