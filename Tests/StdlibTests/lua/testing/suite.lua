local require = ...
local new_suite = require "cph.testing.suite"
local spies = require "cph.testing.spies"
local assertions = require "cph.testing.assertions"

local trace = {}
local function note(text)
  return function()
    trace[#trace + 1] = text
  end
end

local suite = new_suite()
local words = suite.words
words.before_each(note "before all")
words.describe("outer", function()
  words.setup(note "setup")
  words.teardown(note "teardown")
  words.before_each(note "before")
  words.after_each(note "after")
  words.it("first", note "first")
  words.context("inner", function()
    words.after_each(note "after inner")
    words.test("second", note "second")
  end)
  words.pending("third", note "third")
  words.it "fourth"
end)
words.describe("empty", function() end)
words.describe("broken", function()
  error("a slip", 0)
end)

local steps = suite.steps()
local names = {}
for index, step in ipairs(steps) do
  names[index] = step.kind .. " " .. step.name
end
assert(table.concat(names, "|") == "setup outer setup|test outer first|test outer inner second|test outer third|"
  .. "test outer fourth|teardown outer teardown|broken broken", table.concat(names, "|"))
assert(steps[4].pending == "pending" and steps[5].pending == "has no body" and steps[7].reason == "a slip")
assert(steps[2].place:find "suite.lua:%d+$", steps[2].place)
assert(#steps[3].blocks == 3 and steps[3].blocks[2] == steps[1].blocks[2])

suite.begin()
local function run(step)
  for _, list in ipairs { step.before, { step.body }, step.after } do
    for _, action in ipairs(list) do
      action()
    end
  end
end
run(steps[3])
assert(table.concat(trace, ", ") == "before all, before, second, after inner, after", table.concat(trace, ", "))

assert(#suite.steps "second" == 3, "setup and teardown of what is left")
assert(#suite.steps "nothing" == 0)

local ok, err = pcall(words.pending, "later")
assert(not ok and err.pending == "later")
ok, err = pcall(words.it, "too late", print)
assert(not ok and err:find "it is not possible inside a test", err)

-- What a test leaves behind ends with it.
local object = { f = print }
spies.stub(object, "f")
words.finally(note "finally")
trace = {}
steps[2].after[1]()
assert(object.f == print and trace[1] == "finally")

assert(suite.globals().describe == words.describe and suite.globals().assert == assertions)
assert(suite.modules()["luassert.spy"] == spies.spy)
