local base = cph.template {
  server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k", order_param = cph.order.months(1),
  public_ip = cph.public_ip.none(), nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
}

local function plan_of(name, count)
  return cph.plan(name):add(base { server_name = name, count = count })
end

local function failure(...)
  local _, err = cph.try(cph.apply, ...)
  return err
end

-- What it buys
local plan = plan_of("a", 12)
local result = cph.apply(plan, { concurrency = 1, check = false })
assert(#result.server_ids == 12 and #result.orders == 2 and result.orders[2].name == "a-b02")
assert(#plan_of("b", 1):apply().server_ids == 1, "plan:apply is the same")
assert(#cph.apply(cph.plan "empty").server_ids == 0)

-- What it refuses
for _, value in ipairs { "a", 1, {}, setmetatable({}, { __index = plan }) } do
  assert(failure(value).kind == "argument", tostring(value))
end
assert(failure(plan, { concurency = 2 }).message:find "did you mean concurrency?")
assert(failure(plan, { concurrency = 0 }).kind == "argument")
assert(failure(plan_of("c", 0)).message:find "1 problem in plan c; nothing was sent")
local other = cph.plan("rival"):add(base { server_name = "a", count = 12 })
assert(failure(other).code == "conflict", "two plans of one run do not share a row")

-- Plans are taken over, not changed
local mine = cph.plan(plan)
mine:add(base { server_name = "more" })
assert(#plan:calls() == 2 and #mine:calls() == 3 and mine.name == "a")
local ok, err = pcall(function()
  plan.name = "other"
end)
assert(not ok and err:find "cannot be set", err)
