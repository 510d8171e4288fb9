--- What test files written for busted require beside their project's modules.
---
---     local busted_modules = require "cph.testing.busted_modules"
---     local modules = busted_modules.of {}
---     assert(modules.luassert.same and modules["busted.runner"])
local require = ...
local assertions = require "cph.testing.assertions"
local comparison = require "cph.testing.comparison"
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

--- What ends a whole `busted.runner`, wherever that is required: `cph test` runs already.
local function run_already()
  return function() end
end

--- The modules by their names.
---@param busted table  what `require "busted"` returns
---@return table<string, any>
function busted_modules.of(busted)
  return {
    busted = busted, ["busted.runner"] = run_already, luassert = assertions, ["luassert.assert"] = assertions,
    ["luassert.spy"] = spies.spy, ["luassert.stub"] = spies.stub, ["luassert.mock"] = spies.mock,
    ["luassert.match"] = matchers.match, ["luassert.util"] = util, say = texts.say,
  }
end

return busted_modules
