local require = ...
local rows = require "cph.renewals.rows"

local function problem(kind, given)
  local row = rows.new(kind, given, "a.lua:1")
  return row.problems[1] and row.problems[1].path .. ": " .. row.problems[1].code
end

-- For how long
assert(rows.new("renew", { server_id = "a", years = 2 }, "").period_type == 3)
assert(problem("renew", { server_id = "a" }) == "months: missing")
assert(problem("renew", { server_id = "a", months = 1, years = 1 }) == "years: conflict")
assert(problem("auto-renew", { server_id = "a", months = 2 }) == "months: range")
assert(problem("auto-renew", { server_id = "a", years = 1 }) == nil)

-- Which servers
assert(problem("unsubscribe", {}) == "servers: missing")
assert(problem("unsubscribe", { server_id = "a", purchase = "b" }) == "servers: conflict")
local function ids(given, records)
  local row = rows.new("unsubscribe", given, "")
  local list, problems = rows.servers(row, function()
    return records or {}
  end)
  return table.concat(list, " "), problems[1] and problems[1].code
end
assert(ids { servers = { "a", { server_id = "b" }, "a" } } == "a b", "each once")
assert(ids { servers = { server_ids = { "a", "b" } } } == "a b", "what a purchase returned")
assert(select(2, ids { servers = { "a:b" } }) == "pattern")
assert(select(2, ids { purchase = "game" }) == "not_found")
local records = {
  { name = "game-b01", server_ids = { "a" } }, { name = "game-b02", server_ids = { "b" } },
  { name = "game-2", server_ids = { "c" } },
}
assert(ids({ purchase = "game" }, records) == "a b", "all calls of a plan's row, and no other purchase")

-- A condition that would hold again at once is none
assert(problem("renew", { server_id = "a", months = 1, expires_within = "27d" }) == nil)
assert(problem("renew", { server_id = "a", months = 1, expires_within = "28d" }) == "expires_within: range")
assert(problem("renew", { server_id = "a", years = 1, expires_within = "60d" }) == nil)
local function hint(given)
  return rows.new("renew", given, "").problems[1].hint:match ": (.*)"
end
assert(hint { server_id = "a", months = 1, expires_within = "30d" } == "at most 27d with 1 month, or months = 2")
assert(hint { server_id = "a", months = 2, expires_within = "56d" } == "at most 55d with 2 months, or months = 3")
assert(hint { server_id = "a", months = 11, expires_within = "310d" } == "at most 307d with 11 months, or years = 1")
assert(hint { server_id = "a", years = 1, expires_within = "336d" } == "at most 335d with 1 year, or years = 2")
assert(hint { server_id = "a", years = 3, expires_within = "2000d" } == "at most 1007d with 3 years")
