local require = ...
local rows = require "cph.renewals.rows"
local valid = require "cph.renewals.valid"

local entries, asked, changes = valid("none", {}, cph.ledger.list)
assert(#entries == 0 and #asked == 0 and #changes == 0)

local wrong = { rows.new("renew", { server_id = "nobody", months = 1 }, "renew.lua:3") }
local _, err = cph.try(valid, "nightly", wrong, cph.ledger.list)
assert(err.kind == "argument" and tostring(err):find "nightly" and tostring(err):find "renew.lua:3")
