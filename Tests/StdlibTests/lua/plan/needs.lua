local require = ...
local needs = require "cph.plan.needs"

local function body(fields)
  fields.nics = fields.nics or { { subnet_id = "s1" } }
  fields.keypair_name = fields.keypair_name or "k"
  return fields
end

local rows = {
  { name = "a", body = body { count = 25 } }, { name = "broken" }, { name = "b", body = body { count = 10 } },
  { name = "c", body = body { count = 10 } },
}
local function call(name, count)
  return { server_name = name, count = count }
end
local calls = {
  call("a-b01", 10), call("a-b02", 10), call("a-b03", 5), call("b-b01", 10), call("c-b01", 10), call("?", 1),
}
local records = {
  ["a-b01"] = { may_send = false }, ["a-b02"] = { may_send = true }, ["b-b01"] = { may_send = false },
}
local open = needs.open_rows(rows, calls, records)
assert(#open == 2 and open[1].row.name == "a" and open[1].index == 1 and open[1].servers == 15)
assert(table.concat(open[1].names, " ") == "a-b02 a-b03" and open[2].row.name == "c" and open[2].servers == 10)

local function wanted(fields)
  local found = {}
  local all = needs.wanted { { row = { name = "a" }, body = body(fields) } }
  for kind, ids in cph.sorted(all) do
    for id in cph.sorted(ids) do
      found[#found + 1] = kind .. ":" .. id
    end
  end
  return table.concat(found, " ")
end
assert(wanted {} == "key_pair:k name:a stock:all subnet:s1")
assert(wanted { image_id = "i", enterprise_project_id = "0", data_volume = {} }
  == "image:i key_pair:k model:all name:a stock:all subnet:s1")
assert(wanted { enterprise_project_id = "e", nics = { { subnet_id = "s1" }, { subnet_id = "s2" } } }
  == "enterprise_project:e key_pair:k name:a stock:all subnet:s1 subnet:s2")
assert(wanted { public_ip = { ids = { "x" }, count = 1 } } == "eip:x key_pair:k name:a stock:all subnet:s1")
assert(wanted { public_ip = { count = 1, band_width = { band_width_share_type = 1, band_width_id = "w" } } }
  == "bandwidth:w key_pair:k name:a quota:publicIp stock:all subnet:s1")
assert(wanted { public_ip = { count = 0, band_width = { band_width_share_type = 0, band_width_id = "w" } } }
  == "key_pair:k name:a stock:all subnet:s1", "what has no effect is not looked at")
assert(wanted { nics = { { subnet_id = "s", ipv6_enable = true, ipv6_band_width_id = "v6" } } }
  == "bandwidth:v6 key_pair:k name:a stock:all subnet:s")
assert(next(needs.wanted {}) == nil)

-- A few names are looked for by themselves, many by what they begin with
local function names(count)
  local list = {}
  for index = 1, count do
    list[index] = { row = { name = ("云game-%d"):format(index) }, body = body {} }
  end
  local parts = {}
  for part in cph.sorted(needs.wanted(list).name) do
    parts[#parts + 1] = part
  end
  return parts
end
assert(#names(20) == 20 and table.concat(names(21)) == "云game-")
