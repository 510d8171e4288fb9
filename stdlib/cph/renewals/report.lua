--- What a plan of `cph.renewals` comes to, for people and as data.
---
---     local report = require "cph.renewals.report"
---     local row = { kind = "renew" }
---     local status = report.status { { row = row, server_id = "a", why = "not due" } }
---     assert(status.not_due == 1 and status.servers[1].state == "not due")
local require = ...
local fitted = require "cph.output.fitted"

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
  return record and not record.may_send and "done, " .. record.state or "due"
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

--- What servers are called in a table: their names, but the ids of those that have none of their own.
---@param servers cph.renewals.ServerStatus[]
---@return table<string, string>  by id
local function titles(servers)
  local owners, result = {}, {}
  for _, one in ipairs(servers) do
    local name = one.server_name
    if name then
      owners[name] = (owners[name] or one.server_id) == one.server_id and one.server_id or ""
    end
    result[one.server_id] = name or result[one.server_id] or one.server_id
  end
  for id, name in pairs(result) do
    result[id] = owners[name] == id and name or id
  end
  return result
end

---@param stamp? string
---@return string?  without seconds, so that a line fits into 80 columns
local function minute(stamp)
  return stamp and (stamp:sub(1, 16):gsub("T", " "))
end

--- A table with a line for each server.
---@param entries cph.renewals.Entry[]
---@param columns? integer  of the terminal; nil where it goes to none
---@return string
function report.table(entries, columns)
  local lines, servers = {}, report.status(entries).servers
  local names = titles(servers)
  for _, one in ipairs(servers) do
    lines[#lines + 1] = {
      DONE[one.kind], names[one.server_id], minute(one.expire_time) or "?", minute(one.new_expire_time) or "",
      one.state,
    }
  end
  return fitted({ "what", "server", "paid until (UTC)", "then until", "state" }, lines, columns)
end

return report
