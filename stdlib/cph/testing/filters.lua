--- Which tests are run: by patterns for their full names, and by tags, `#words` in their names.
---
---     local filters, environment = require "cph.testing.filters", require "cph.testing.environment"
---     local accepts = filters.of { tags = { "slow" } }
---     assert(accepts(environment.element("it", "waits #slow")))
---     assert(not accepts(environment.element("it", "is quick")))
local require = ...
local runner = require "cph.testing.runner"

local filters = {}

---@class cph.testing.Filters
---@field filter? string[]  patterns, one of which the full name must match
---@field filter_out? string[]  patterns, none of which it may match; of blocks too
---@field tags? string[]  of which the name or one around it must have one
---@field exclude_tags? string[]  of which it may have none; of blocks too

---@param name string
---@param patterns? string[]
---@param prefix? string
---@return boolean
local function matches(name, patterns, prefix)
  for _, pattern in ipairs(patterns or {}) do
    if name:find((prefix or "") .. pattern) then
      return true
    end
  end
  return false
end

--- Whether one of the patterns must match, and none does.
local function is_missed(name, patterns, prefix)
  return patterns ~= nil and #patterns > 0 and not matches(name, patterns, prefix)
end

--- What says whether an element is to be run.
---@param options cph.testing.Filters
---@return fun(element: cph.testing.Element): boolean
function filters.of(options)
  return function(element)
    local full = runner.full_name(element)
    if matches(element.name, options.exclude_tags, "#") or matches(full, options.filter_out) then
      return false
    elseif element.descriptor == "describe" then
      return true
    end
    return not is_missed(full, options.tags, "#") and not is_missed(full, options.filter)
  end
end

return filters
