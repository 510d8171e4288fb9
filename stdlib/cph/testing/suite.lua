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
local comparison = require "cph.testing.comparison"
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
      deepcompare = comparison.same, deepcopy = comparison.copy, shallowcopy = comparison.copy,
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

--- The tests of one file, while they are collected and then while they run.
---@class cph.testing.Tests
---@field root table  the block around all others
---@field current table  the block that is being read
---@field is_running boolean
---@field finalizers fun()[]  what `finally` was given in this test
---@field mark integer  the spies that were there before the tests

---@param tests cph.testing.Tests
---@param word string
local function refuse_while_running(tests, word)
  if tests.is_running then
    error(("%s is not possible inside a test"):format(word), 3)
  end
end

---@param block table
---@param name any
---@param where string
---@param body? fun()
---@param reason? string  why it is not run
local function add_test(block, name, where, body, reason)
  local full = block.name == "" and tostring(name) or block.name .. " " .. tostring(name)
  block.items[#block.items + 1] = { name = full, place = where, body = body, pending = reason }
end

--- `describe`: reads the block of tests that its function makes.
---@param tests cph.testing.Tests
---@return fun(name: any, ...: any)
local function describe_word(tests)
  return function(name, ...)
    refuse_while_running(tests, "describe")
    local body = last_function(...)
    if not body then
      error("describe takes a name and a function", 2)
    end
    local outer, block = tests.current, new_block(tests.current, tostring(name))
    outer.items[#outer.items + 1] = block
    tests.current = block
    local ok, reason = pcall(body)
    tests.current = outer
    if not ok then
      block.items[#block.items + 1] = { name = block.name, place = place(), reason = reason }
    end
  end
end

--- `it`: adds a test to the block that is being read.
---@param tests cph.testing.Tests
---@return fun(name: any, ...: any)
local function it_word(tests)
  return function(name, ...)
    refuse_while_running(tests, "it")
    local body = last_function(...)
    add_test(tests.current, name, place(), body, not body and "has no body" or nil)
  end
end

--- `pending`: in a block a test that is not run; in a test it ends that.
---@param tests cph.testing.Tests
---@return fun(name?: any, ...: any)
local function pending_word(tests)
  return function(name, ...)
    if tests.is_running then
      raise_pending(name)
    end
    local reason = ...
    add_test(tests.current, name or "pending", place(), nil, type(reason) == "string" and reason or "pending")
  end
end

--- A word for what runs around the tests of a block.
---@param tests cph.testing.Tests
---@param word string
---@param hook "before_each"|"after_each"|"setup"|"teardown"
---@return fun(action: fun())
local function hook_word(tests, word, hook)
  return function(action)
    refuse_while_running(tests, word)
    local block, is_once = tests.current, hook == "setup" or hook == "teardown"
    local list = block[hook]
    list[#list + 1] = is_once and { name = block.name .. " " .. hook, place = place(), body = action } or action
  end
end

--- The names that a test file uses.
---@param tests cph.testing.Tests
---@return table<string, function>
local function words_of(tests)
  local describe, it = describe_word(tests), it_word(tests)
  local words = {
    describe = describe, context = describe, insulate = describe, expose = describe,
    it = it, spec = it, test = it, pending = pending_word(tests),
    finally = function(action)
      if type(action) ~= "function" then
        error(("bad argument #1 to finally (action: function expected, got %s)"):format(type(action)), 2)
      end
      tests.finalizers[#tests.finalizers + 1] = action
    end,
    randomize = function() end,
  }
  for word, hook in pairs(HOOKS) do
    words[word] = hook_word(tests, word, hook)
  end
  return words
end

--- Ends a test: runs what `finally` was given, the last first, and takes the test's spies away.
---@param tests cph.testing.Tests
local function finish(tests)
  local list = reversed(tests.finalizers)
  tests.finalizers = {}
  for _, action in ipairs(list) do
    action()
  end
  spies.revert(tests.mark)
end

---@param tests cph.testing.Tests
---@param filter? string  a pattern for the names of tests
---@return cph.testing.Step[]
local function steps_of(tests, filter)
  local context = { steps = {}, blocks = 0 }
  function context.finish()
    finish(tests)
  end
  function context.is_wanted(item)
    return filter == nil or item.name:find(filter) ~= nil
  end
  flatten(tests.root, { blocks = {}, before = {}, after = {} }, context)
  return context.steps
end

--- An empty list of tests, and the words that fill it.
---@return cph.Suite
local function new()
  local root = new_block(nil, "")
  local tests = { root = root, current = root, is_running = false, finalizers = {}, mark = 0 }
  local words = words_of(tests)
  return {
    words = words,
    steps = function(filter)
      return steps_of(tests, filter)
    end,
    begin = function()
      tests.is_running, tests.mark = true, spies.mark()
    end,
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
