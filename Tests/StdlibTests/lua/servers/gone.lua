local require = ...
local gone = require "cph.servers.gone"

-- luacheck: globals cph
local list = cph.ledger.list
cph.ledger.list = function(filter)
  assert(filter.prefix == "unsubscribe:")
  local function record(id, fields)
    local all = { kind = "unsubscribe", server_id = id, name = ("unsubscribe:%s:2027-01-01T00:00:00Z"):format(id) }
    for name, value in pairs(fields or {}) do
      all[name] = value
    end
    return all
  end
  return {
    record "done", record("doubtful", { in_doubt = true }), record("refused", { may_send = true }),
    record("cancelled", { order_status = "cancelled" }), record("refunded", { order_status = "paid" }),
    { kind = "purchase", name = "unsubscribe:odd", server_ids = { "bought" } },
  }
end
local ids = gone.ids()
assert(ids.done and ids.refunded)
assert(not ids.doubtful and not ids.refused and not ids.cancelled and not ids.bought)
cph.ledger.list = list

assert(gone.is_void { order_status = "cancelled" } and not gone.is_void { order_status = "unpaid" })
assert(not gone.is_void {})
