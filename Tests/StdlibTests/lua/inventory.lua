local servers = {
  { server_id = "12345678901234567890123456789012", server_name = "game-1", availability_zone = "cn-east-3a",
    server_model_name = "physical.rx2.32xlarge.4", addresses = { { public_ip = "1.2.3.4", server_ip = "10.0.0.1" } } },
  { server_id = "1e10", server_name = "game-2", availability_zone = "cn-east-3b",
    server_model_name = "physical.rx2.32xlarge.4", addresses = { { server_ip = "10.0.0.2" } } },
  { server_id = "3", server_name = "game\n3" },
}
local vars = { ansible_user = "root", ansible_port = 22, quiet = true }
local options = { plan = "game eu", address = "private", vars = vars }
local text = cph.inventory.ini(servers, options)
assert(text == [[
# no address: 3 game\n3
game-1 ansible_host=10.0.0.1 server_id='"12345678901234567890123456789012"' availability_zone='"cn-east-3a"' ]] ..
  [[server_model_name='"physical.rx2.32xlarge.4"'
game-2 ansible_host=10.0.0.2 server_id='"1e10"' availability_zone='"cn-east-3b"' ]] ..
  [[server_model_name='"physical.rx2.32xlarge.4"'

[model_physical_rx2_32xlarge_4]
game-1
game-2

[plan_game_eu]
game-1
game-2

[zone_cn_east_3a]
game-1

[zone_cn_east_3b]
game-2

[all:vars]
ansible_port=22
ansible_user="root"
quiet=True
]], text)

local yaml = cph.inventory.yaml(servers, options)
assert(yaml:find('\n    "game-2":\n      ansible_host: "10.0.0.2"\n      server_id: "1e10"\n', 1, true), yaml)
assert(yaml:find('\n    zone_cn_east_3b:\n      hosts:\n        "game-2": {}\n', 1, true), yaml)
assert(yaml:find('\n  vars:\n    ansible_port: 22\n    ansible_user: "root"\n    quiet: true\n', 1, true), yaml)
assert(cph.inventory.yaml {} == "all:\n  hosts: {}\n  children: {}\n  vars: {}\n")
assert(cph.inventory.ini {} == "\n")

-- What Ansible would calculate does not come through
local hostile = cph.inventory.ini { { server_id = "{{ lookup('pipe', 'id') }}", server_name = "x",
  availability_zone = "z'\" ansible_connection=local", addresses = { { server_ip = "10.0.0.1" } } } }
assert(not hostile:find "lookup" and not hostile:find "ansible_connection=local", hostile)

local _, err = cph.try(cph.inventory.ini, {}, { vars = { ["a b"] = 1 } })
assert(err.message == "bad argument #2 to cph.inventory.ini (options.vars: a b is no name of a variable)", err.message)
_, err = cph.try(cph.inventory.yaml, {}, { vars = { a = {} } })
assert(err.message:find "options.vars.a: string or number or boolean expected, got table")
_, err = cph.try(cph.inventory.ini, {}, { plann = "x" })
assert(err.message:find "did you mean plan?")

-- A group's own name is no host's
local same = { server_id = "9", server_name = "plan_game", addresses = { { server_ip = "10.0.0.9" } } }
assert(cph.inventory.ini({ same }, { plan = "game" }):find "^9 ansible_host=10.0.0.9")
same = { server_id = "9", server_name = "ZONE_a", availability_zone = "a", addresses = { { server_ip = "10.0.0.9" } } }
assert(cph.inventory.yaml({ same }):find '\n    "9":\n')

-- What a dry run made up is counted, and no more
local dry = cph.inventory.ini { { server_id = "dry-run-1-1", addresses = { { server_ip = "10.0.0.5" } } } }
assert(dry == "# dry run: 1 server not bought\n", dry)
