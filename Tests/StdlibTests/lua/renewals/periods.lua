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
