local fields = {
  server_model_name = "m",
  order_param = { period_type = 2, period_num = 1 },
  nics = { { subnet_id = "a" } },
}
local base = cph.template(fields)

local body = base {
  server_name = "one",
  order_param = { period_num = 3 },
  nics = { { subnet_id = "b" }, { subnet_id = "c" } },
}
assert(body.server_name == "one" and body.server_model_name == "m")
assert(body.order_param.period_type == 2 and body.order_param.period_num == 3, "nested tables are merged")
assert(#body.nics == 2 and body.nics[1].subnet_id == "b", "lists are replaced")

body.order_param.period_type = 3
body.nics[1].subnet_id = "x"
assert(base().order_param.period_type == 2 and base().nics[1].subnet_id == "a", "results share nothing")
fields.order_param.period_num = 9
assert(base().order_param.period_num == 1, "the template keeps its own copy")

local shorter = base { nics = { { subnet_id = "only" } } }
assert(#shorter.nics == 1)

for _, wrong in ipairs { 1, "x", true } do
  assert(not pcall(cph.template, wrong) and not pcall(base, wrong))
end
local circle = {}
circle.self = circle
local ok, message = pcall(cph.template, circle)
assert(not ok and tostring(message):find "a table contains itself", message)
