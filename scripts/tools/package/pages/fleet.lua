-- Buys a part of a fleet: name, zone, servers, months (below zero: and they renew themselves), subnet, model.
local name, zone, count, months, subnet, model = table.unpack(arg)
local length = assert(math.tointeger(months))
local plan = cph.plan(name)
plan:add {
  server_name = name .. "-" .. zone:sub(-2), server_model_name = model, keypair_name = "KeyPair-ops",
  count = assert(math.tointeger(count)), availability_zone = zone, nics = { cph.nic(subnet) },
  order_param = cph.order.months(math.abs(length), { pay = true, renew = length < 0 }),
  public_ip = cph.public_ip.none(),
}
plan:apply()
