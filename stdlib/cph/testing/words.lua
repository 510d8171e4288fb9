--- The words of test files, as busted has them: `describe`, `it`, what runs around them, and their other names.
---
---     local words, environment = require "cph.testing.words", require "cph.testing.environment"
---     local file = environment.element("file", "a_spec.lua")
---     local known = words.of { current = file, options = {} }
---     known.describe("a list", function() end)
---     assert(file.children[1].name == "a list" and file.children[1].descriptor == "describe")
local require = ...
local environment = require "cph.testing.environment"

local words = {}

-- The element that a word makes, and whose names are set in it.
local BLOCKS = {
  describe = {}, context = {}, insulate = { mode = "insulate" }, expose = { mode = "expose" },
}
local TESTS = { it = true, spec = true, test = true }
local HOOKS = {
  before_each = "before_each", after_each = "after_each",
  lazy_setup = "lazy_setup", lazy_teardown = "lazy_teardown",
  strict_setup = "strict_setup", strict_teardown = "strict_teardown",
  setup = "strict_setup", teardown = "strict_teardown",
}

-- What holds further elements; in all others no word declares anything.
local HOLDERS = { suite = true, file = true, describe = true }

local getinfo = debug.getinfo

--- Where the word was written; "?" in a sandbox, where nobody may look.
---@return string
local function place()
  local level = 3
  local frame = getinfo and getinfo(level, "Sl")
  while frame and (frame.what == "C" or frame.short_src:find "^stdlib/cph/") do
    level = level + 1
    frame = getinfo(level, "Sl")
  end
  return frame and ("%s:%d"):format(frame.short_src, frame.currentline) or "?"
end

--- What a runner is asked of its words.
---@class cph.testing.WordOptions
---@field accepts? fun(element: cph.testing.Element): boolean  whether it is among those that are to be run
---@field lazy? boolean  `setup` and `teardown` only around tests that run

---@class cph.testing.Reader
---@field current cph.testing.Element  what is being read or run
---@field options cph.testing.WordOptions
---@field finalizer? fun()  what `finally` was given in this test
---@field is_ending? boolean  whether that runs now
---@field remember? fun(): fun()  see `environment.save`

---@param reader cph.testing.Reader
---@param word string
local function refuse_elsewhere(reader, word)
  if not HOLDERS[reader.current.descriptor] then
    error(("%s is not possible inside a test"):format(word), 3)
  end
end

--- What is called like a function, as a function.
---@param body any
---@return fun()
function words.callable(body)
  return type(body) == "function" and body or function()
    return body()
  end
end

--- Declares an element with a body, or returns what takes the body: `describe "name" (function() … end)`.
---@param reader cph.testing.Reader
---@param word string
---@param declare fun(name: any, body: any, place: string)
local function declaring(reader, word, declare)
  return function(name, body)
    refuse_elsewhere(reader, word)
    if body == nil and type(name) == "function" then
      name, body = word, name
    end
    local where = place()
    if body ~= nil then
      return declare(name, body, where)
    end
    return function(later)
      declare(name, later, where)
    end
  end
end

---@param reader cph.testing.Reader
---@param descriptor string
---@param name any
---@param where string
---@return cph.testing.Element? element  nil when it is not among those that are to be run
local function declared(reader, descriptor, name, where)
  local block = reader.current
  local element = environment.element(descriptor, name == nil and descriptor or name, block)
  element.place = where
  if reader.options.accepts and not reader.options.accepts(element) then
    block.children[#block.children] = nil
    return nil
  end
  return element
end

---@param reader cph.testing.Reader
---@param word string
---@param mode? "insulate"|"expose"
local function block_word(reader, word, mode)
  return declaring(reader, word, function(name, body, where)
    local element = declared(reader, "describe", name, where)
    if element then
      element.mode, element.body = mode, words.callable(body)
    end
  end)
end

---@param reader cph.testing.Reader
---@param word string
local function test_word(reader, word)
  return declaring(reader, word, function(name, body, where)
    local element = declared(reader, "it", name, where)
    if element then
      element.body = words.callable(body)
    end
  end)
end

--- `pending`: in a block a test that is not run; in a test it ends that.
---@param reader cph.testing.Reader
local function pending_word(reader)
  return function(name, reason)
    if reader.current.descriptor == "it" and not reader.is_ending then
      error({ kind = "pending", pending = name == nil and "pending" or tostring(name) }, 0)
    end
    refuse_elsewhere(reader, "pending")
    if type(name) == "function" then
      name = "pending"
    end
    local element = declared(reader, "pending", name, place())
    if element then
      element.pending = type(reason) == "string" and reason or "pending"
    end
  end
end

--- A word for what runs around the tests of a block.
---@param reader cph.testing.Reader
---@param word string
---@param hook string
local function hook_word(reader, word, hook)
  if reader.options.lazy then
    hook = ({ setup = "lazy_setup", teardown = "lazy_teardown" })[word] or hook
  end
  return declaring(reader, word, function(_, body, where)
    local block = reader.current
    local element = environment.element(hook, word, block)
    element.mode, element.body, element.place = "hook", words.callable(body), where
    block.hooks = block.hooks or {}
    block.hooks[hook] = block.hooks[hook] or {}
    table.insert(block.hooks[hook], element)
  end)
end

--- `randomize`: the elements of this block in an order that chance decides; `randomize(seed)`, `randomize(false)`.
---@param reader cph.testing.Reader
local function randomize_word(reader)
  return function(...)
    refuse_elsewhere(reader, "randomize")
    local first, second = ...
    local block = reader.current
    block.is_random = select("#", ...) == 0 or (first and true or false)
    block.seed = tonumber(first) or tonumber(second) or block.seed
  end
end

--- `finally`, which only a test has: the last function that it is given runs after the test.
---@param reader cph.testing.Reader
---@return fun(action: fun())
function words.finally(reader)
  return function(action)
    reader.finalizer = words.callable(action)
  end
end

--- The words by their names.
---@param reader cph.testing.Reader
---@return table<string, function>
function words.of(reader)
  local result = { pending = pending_word(reader), randomize = randomize_word(reader) }
  for word, block in pairs(BLOCKS) do
    result[word] = block_word(reader, word, block.mode)
  end
  for word in pairs(TESTS) do
    result[word] = test_word(reader, word)
  end
  for word, hook in pairs(HOOKS) do
    result[word] = hook_word(reader, word, hook)
  end
  return result
end

return words
