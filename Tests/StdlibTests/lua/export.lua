-- luacheck: globals cph
local records = {
  {
    name = "a-b01", state = "accepted", server_ids = { "1", "2" }, count = 2, order_id = "CS1", months = 3,
    sent_at = 1767323045000, created_at = 1767323045000,
    request = { availability_zone = "z1", server_model_name = "m", nics = { { subnet_id = "s" } }, keypair_name = "k" },
  },
  { name = "a-b02", state = "in_doubt", in_doubt = true, server_ids = {}, count = 5, months = 1, request = {} },
}
assert(cph.export("csv", records) == table.concat({
  "server_id,purchase,state,order_id,availability_zone,server_model_name,subnet_id,keypair_name,months,sent_at",
  "1,a-b01,accepted,CS1,z1,m,s,k,3,2026-01-02T03:04:05Z",
  "2,a-b01,accepted,CS1,z1,m,s,k,3,2026-01-02T03:04:05Z",
  ",a-b02,in_doubt,,,,,,1,", "",
}, "\r\n"))
assert(cph.jsonl.decode(cph.export("jsonl", records))[2].in_doubt == true)
assert(cph.export("markdown", records):find("| a-b02 | in doubt | 0/5 |", 1, true))

-- Where the servers are, the service says
local body = {
  server_name = "web", server_model_name = "m", order_param = cph.order.months(1), keypair_name = "k", count = 2,
  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" }, public_ip = cph.public_ip.none(),
}
local answer = cph.servers.create(body)
records = { { name = "web", state = "accepted", server_ids = answer.server_ids, count = 2, request = body } }
for _, format in ipairs { "ansible", "ssh" } do
  local text = cph.export(format, records)
  for index, id in ipairs(answer.server_ids) do
    local is_there = text:find(("web-%04d"):format(index), 1, true) or text:find(id, 1, true)
    assert(is_there, text)
  end
end
records[1].server_ids = { "ffffffffffffffffffffffffffffffff" }
assert(cph.export("ssh", records):find "^# no address: ffffffffffffffffffffffffffffffff")
assert(cph.export("ssh", records) == "# no address: ffffffffffffffffffffffffffffffff\n")
assert(cph.export("ansible", {}) == "\n")

-- Servers that were given back are in no list of servers, nor is what is about others a purchase
records = { { name = "web", state = "accepted", server_ids = answer.server_ids, count = 2, request = body } }
local back = {}
local function give_back(id)
  back[#back + 1] = {
    name = ("unsubscribe:%s:2027-01-01T00:00:00Z"):format(id), kind = "unsubscribe", state = "accepted", server_id = id,
    server_ids = {}, count = 0, request = {},
  }
end
local list = cph.ledger.list
cph.ledger.list = function(filter)
  assert(filter.prefix ~= nil)
  return filter.prefix == "unsubscribe:" and back or {}
end
give_back(answer.server_ids[1])
for _, format in ipairs { "csv", "ansible", "ssh" } do
  local text = cph.export(format, records)
  assert(not text:find(answer.server_ids[1], 1, true) and not text:find("nil", 1, true), text)
  assert(text:find "web" and not text:find("web-0001", 1, true), text)
end
assert(not cph.export("csv", back):find "unsubscribe" and cph.export("jsonl", back):find "unsubscribe")
give_back(answer.server_ids[2])
assert(#cph.csv.decode(cph.export("csv", records), { header = true }) == 0 and cph.export("ansible", records) == "\n")
cph.ledger.list = list

-- Of an order that was never paid and can't be any more, there are no servers
records = { {
  name = "late", state = "expired", order_status = "expired", server_ids = { "1" }, count = 1, request = body,
} }
assert(cph.export("csv", records):find "\r\n,late,expired," and cph.export("ssh", records) == "")

local _, err = cph.try(cph.export, "xml")
assert(err.message:find('"markdown" or "ansible" or "ssh" expected, got "xml"', 1, true), err.message)

-- What a dry run made up is left out of every form
records = { { name = "a", state = "accepted", server_ids = { "dry-run-1-1" }, count = 1, order_id = "dry-run-1" } }
for _, format in ipairs { "csv", "jsonl", "markdown", "ansible", "ssh" } do
  assert(not cph.export(format, records):find("dry-run", 1, true), format)
end
