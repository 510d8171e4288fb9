--- What test files written for busted require beside their project's modules.
---
---     local busted_modules = require "cph.testing.busted_modules"
---     local modules = busted_modules.of {}
---     assert(modules.luassert.same and modules["busted.runner"])
local require = ...
local assertions = require "cph.testing.assertions"
local comparison = require "cph.testing.comparison"
local failure = require "cph.testing.failure"
local fixtures = require "cph.testing.fixtures"
local matchers = require "cph.testing.matchers"
local spies = require "cph.testing.spies"
local texts = require "cph.testing.texts"

local busted_modules = {}

local function shallow(value)
  if type(value) ~= "table" then
    return value
  end
  local copy = setmetatable({}, getmetatable(value))
  for key, item in next, value do
    copy[key] = item
  end
  return copy
end

local function callable(value)
  local own = getmetatable(value)
  return type(value) == "function" or type(own) == "table" and own.__call ~= nil
end

local util = {
  deepcompare = function(expected, actual, ignores_equality)
    if ignores_equality then
      return comparison.same(expected, actual)
    end
    return comparison.fits(expected, actual)
  end,
  deepcopy = comparison.copy, shallowcopy = shallow, callable = callable,
  pack = table.pack, unpack = function(list, first, last)
    return table.unpack(list, first or 1, last or list.n or #list)
  end,
}

-- What the words stand in, so that what is set in a test does not become one of them.
local function read_only(api, words)
  return setmetatable({}, {
    __index = function(_, key)
      local value = api[key]
      if value == nil then
        value = words[key]
      end
      return value
    end,
    __newindex = function(_, key)
      error(("busted.%s cannot be set"):format(tostring(key)), 2)
    end,
  })
end

--- How a helper listens to what happens: `subscribe({ "test", "start" }, f)`, and so on.
---@param api table
local function add_channels(api)
  local listeners, last = {}, 0
  function api.subscribe(channel, listener)
    last = last + 1
    local entry = { id = last, channel = table.concat(channel, "."), fn = listener }
    listeners[#listeners + 1] = entry
    return entry
  end
  function api.unsubscribe(id)
    for index, entry in ipairs(listeners) do
      if entry.id == id or entry.fn == id then
        return table.remove(listeners, index)
      end
    end
  end
  function api.publish(channel, ...)
    local name = table.concat(channel, ".")
    for _, entry in ipairs(table.move(listeners, 1, #listeners, 1, {})) do
      if entry.channel == name then
        entry.fn(...)
      end
    end
  end
end

--- What `require "busted"` returns: the words, and what helpers use.
---@param words table<string, any>
---@return table busted
function busted_modules.api(words)
  local api = { version = "2.1.1", sleep = cph.sleep, gettime = os.time, monotime = os.clock }
  add_channels(api)
  function api.fail(message, level)
    failure.raise(message == nil and "failed" or message, level)
  end
  function api.parent(element)
    return element.parent
  end
  function api.children(element)
    return element.children
  end
  return read_only(api, words)
end

--- What ends a whole `busted.runner`, wherever that is required: `cph test` runs already.
local function run_already()
  return function() end
end

--- The modules by their names.
---@param busted table  what `require "busted"` returns
---@return table<string, any>
function busted_modules.of(busted)
  return {
    busted = busted, ["busted.runner"] = run_already, ["busted.fixtures"] = fixtures, say = texts.say,
    luassert = assertions, ["luassert.assert"] = assertions, ["luassert.spy"] = spies.spy,
    ["luassert.stub"] = spies.stub, ["luassert.mock"] = spies.mock, ["luassert.match"] = matchers.match,
    ["luassert.util"] = util,
  }
end

return busted_modules
