local body = {
  server_name = "one",
  server_model_name = "physical.rx2.32xlarge.4",
  order_param = { period_type = 2, period_num = 1, is_auto_pay = 1 },
  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
  public_ip = cph.public_ip.none(),
  keypair_name = "k",
}
local answer = cph.servers.create(body)
assert(#answer.server_ids == 1, "count is 1 where it is left out")
assert(body.count == nil and body.order_param.charging_mode == nil, "the caller's table is left alone")

local server = cph.servers.show(answer.server_ids[1])
assert(server.server_name == "one" and server.metadata.order_id == answer.order_id)

local list = cph.servers.list { server_name = "one" }
assert(#list == 1 and list[1].server_id == answer.server_ids[1])
assert(#cph.servers.list { server_name = "two" } == 0)
assert(#cph.servers.list() == 1)

local heir = cph.servers.create(setmetatable({ server_name = "heir" }, { __index = body }))
assert(cph.servers.show(heir.server_ids[1]).keypair_name == "k", "inherited fields count")
local built = cph.servers.complete(cph.models.CreateServer(cph.servers.complete(body)))
assert(built.count == 1 and built.order_param.charging_mode == 0, "a model's value can be completed")

local _, err = cph.try(cph.servers.create, { server_name = "x" })
assert(err.kind == "argument" and #err.problems == 5, tostring(err))
_, err = cph.try(cph.servers.create, "x")
assert(err.kind == "argument", tostring(err))
_, err = cph.try(cph.servers.show, "ffffffffffffffffffffffffffffffff")
assert(err.kind == "api" and err.operation == "show_cloud_phone_server_detail", tostring(err))

local words = { [0] = "creating", [4] = "creating", [5] = "normal", [8] = "frozen", [6] = "unknown(6)" }
for status, word in cph.sorted(words) do
  assert(cph.servers.state(status) == word)
end
assert(#cph.servers.wait({}) == 0)
local waited = cph.servers.wait(answer, { done = { 0, 5 }, tell = function() end })
assert(waited[1].server_id == answer.server_ids[1] and waited[1].state, "an answer can be waited for")
assert(#cph.servers.wait(cph.servers.list(), { done = { 0, 5 }, tell = function() end }) == 2, "and so can a list")
