--- Has a plan of `cph.renewals` approved as a whole, and carries it out.
---
---     local complete = require "cph.renewals.complete"
---     local result = complete(require("cph.renewals.held")[cph.renewals "none"], {})
---     assert(result.done == 0 and result.not_due == 0)

local require = ...

local CONCURRENCY = 4

---@param content cph.renewals.Held
---@param options cph.renewals.Options
---@return cph.renewals.Result
local function complete(content, options)
  -- A plan that a library has made knows nothing of the ledger; what is carried out does.
  local entries, asked, changes = require "cph.renewals.valid"(content.name, content.rows, cph.ledger.list)
  if #changes > 0 then
    cph.changes.approve(content.name, changes)
  end
  local result = require "cph.renewals.carry_out"(content.name, asked, options.concurrency or CONCURRENCY)
  result.not_due = #entries - #asked
  return result
end

return complete
