-- luacheck: globals cph
local base = cph.template {
  server_model_name = "physical.rx2.32xlarge.4",
  keypair_name = "k",
  order_param = cph.order.months(1),
  public_ip = cph.public_ip.none(),
  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
}

local function fleet(name, counts)
  local plan = cph.plan(name)
  for index, count in ipairs(counts) do
    plan:add(base { server_name = name .. index, count = count })
  end
  return plan
end

local function failure(f, ...)
  local _, err = cph.try(f, ...)
  return err
end

-- A row is checked when it is added, and never again
local model = cph.models.CreateServer
local examine, examined = model.examine, 0
function model.examine(...)
  examined = examined + 1
  return examine(...)
end
local checked = fleet("checked", { 25, 1 })
assert(#checked:validate() == 0 and #checked:calls() == 4 and checked:status().open == 26 and #checked:hash() == 64)
model.examine = examine
assert(examined == 2, examined)

-- Calls
local plan = fleet("a", { 25, 10 })
local calls = plan:calls()
assert(#calls == 4 and calls[4].server_name == "a2-b01" and calls[4].count == 10, "also 10 servers get a number")
calls[1].nics[1].subnet_id = "changed"
assert(plan:calls()[1].nics[1].subnet_id ~= "changed", "calls are copies")
local walked = 0
for call, index in plan:each() do
  walked = walked + 1
  assert(index == walked and call.server_name == plan:calls()[index].server_name)
end
assert(walked == 4 and tostring(plan) == "cph.Plan a: 2 rows")

-- Hash
assert(plan:hash() == fleet("a", { 25, 10 }):hash() and #plan:hash() == 64, "the same plan has the same hash")
assert(plan:hash() ~= fleet("a", { 25, 11 }):hash() and plan:hash() ~= fleet("b", { 25, 10 }):hash())
local ab = cph.plan("o"):add(base { server_name = "a" }):add(base { server_name = "b" })
local ba = cph.plan("o"):add(base { server_name = "b" }):add(base { server_name = "a" })
assert(ab:hash() ~= ba:hash(), "order counts")
local export = cph.json.decode(cph.json.encode(plan:export()))
assert(export.hash == plan:hash())
assert(cph.gate.hash(export.name, export.calls) == export.hash, "an export can be checked")

-- Problems
local wrong = cph.plan "wrong"
wrong:add(base { server_name = "x", count = 0 })
wrong:add(base { server_name = "y!", keypair_name = "" })
local problems = wrong:validate()
assert(#problems == 3 and problems[1].row == 1 and problems[3].row == 2, #problems)
local err = failure(wrong.apply, wrong)
assert(err.kind == "argument" and #err.problems == 3 and err.message:find "3 problems in plan wrong", tostring(err))
assert(tostring(err):find "rows%[2%]%.keypair_name: is empty in y! %(.*plan.lua:%d+%)", tostring(err))
for index, problem in ipairs(err.problems) do
  for name, value in next, problems[index] do
    assert(problem[name] == value, ("problems[%d].%s"):format(index, name))
  end
end
local again = failure(cph.raise, err)
assert(again.problems[3].name == "y!" and again.problems[3].line == problems[3].line, "it is kept")
for _, method in ipairs { "calls", "hash", "export", "show", "status", "each" } do
  assert(failure(wrong[method], wrong).kind == "argument", method)
end
err = failure(wrong.add, wrong, base { server_name = "x" })
assert(err.code == "conflict" and err.message:find 'has a row "x" already, from .*plan.lua:%d', tostring(err))
assert(failure(wrong.add, wrong, "x").kind == "argument")
for _, name in ipairs { "", " ", 3, {} } do
  assert(failure(cph.plan, name).kind == "argument")
end

-- Options
assert(failure(cph.plan, "p", { price = {} }).message:find "did you mean prices?")
assert(failure(plan.apply, plan, { concurency = 2 }).message:find "did you mean concurrency?")
assert(failure(plan.apply, plan, { concurrency = 0 }).kind == "argument")
local _, slip = pcall(function()
  return plan:aply()
end)
assert(tostring(slip):find "did you mean plan:apply?", tostring(slip))

-- Show
local file = assert(io.tmpfile())
plan:show(file)
file:seek "set"
local text = file:read "a"
assert(text:find "all +4 +35 +35\n" and text:find("plan a, hash " .. plan:hash(), 1, true), text)

-- Apply
local status = plan:status()
assert(status.open == 35 and status.calls[1].state == "planned")
local result = plan:apply()
assert(#result.server_ids == 35 and #result.orders == 4 and result.orders[4].name == "a2-b01")
local rival = cph.plan("rival"):add(base { server_name = "a1", count = 25 })
err = failure(rival.apply, rival)
assert(err.code == "conflict" and err.message:find "is also in plan a", tostring(err))
assert(#cph.plan("empty"):apply().server_ids == 0, "an empty plan buys nothing")
