--- Which period of a server a row is about, and whether anything is to be done: the rules of `cph.renewals`.
---
---     local periods = require "cph.renewals.periods"
---     local now, ends = cph.time.parse "2026-01-10", "2026-01-31T00:00:00Z"
---     local records = { { expire_time = ends, new_expire_time = "2026-02-28T00:00:00Z" } }
---     assert(periods.renewal({}, "2026-02-28T00:00:00Z", records, now).record == records[1])
local periods = {}

--- What is to be done with one server.
---@class cph.renewals.Period
---@field expire_time? string  the end of the period that it is about; nil where nothing is to be done
---@field record? table  what is recorded of it
---@field basis? "once"|"due"|"exact"
---@field turn? integer
---@field why? string  why nothing is to be done
---@field problem? table

---@param records table[]
---@param holds fun(record: table): any
---@return table?  the last of those that count
local function latest(records, holds)
  local last
  for _, record in ipairs(records) do
    if (record.in_doubt or not record.may_send) and holds(record) then
      local later = not last or (record.sent_at or 0) > (last.sent_at or 0)
      last = later and record or last
    end
  end
  return last
end

--- Whatever is in doubt comes first: nothing else is done to that server until it is known.
---@param records table[]
---@return table?
local function in_doubt(records)
  return latest(records, function(record)
    return record.in_doubt
  end)
end

--- What a change holds beside its server and period, as rows and requests name it.
periods.FIELDS = { "period_type", "period_num", "is_auto_pay", "auto_renew_times", "new_server_model_name",
  "new_phone_model_name" }

--- The fields of a change in which a row asks for something else than what was recorded.
---@param row table
---@param record? table
---@return string[]
function periods.conflicts(row, record)
  local names, request = {}, record and record.request or {}
  for _, name in ipairs(record and not record.may_send and periods.FIELDS or {}) do
    names[#names + 1] = request[name] ~= row[name] and name or nil
  end
  return names
end

local OPEN = { unpaid = true, paying = true, in_doubt = true } -- order_status

--- When what is paid for ends: a list may lag behind what was renewed, and an order that is not paid renews nothing.
---@param present? string
---@param records table[]  renewals of the server
---@return number?  seconds since 1970
local function paid_until(present, records)
  local last = present and cph.time.parse(present)
  for _, record in ipairs(records) do
    local is_done = not record.may_send and not record.in_doubt
    local is_paid = record.state ~= "unpaid" and not OPEN[record.order_status]
    if is_done and is_paid and record.new_expire_time then
      last = math.max(last or 0, cph.time.parse(record.new_expire_time))
    end
  end
  return last
end

--- A renewal: a period is renewed once. While the period runs that was renewed, whoever asks again is told what is
--- recorded. A server that was renewed when its period had ended counts as renewed for the period that was bought. A
--- row that is not due has nothing against what somebody else has recorded.
---@param row { within?: number, expires?: string, [string]: any }
---@param present? string  until when the server is paid for
---@param records table[]  renewals of the server
---@param now number
---@return cph.renewals.Period
function periods.renewal(row, present, records, now)
  local basis = row.expires and "exact" or row.within and "due" or "once"
  local record = in_doubt(records) or latest(records, function(record)
    local ends = record.expire_time
    if ends == (row.expires or present) then
      return true
    elseif basis == "exact" then
      return false
    end
    local is_late = basis == "once" and (record.sent_at or 0) / 1000 >= cph.time.parse(ends)
      and record.new_expire_time and cph.time.parse(record.new_expire_time) > now
    return cph.time.parse(ends) > now or is_late
  end)
  if record then
    local ends = basis == "due" and not record.in_doubt and #periods.conflicts(row, record) > 0
      and paid_until(present, records)
    if ends and ends - now > row.within then
      return { why = "not due" }
    end
    return { expire_time = record.expire_time, record = record, basis = basis }
  elseif not present then
    return {}
  elseif row.expires and row.expires ~= present then
    return { why = ("runs until %s, not until %s"):format(present, row.expires) }
  elseif row.within and cph.time.parse(present) - now > row.within then
    return { why = "not due" }
  end
  return { expire_time = present, basis = basis }
end

--- Giving a server back: once.
---@param present? string
---@param records table[]
---@param is_closed boolean
---@return cph.renewals.Period
function periods.unsubscription(present, records, is_closed)
  local record = in_doubt(records) or latest(records, function()
    return true
  end)
  if record then
    return { expire_time = record.expire_time, record = record }
  elseif is_closed then
    return { why = "given back already" }
  end
  return { expire_time = present }
end

---@param records table[]
---@param present string
---@return integer? turn  the next one in this period; nil for the first
local function next_turn(records, present)
  local turn = 1
  for _, record in ipairs(records) do
    if record.expire_time == present and not record.may_send then
      turn = math.max(turn, (record.request.turn or 1) + 1)
    end
  end
  return turn > 1 and turn or nil
end

---@param record table
---@return table
local function doubt_problem(record)
  return {
    path = "servers", code = "earlier_in_doubt", severity = "error", basis = "documented",
    message = ("%s is in doubt, which is about the same server"):format(record.name),
    hint = "find out what became of it: cph ledger resolve " .. record.name,
  }
end

--- Switching auto-renewal on or off. What was recorded last counts more than a list, which may lag behind.
---@param present string
---@param is_so boolean  whether the server is like that already, as the list has it
---@param records table[]  of this kind
---@param opposites table[]  of the other kind
---@return cph.renewals.Period
function periods.switch(present, is_so, records, opposites)
  local open, other = in_doubt(records), in_doubt(opposites)
  if open then
    return { expire_time = open.expire_time, record = open, turn = open.request.turn }
  elseif other then
    return { problem = doubt_problem(other) }
  end
  local own = latest(records, function()
    return true
  end)
  other = latest(opposites, function()
    return true
  end)
  local is_last = own and (not other or (own.sent_at or 0) > (other.sent_at or 0))
  if own and is_last and (own.expire_time == present or is_so) then
    return { expire_time = own.expire_time, record = own, turn = own.request.turn }
  elseif is_so and (is_last or not other) then
    return { why = "so already" }
  end
  return { expire_time = present, turn = next_turn(records, present) }
end

--- Another server model.
---@param wanted string
---@param model? string  that the server has
---@param present string
---@param records table[]
---@return cph.renewals.Period
function periods.model(wanted, model, present, records)
  local record = in_doubt(records)
  local last = latest(records, function()
    return true
  end)
  if not record and last and last.request.new_server_model_name == wanted and last.expire_time == present then
    record = last
  end
  if record then
    return { expire_time = record.expire_time, record = record, turn = record.request.turn }
  elseif model == wanted then
    return { why = "has this model already" }
  end
  return { expire_time = present, turn = next_turn(records, present) }
end

return periods
