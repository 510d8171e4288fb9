local require = ...
local due = require "cph.renewals.due"

local change = { change = "renew" }
local entries, changes = due {
  { change = change }, { change = change, record = { may_send = true } }, { why = "not due" },
  { change = change, record = { may_send = false } },
  { change = change, record = { may_send = true, in_doubt = true } },
}
assert(#entries == 2 and #changes == 2 and changes[1] == change and entries[2].record.may_send)
assert(#due {} == 0 and #due { { change = change, is_wrong = true } } == 0)
