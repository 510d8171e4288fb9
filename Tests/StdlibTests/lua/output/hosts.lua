local require = ...
local hosts_of = require "cph.output.hosts"

local function server(id, name, public_ip, server_ip)
  return { server_id = id, server_name = name, addresses = { { public_ip = public_ip, server_ip = server_ip } } }
end

local hosts, without = hosts_of {
  server("1", "a", "1.2.3.4", "10.0.0.1"), server("2", "b", nil, "10.0.0.2"), server("3", "c"),
  server("4", "六", nil, "fe80::1"),
}
assert(#hosts == 3 and hosts[1].address == "1.2.3.4" and hosts[2].address == "10.0.0.2" and hosts[3].name == "六")
assert(#without == 1 and without[1] == "3 c")

local private = hosts_of({ server("1", "a", "1.2.3.4", "10.0.0.1") }, "private")
assert(private[1].address == "10.0.0.1")
local public, rest = hosts_of({ server("2", "b", nil, "10.0.0.2") }, "public")
assert(#public == 0 and rest[1] == "2 b")

-- What nobody knows is left out of the words
local _, unknown = hosts_of {
  { server_id = "9" }, { server_name = "n\n" }, { metadata = { order_id = "CS1" } }, {},
}
assert(table.concat(unknown, "; ") == "9; n\\n; a server of order CS1; a server without an id", unknown[2])

-- Names that are not of one kind, or not harmless
local twins = hosts_of { server("1", "a", "1.1.1.1"), server("2", "a", "1.1.1.2") }
assert(twins[1].name == "1" and twins[2].name == "2", "a name that two have is nobody's")
for _, name in ipairs { "-oProxyCommand=x", "a b", "a\nb", "*", "a\u{202E}b", "a\xff", "[a]", "", "a#b", "{{a}}" } do
  assert(hosts_of({ server("id", name, "1.1.1.1") })[1].name == "id", name)
end
assert(hosts_of({ { server_id = "id", addresses = { { server_ip = "1.1.1.1" } } } })[1].name == "id")
local none, bad = hosts_of {
  server("a b", "-x", "1.1.1.1"), server("1", "a", "1.1.1.1\nUser x"), server("2", "b", ":"),
}
assert(#none == 0 and #bad == 3, "what is no address is not one")

local _, err = cph.try(hosts_of, {}, "pubic")
assert(err.message == "the address is any, public or private, not pubic")

-- Names that stand for something else where they would be written
for _, name in ipairs {
  "localhost", "LOCALHOST", "localhost4", "github.com", "10.0.0.9", "all", "All", "ungrouped", "_meta", "ip6-localhost",
} do
  assert(hosts_of({ server("id", name, "1.1.1.1") })[1].name == "id", name)
  local _, out = hosts_of { server(name, name, "1.1.1.1") }
  assert(#out == 1, name .. " is no id either")
end
assert(hosts_of({ server("id", "Web", "1.1.1.1") }, "any", { web = true })[1].name == "id", "the case counts nowhere")
local cases = hosts_of { server("1", "a", "1.1.1.1"), server("2", "A", "1.1.1.2") }
assert(cases[1].name == "1" and cases[2].name == "2")
local crossed, left = hosts_of { server("1", "2", "1.1.1.1"), server("2", "b", "1.1.1.2") }
assert(#left == 0 and crossed[1].name == "1" and crossed[2].name == "b", "another's id is no name")

-- What a dry run made up is no host, with an address or without
local made_up
hosts, without, made_up = hosts_of {
  server("dry-run-1-1", "a", "1.2.3.4"), server("2", "b", "1.2.3.5"), { server_id = "dry-run-1-2" },
}
assert(#hosts == 1 and hosts[1].name == "b" and #without == 0 and made_up == 2)
