--- What a plan of `cph.renewals` comes to, for people and as data.
---
---     local report = require "cph.renewals.report"
---     local row = { kind = "renew" }
---     local status = report.status { { row = row, server_id = "a", why = "not due" } }
---     assert(status.not_due == 1 and status.servers[1].state == "not due")
local report = {}

local DONE = {
  ["renew"] = "renew", ["unsubscribe"] = "unsubscribe", ["auto-renew"] = "auto-renew",
  ["stop-auto-renew"] = "stop auto-renew", ["change-model"] = "change model",
}

local MONTHS_OF_A_YEAR, YEAR = 12, 3

--- When the period ends that a renewal orders; nil where nothing is ordered.
---@param change? table
---@return string?
local function new_end(change)
  if not change or change.change ~= "renew" then
    return nil
  end
  local months = change.period_num * (change.period_type == YEAR and MONTHS_OF_A_YEAR or 1)
  return cph.time.stamp(cph.time.add_months(cph.time.parse(change.expire_time), months))
end

---@param entry cph.renewals.Entry
---@return string
local function state_of(entry)
  local record = entry.record
  if not entry.change then
    return entry.why or "wrong"
  elseif record and record.in_doubt then
    return "in doubt"
  end
  return record and not record.may_send and "done before, " .. record.state or "due"
end

--- What is known of each server, in the order of the rows.
---@param entries cph.renewals.Entry[]
---@return cph.renewals.Status
function report.status(entries)
  local status = { servers = {}, due = 0, before = 0, in_doubt = 0, not_due = 0 }
  for index, entry in ipairs(entries) do
    local record, change = entry.record, entry.change
    local sum = not change and "not_due" or not record and "due" or record.in_doubt and "in_doubt"
      or record.may_send and "due" or "before"
    status[sum] = status[sum] + 1
    status.servers[index] = {
      kind = entry.row.kind, server_id = entry.server_id, server_name = entry.server_name, state = state_of(entry),
      name = change and cph.changes.key(change), expire_time = entry.expire_time,
      new_expire_time = new_end(change), order_id = record and record.order_id, reason = record and record.reason,
    }
  end
  return status
end

--- A table with a line for each server.
---@param entries cph.renewals.Entry[]
---@return string
function report.table(entries)
  local lines = {}
  for _, one in ipairs(report.status(entries).servers) do
    lines[#lines + 1] = {
      DONE[one.kind], one.server_name or "", one.server_id, one.expire_time or "?", one.new_expire_time or "",
      one.state,
    }
  end
  return cph.table({ "what", "server", "id", "paid until", "then until", "state" }, lines)
end

return report
