local require = ...
local report = require "cph.renewals.report"
local change = {
  change = "renew", resource_id = "a", expire_time = "2026-01-31T00:00:00Z", period_type = 2, period_num = 1,
}
local row = { kind = "renew" }
local entries = {
  { row = row, server_id = "a", server_name = "web", expire_time = change.expire_time, change = change },
  { row = row, server_id = "a", change = change, record = { state = "accepted", order_id = "CS1" } },
  {
    row = row, server_id = "a", change = change,
    record = { state = "in_doubt", in_doubt = true, reason = "no answer" },
  },
  { row = row, server_id = "a", change = change, record = { state = "refused", may_send = true } },
  { row = row, server_id = "b", why = "not due" },
}
local status = report.status(entries)
assert(status.due == 2 and status.before == 1 and status.in_doubt == 1 and status.not_due == 1)
assert(status.servers[1].new_expire_time == "2026-02-28T00:00:00Z")
assert(status.servers[1].name == "renew:a:2026-01-31T00:00:00Z" and status.servers[2].order_id == "CS1")
assert(status.servers[3].state == "in doubt" and status.servers[3].reason == "no answer")
local text = report.table(entries)
assert(text:find "web" and text:find "done, accepted" and text:find "not due")
assert(text:find "2026%-01%-31 00:00  2026%-02%-28 00:00  due", text)

-- Two servers of one name are told apart by their ids
text = report.table {
  { row = row, server_id = "a", server_name = "web", why = "not due", expire_time = "2026-01-31T00:00:00Z" },
  { row = row, server_id = "b", server_name = "web", why = "not due" },
  { row = row, server_id = "c", server_name = "db", why = "not due" },
}
assert(not text:find "web" and text:find "renew +a +2026%-01%-31 00:00 +not due" and text:find "renew +db ", text)
