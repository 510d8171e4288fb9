local require = ...
local split = require "cph.plan.split"

--- The counts of the calls as text, after their names were checked.
local function counts(body, records)
  local calls, problems = split(body, records)
  local result = {}
  for index, call in ipairs(calls) do
    assert(call.server_name == ("%s-b%02d"):format(body.server_name, index), call.server_name)
    result[index] = call.count
  end
  return table.concat(result, " "), problems
end

local function record(number, count, state)
  local name = ("a-b%02d"):format(number)
  return {
    name = name, count = count, may_send = state == "refused", state = state or "accepted",
    request = { server_name = name, count = count },
  }
end

for _, case in ipairs {
  { 1, {}, "1" }, { 10, {}, "10" }, { 11, {}, "10 1" }, { 25, {}, "10 10 5" },
  { 25, { record(1, 10), record(2, 10), record(3, 5) }, "10 10 5" },
  { 28, { record(1, 10), record(2, 10), record(3, 5) }, "10 10 5 3" },
  { 28, { record(1, 10) }, "10 10 8" },
  { 25, { record(3, 5) }, "10 10 5" },
  { 25, { record(1, 10), record(3, 5) }, "10 10 5" },
  { 28, { record(1, 10), record(3, 5) }, "10 10 5 3" },
  { 28, { record(1, 10), record(2, 10), record(3, 5, "refused") }, "10 10 8" },
  { 10, { record(1, 5), record(2, 5) }, "5 5" },
} do
  local text, problems = counts({ server_name = "a", count = case[1] }, case[2])
  assert(text == case[3] and #problems == 0, ("%d: %s, not %s"):format(case[1], text, case[3]))
end

local foreign = { record(1, 10), record(1, 3) }
foreign[1].name, foreign[2].name = "a-b1", "b-b01"
assert(counts({ server_name = "a", count = 3 }, foreign) == "3", "other names are not ours")

local calls = split { server_name = "a", count = 1000 }
assert(#calls == 100 and calls[99].server_name == "a-b99" and calls[100].server_name == "a-b100")

local function problem_of(body, records)
  local _, problems = split(body, records)
  assert(#problems == 1, #problems .. " problems")
  return ("%s: %s; %s"):format(problems[1].path, problems[1].message, problems[1].hint)
end

assert(problem_of({ server_name = "a", count = 12 }, { record(1, 10), record(2, 5) })
  == "count: is 12; recorded with 15; servers that were bought cannot be planned away")
assert(problem_of({ server_name = "a", count = 10, image_id = "i" }, { record(1, 10) })
  == 'image_id: is "i"; recorded without it as a-b01')
assert(problem_of { server_name = "a", count = 0 }
  == "count: is 0; must be 1 to 1000000; a plan splits it into calls of at most 10")
assert(problem_of({ server_name = "a", count = 1000001 }):find "must be 1 to 1000000")

local longest = ("n"):rep(51)
assert(counts { server_name = longest, count = 990 })
assert(problem_of { server_name = longest .. "n", count = 1 }:find "at most 51 characters for this count: %-b01 and")
assert(problem_of { server_name = longest, count = 991 }:find "at most 50 characters for this count: %-b100 and")
assert(select(2, counts { server_name = ("云"):rep(51), count = 1 })[1] == nil, "characters are counted, not bytes")
