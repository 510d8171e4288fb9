--- The entries of a plan of `cph.renewals` that has no errors.
---
---     local valid = require "cph.renewals.valid"
---     local entries, asked, changes = valid("none", {}, cph.ledger.list)
---     assert(#entries == 0 and #asked == 0 and #changes == 0)

local require = ...
local problems_of = require "cph.plan.problems"

--- Raises an error of kind `argument` with what is wrong, where something is.
---@param name string  of the plan
---@param rows cph.renewals.Row[]
---@param recorded fun(filter: table): table[]  such as `cph.ledger.list`
---@return cph.renewals.Entry[] entries
---@return cph.renewals.Entry[] asked  those of which something is or was asked
---@return table[] changes  of these
local function valid(name, rows, recorded)
  local entries, problems = require("cph.renewals.entries")(rows, recorded)
  if problems_of.has_error(problems) then
    problems_of.refuse(name, problems, "argument")
  end
  local asked, changes = {}, {}
  for _, entry in ipairs(entries) do
    if entry.change then
      asked[#asked + 1], changes[#changes + 1] = entry, entry.change
    end
  end
  return entries, asked, changes
end

return valid
