local require = ...
local plan_problems = require "cph.plan.problems"
local rows = require "cph.plan.rows"

local body = {
  server_name = "a",
  server_model_name = "physical.rx2.32xlarge.4",
  order_param = { period_type = 2, period_num = 1 },
  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
  public_ip = cph.public_ip.none(),
  keypair_name = "k",
}

local row = rows.new(body, "x.lua:1")
assert(row.body.count == 1 and row.body.order_param.charging_mode == 0 and body.count == nil, "defaults, in a copy")

body.count = 25
row = rows.new(body, "x.lua:2")
assert(row.body.count == 25 and not plan_problems.has_error(row.problems))
body.nics[1].subnet_id = "changed later"
assert(row.body.nics[1].subnet_id ~= "changed later", "a row is its own")

local calls, problems, records = rows.resolve({ row }, cph.ledger.list)
assert(#calls == 3 and #problems == 0 and next(records) == nil)

for _, count in ipairs { 0, -1, 2.5, "3", 1 / 0, true } do
  local fields = cph.template(row.body) { count = count }
  calls, problems = rows.resolve({ rows.new(fields, "x.lua:3") }, cph.ledger.list)
  assert(#calls == 0 and plan_problems.has_error(problems), tostring(count))
  assert(problems[1].field == "count" and problems[1].row == 1 and problems[1].line == "x.lua:3")
  assert(tostring(problems[1]):find("^rows%[1%]%.count: .* in a %(x.lua:3%); must be"), tostring(problems[1]))
end

calls, problems = rows.resolve({ row, rows.new({}, "x.lua:4") }, cph.ledger.list)
assert(#calls == 3 and problems[1].row == 2 and #problems > 4, "the rows that are well are made into calls")
assert(problems[1].message:find "in no name %(x.lua:4%)$", problems[1].message)
