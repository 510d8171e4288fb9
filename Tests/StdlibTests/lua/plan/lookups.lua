local require = ...
local lookups = require "cph.plan.lookups"

-- luacheck: globals cph
local asked = {}
local function play(name, answer)
  cph.api[name] = function(query)
    asked[#asked + 1] = name
    return answer(query)
  end
end

local function fail(status, code, message, hint)
  local _, err = cph.try(cph.raise, { kind = "api", code = code, message = message, hint = hint })
  err.http_status = status
  error(err, 0)
end

-- Each thing once, pages to their end
play("show_subnet", function(query)
  return { subnet = { id = query.subnet_id } }
end)
play("list_cloud_phone_server_model_offerings", function(query)
  local next = ({ [""] = "p2", p2 = "p3", p3 = "p3" })[query.marker or ""]
  return { models = { { model_name = query.marker or "p1" } }, page_info = { next_marker = next } }
end)
local found = lookups { subnet = { a = true, b = true }, stock = { all = true } }
assert(#asked == 2 + 3, "a marker that does not change is the end")
assert(found.subnet.b.value.id == "b" and #found.stock.all.value == 3 and #found.unchecked == 0)

-- What does not exist, and what may not be looked at
play("show_subnet", function(query)
  if query.subnet_id == "none" then
    fail(404, "VPC.0202", "no subnet")
  elseif query.subnet_id == "gateway" then
    fail(404, "APIGW.0101", "no such API")
  end
  fail(403, "VPC.0013", "forbidden", "grant vpc:subnets:get to the user")
end)
play("ims_list_images", function()
  return { images = {} }
end)
play("list_keypair_detail", function()
  return {}
end)
found = lookups {
  subnet = { none = true, x = true, y = true }, image = { i = true }, key_pair = { k = true },
}
assert(found.subnet.none.is_missing and found.subnet.x == nil and found.image.i.is_missing)
assert(found.key_pair.k.is_missing, "an answer without the thing is none")
assert(#found.unchecked == 1 and found.unchecked[1].what == "subnets" and found.unchecked[1].message == "forbidden")
assert(found.unchecked[1].hint == "grant vpc:subnets:get to the user")
found = lookups { subnet = { gateway = true } }
assert(not found.subnet.gateway and found.unchecked[1].message == "no such API")

-- Names, and how many of them
local servers = {}
for index = 1, 2500 do
  servers[index] = { server_name = "n" .. index }
end
play("list_cloud_phone_servers", function(query)
  assert(query.server_name == "n")
  return { count = #servers, servers = table.move(servers, query.offset + 1, query.offset + query.limit, 1, {}) }
end)
asked = {}
found = lookups { name = { n = true } }
assert(#found.name.n.value.servers == 2000 and not found.name.n.value.is_complete and #asked == 20)
servers = { table.unpack(servers, 1, 100) }
asked = {}
found = lookups { name = { n = true } }
assert(found.name.n.value.is_complete and #asked == 1)

-- Without credentials there is nothing to ask, and an error of the program is not hidden
play("show_bandwidth", function()
  cph.raise { kind = "denied", message = "no credentials" }
end)
local _, err = cph.try(lookups, { bandwidth = { b = true } })
assert(err.kind == "denied")
play("show_bandwidth", function()
  error "slip"
end)
assert(not pcall(lookups, { bandwidth = { b = true } }))
