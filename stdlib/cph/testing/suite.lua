--- Tests as busted writes them: `describe`, `it` and what runs around them. `cph test` collects the
--- tests of a file with it and then runs them one by one.
---
---     local suite = require "cph.testing.suite" ()
---     suite.words.describe("a list", function()
---       suite.words.it("has a length", function()
---         assert(#{ 1, 2 } == 2)
---       end)
---     end)
---     local steps = suite.steps()
---     assert(#steps == 1 and steps[1].name == "a list has a length")
local require = ...
local assertions = require "cph.testing.assertions"
local spies = require "cph.testing.spies"
local matchers = require "cph.testing.matchers"

---@class cph.testing.Step
---@field kind "test"|"setup"|"teardown"|"broken"
---@field name string  of all blocks around it, and its own
---@field place string  file:line
---@field blocks integer[]  the blocks around it, the outermost first
---@field before fun()[]  run before `body`, in order
---@field body? fun()  absent for a test that is pending
---@field after fun()[]  run after `body`, whatever became of it
---@field pending? string  why it is not run
---@field reason? any  what a broken block raised

---@class cph.Suite
---@field words table<string, function>  the names that a test file uses
---@field steps fun(filter?: string): cph.testing.Step[]  what is to be run, in order
---@field begin fun()  from now on tests are run, no longer collected
---@field globals fun(): table<string, any>  what a test file sees: the words, `assert`, `spy`, `stub`, `mock`, `match`
---@field modules fun(): table<string, any>  what a test file may require beside its project's modules, by name
---@field install fun(has_file: fun(name: string): boolean)  sets them, and lets `require` find what busted has

local HOOKS = {
  before_each = "before_each", after_each = "after_each",
  setup = "setup", lazy_setup = "setup", strict_setup = "setup",
  teardown = "teardown", lazy_teardown = "teardown", strict_teardown = "teardown",
}

---@return string  "?" in a sandbox, where nobody may look
local function place()
  local frame = debug.getinfo and debug.getinfo(3, "Sl")
  return frame and ("%s:%d"):format(frame.short_src, frame.currentline) or "?"
end

--- What busted allows between name and function, options, is skipped.
---@return function?
local function last_function(...)
  for index = select("#", ...), 1, -1 do
    local value = select(index, ...)
    if type(value) == "function" then
      return value
    end
  end
end

local function new_block(parent, name)
  local block = { parent = parent, items = {}, before_each = {}, after_each = {}, setup = {}, teardown = {} }
  block.name = parent and parent.name ~= "" and parent.name .. " " .. name or name
  return block
end

--- Whether anything in `block` is left to run.
local function has_tests(block, is_wanted)
  for _, item in ipairs(block.items) do
    if item.items and has_tests(item, is_wanted) or not item.items and is_wanted(item) then
      return true
    end
  end
  return false
end

local function reversed(list)
  local result = {}
  for index = #list, 1, -1 do
    result[#result + 1] = list[index]
  end
  return result
end

local function joined(first, second)
  local result = table.move(first, 1, #first, 1, {})
  return table.move(second, 1, #second, #result + 1, result)
end

---@param context { steps: cph.testing.Step[], blocks: integer, is_wanted: fun(item: table): boolean, finish: fun() }
local function flatten(block, around, context)
  if not has_tests(block, context.is_wanted) then
    return
  end
  context.blocks = context.blocks + 1
  local inner = {
    blocks = joined(around.blocks, { context.blocks }),
    before = joined(around.before, block.before_each),
    after = joined(reversed(block.after_each), around.after),
  }
  local function add(kind, item)
    context.steps[#context.steps + 1] = {
      kind = kind, name = item.name, place = item.place, blocks = inner.blocks, body = item.body,
      pending = item.pending, reason = item.reason,
      before = kind == "test" and inner.before or {},
      after = kind == "test" and joined({ context.finish }, inner.after) or {},
    }
  end
  for _, hook in ipairs(block.setup) do
    add("setup", hook)
  end
  for _, item in ipairs(block.items) do
    if item.items then
      flatten(item, inner, context)
    elseif context.is_wanted(item) then
      add(item.reason ~= nil and "broken" or "test", item)
    end
  end
  for _, hook in ipairs(block.teardown) do
    add("teardown", hook)
  end
end

--- What a test raises that finds out it cannot be run.
local function raise_pending(reason)
  error({ pending = reason or "pending" }, 0)
end

--- What test files written for busted require, by name.
---@param words table<string, function>
---@return table<string, any>
local function modules(words)
  local say = setmetatable({
    set = function(_, key, text)
      assertions.set_text(key, text)
    end,
    set_namespace = function() end,
  }, {
    __call = function(_, key, values)
      return assertions.say(key, values or { n = 0 })
    end,
  })
  return {
    busted = words, ["busted.runner"] = function() end, luassert = assertions, ["luassert.assert"] = assertions,
    ["luassert.spy"] = spies.spy, ["luassert.stub"] = spies.stub, ["luassert.mock"] = spies.mock,
    ["luassert.match"] = matchers.match, ["luassert.util"] = {
      deepcompare = matchers.same, deepcopy = matchers.copy, shallowcopy = matchers.copy,
    },
    say = say,
  }
end

---@param words table<string, function>
---@return table<string, any>
local function globals(words)
  local result = {
    assert = assertions, spy = spies.spy, stub = spies.stub, mock = spies.mock,
    match = matchers.match,
  }
  for word, action in pairs(words) do
    result[word] = action
  end
  return result
end

---@param words table<string, function>
---@param has_file fun(name: string): boolean  whether the project has such a module, which then counts
local function install(words, has_file)
  for name, value in pairs(globals(words)) do
    rawset(_G, name, value)
  end
  for name, value in pairs(modules(words)) do
    if not has_file(name) then
      package.preload[name] = function()
        return value
      end
    end
  end
end

--- An empty list of tests, and the words that fill it.
---@return cph.Suite
local function new()
  local root = new_block(nil, "")
  local current, is_running, finalizers = root, false, {}
  local words = {}

  local function refuse_while_running(word)
    if is_running then
      error(("%s is not possible inside a test"):format(word), 3)
    end
  end

  local function describe(name, ...)
    refuse_while_running "describe"
    local body = last_function(...)
    if not body then
      error("describe takes a name and a function", 2)
    end
    local outer, block = current, new_block(current, tostring(name))
    outer.items[#outer.items + 1] = block
    current = block
    local ok, reason = pcall(body)
    current = outer
    if not ok then
      block.items[#block.items + 1] = { name = block.name, place = place(), reason = reason }
    end
  end

  local function add_test(name, where, body, reason)
    local full = current.name == "" and tostring(name) or current.name .. " " .. tostring(name)
    current.items[#current.items + 1] = { name = full, place = where, body = body, pending = reason }
  end

  local function it(name, ...)
    refuse_while_running "it"
    local body = last_function(...)
    add_test(name, place(), body, not body and "has no body" or nil)
  end

  --- In a block: a test that is not run. In a test: ends it as pending.
  function words.pending(name, ...)
    if is_running then
      raise_pending(name)
    end
    local reason = ...
    add_test(name or "pending", place(), nil, type(reason) == "string" and reason or "pending")
  end

  --- Runs `action` when the test is over.
  function words.finally(action)
    finalizers[#finalizers + 1] = action
  end

  function words.randomize() end

  for word, hook in pairs(HOOKS) do
    words[word] = function(action)
      refuse_while_running(word)
      local list = current[hook]
      local is_once = hook == "setup" or hook == "teardown"
      list[#list + 1] = is_once and { name = current.name .. " " .. hook, place = place(), body = action } or action
    end
  end
  words.describe, words.context, words.insulate, words.expose = describe, describe, describe, describe
  words.it, words.spec, words.test = it, it, it

  local mark = 0

  local function finish()
    local list = reversed(finalizers)
    finalizers = {}
    for _, action in ipairs(list) do
      action()
    end
    spies.revert(mark)
  end

  local function steps(filter)
    local context = { steps = {}, blocks = 0, finish = finish }
    function context.is_wanted(item)
      return filter == nil or item.name:find(filter) ~= nil
    end
    flatten(root, { blocks = {}, before = {}, after = {} }, context)
    return context.steps
  end

  local function begin()
    is_running, mark = true, spies.mark()
  end

  return {
    words = words, steps = steps, begin = begin,
    globals = function()
      return globals(words)
    end,
    modules = function()
      return modules(words)
    end,
    install = function(has_file)
      install(words, has_file)
    end,
  }
end

return new
