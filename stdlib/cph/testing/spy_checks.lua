--- What `assert.spy(s)` can check, as `cph.testing.checks` has them; `state.payload` is the spy.
---
---     local checks, spies = require "cph.testing.spy_checks", require "cph.testing.spies"
---     local double = spies.spy.new(function(x) return 2 * x end)
---     double(4)
---     assert(checks.called_with.test({ payload = double, mod = true }, { 4, n = 1 }))
local require = ...
local shown = require "cph.testing.shown"
local spies = require "cph.testing.spies"

---@type table<string, cph.testing.Check>
local checks = {}

---@param state table
---@return cph.Spy
local function spy_of(state)
  local spy = rawget(state, "payload")
  if not spies.is_spy(spy) then
    error(type(spy) == "function" and "assert.spy takes the spy, not the function that it replaces"
      or "assert.spy(s) must come first, with a spy", 0)
  end
  return spy
end

--- A negation without a count is about any call at all.
checks.called = { test = function(state, arguments)
  local spy, times = spy_of(state), arguments[1]
  if times == nil and not state.mod then
    state.mod, times = true, 0
  end
  local count = #spy.calls
  if times == nil then
    return count > 0, nil, function() return "expected at least one call\n     got none" end
  end
  return count == times, nil, function()
    return ("expected %s%s calls\n     got %d"):format(state.mod and "" or "any number but ", shown.value(times), count)
  end
end }

local COUNTS = {
  at_least = function(count, times) return count >= times end,
  at_most = function(count, times) return count <= times end,
  more_than = function(count, times) return count > times end,
  less_than = function(count, times) return count < times end,
}
for name, test in pairs(COUNTS) do
  checks["called_" .. name] = { test = function(state, arguments)
    local spy, times = spy_of(state), arguments[1]
    if times == nil and not state.mod then
      state.mod, times = true, 0
    end
    local count = #spy.calls
    return test(count, times), nil, function()
      return ("expected %s%s %s calls\n     got %d calls"):format(
        state.mod and "" or "not ", (name:gsub("_", " ")), shown.value(times), count)
    end
  end }
end

---@param what string
---@param list "calls"|"returnvals"
---@param method "called_with"|"returned_with"
local function recorded(what, list, method)
  return { test = function(state, arguments)
    local spy = spy_of(state)
    return spy[method](spy, table.unpack(arguments, 1, arguments.n)), nil, function()
      local lines = { ("expected %s call that %s %s"):format(state.mod and "a" or "no", what, shown.list(arguments)) }
      for _, entry in ipairs(spy[list]) do
        lines[#lines + 1] = "     got " .. shown.list(entry.vals)
      end
      return table.concat(lines, "\n") .. (#lines == 1 and "\n     got no call" or "")
    end
  end }
end

checks.called_with = recorded("passed", "calls", "called_with")
checks.returned_with = recorded("returned", "returnvals", "returned_with")

return checks
