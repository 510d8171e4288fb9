local require = ...
local periods = require "cph.renewals.periods"

local JAN, FEB, MAR = "2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z", "2026-03-28T00:00:00Z"
local function at(text)
  return cph.time.parse(text)
end
local function renewal(from, to, fields)
  local record = { expire_time = from, new_expire_time = to, name = from, request = {} }
  record.sent_at = at "2026-01-10" * 1000
  for name, value in pairs(fields or {}) do
    record[name] = value
  end
  return record
end
local done = renewal(JAN, FEB)

-- A period is renewed once: while it runs, the record answers, whatever a list shows
local now = at "2026-01-10"
assert(periods.renewal({}, JAN, {}, now).expire_time == JAN, "nothing is recorded")
assert(periods.renewal({}, FEB, { done }, now).record == done, "the list has moved on")
assert(periods.renewal({}, JAN, { done }, now).record == done, "the list lags behind")
assert(periods.renewal({}, JAN, { done }, at "2026-02-10").record == done, "and still does when the period has ended")
local next_period = periods.renewal({}, FEB, { done }, at "2026-02-10")
assert(next_period.expire_time == FEB and not next_period.record, "the next period in its turn")
local refused = renewal(JAN, FEB, { may_send = true })
assert(not periods.renewal({}, JAN, { refused }, now).record, "what was refused was not done")

-- What is in doubt comes first
local open = renewal(JAN, FEB, { in_doubt = true })
assert(periods.renewal({}, FEB, { open }, at "2026-02-10").record == open)

-- A server whose period had ended is renewed into the one that runs
local late = renewal(JAN, FEB, { sent_at = at "2026-02-05" * 1000 })
assert(periods.renewal({}, FEB, { late }, at "2026-02-06").record == late)
local due = periods.renewal({ within = 5 * 24 * 3600 }, FEB, { late }, at "2026-02-25")
assert(due.expire_time == FEB and not due.record, "unless it is due")

-- Conditions
assert(periods.renewal({ within = 7 * 24 * 3600 }, JAN, {}, now).why == "not due")
assert(periods.renewal({ within = 7 * 24 * 3600 }, JAN, {}, at "2026-01-25").basis == "due")
assert(periods.renewal({ expires = FEB }, FEB, { done }, now).basis == "exact", "a second period ahead, by its name")
assert(periods.renewal({ expires = JAN }, FEB, { done }, now).record == done)
assert(periods.renewal({ expires = JAN }, MAR, {}, now).why:find "runs until")
assert(periods.renewal({}, nil, {}, now).expire_time == nil)

-- Somebody else's longer renewal is in nobody's way before the server is due; then a period is changed once
local WEEK = 7 * 24 * 3600
local by_two = renewal(JAN, MAR, { state = "accepted", request = { period_type = 2, period_num = 2 } })
local by_one = { period_type = 2, period_num = 1, within = WEEK }
local eve = at "2026-01-28"
for _, list in ipairs { JAN, MAR } do
  assert(periods.renewal(by_one, list, { by_two }, eve).why == "not due", "also where the list still shows " .. list)
end
assert(periods.renewal({ period_type = 2, period_num = 2, within = WEEK }, JAN, { by_two }, eve).record == by_two,
  "what asks for the same is told what is recorded")
assert(periods.renewal({ period_type = 2, period_num = 1 }, MAR, { by_two }, eve).record == by_two,
  "a row without a condition is always due")
local exact = { period_type = 2, period_num = 1, expires = JAN }
assert(periods.renewal(exact, MAR, { by_two }, eve).record == by_two, "and one that names the period")
local far = { period_type = 2, period_num = 1, within = 100 * 24 * 3600 }
assert(periods.renewal(far, MAR, { by_two }, eve).record == by_two, "due by the recorded end as well")
for _, fields in ipairs { { state = "unpaid" }, { order_status = "unpaid" }, { order_status = "paying" } } do
  fields.request = by_two.request
  local unpaid = renewal(JAN, MAR, fields)
  assert(periods.renewal(by_one, JAN, { unpaid }, eve).record == unpaid, "nobody has paid for the time until then")
  assert(periods.renewal(by_one, MAR, { unpaid }, eve).why == "not due", "the list shows that somebody has")
end
local open_two = renewal(JAN, MAR, { in_doubt = true, request = by_two.request })
assert(periods.renewal(by_one, MAR, { open_two }, eve).record == open_two, "what is in doubt comes first")
assert(periods.renewal(by_one, MAR, { by_two }, at "2026-03-25").expire_time == MAR, "due again, in the next period")
assert(#periods.conflicts(by_one, by_two) == 1 and periods.conflicts(by_one, by_two)[1] == "period_num")
assert(#periods.conflicts(by_one, renewal(JAN, MAR, { may_send = true })) == 0 and #periods.conflicts(by_one) == 0)

-- Giving back
assert(periods.unsubscription(JAN, {}, false).expire_time == JAN)
assert(periods.unsubscription(nil, { done }, true).record == done and periods.unsubscription(JAN, {}, true).why)

-- Switches: what was recorded last counts more than a list
local on, off = renewal(JAN, nil, { sent_at = 1 }), renewal(JAN, nil, { sent_at = 2 })
assert(periods.switch(JAN, true, {}, {}).why == "so already")
assert(periods.switch(JAN, false, {}, {}).expire_time == JAN)
assert(periods.switch(JAN, false, { on }, {}).record == on, "the list lags, or somebody else has switched it")
assert(periods.switch(JAN, true, {}, { on }).expire_time == JAN, "a list that lags must not hide what was switched on")
assert(periods.switch(JAN, false, { on }, { off }).turn == 2, "on, off, and on again in one period")
assert(periods.switch(FEB, false, { on }, {}).expire_time == FEB)
assert(periods.switch(JAN, false, {}, { open }).problem.code == "earlier_in_doubt")

-- Models
local changed = renewal(JAN, nil, { request = { new_server_model_name = "m2" } })
assert(periods.model("m2", "m1", JAN, {}).expire_time == JAN and periods.model("m2", "m2", JAN, {}).why)
assert(periods.model("m2", "m1", JAN, { changed }).record == changed, "an order that waits is not ordered again")
assert(periods.model("m3", "m2", JAN, { changed }).turn == 2)
