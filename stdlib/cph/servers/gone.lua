--- Which servers are gone, as the ledger has it. Lists of servers and whoever waits for them leave these out.
---
---     local gone = require "cph.servers.gone"
---     assert(next(gone.ids()) == nil and gone.is_void { order_status = "expired" })
local gone = {}

local NEVER_PAID = { cancelled = true, expired = true } -- order_status

--- Whether the order was never paid and can't be any more, so that nothing came of it.
---@param record cph.ledger.Purchase
---@return boolean
function gone.is_void(record)
  return NEVER_PAID[record.order_status] == true
end

--- The servers that were given back for certain.
---@return table<string, boolean>  by id
function gone.ids()
  local ids = {}
  for _, record in ipairs(cph.ledger.list { prefix = "unsubscribe:" }) do
    local is_done = not record.in_doubt and not record.may_send and not gone.is_void(record)
    if record.kind == "unsubscribe" and record.server_id and is_done then
      ids[record.server_id] = true
    end
  end
  return ids
end

return gone
