local servers = {
  { server_id = "1", server_name = "game-1", keypair_name = "ops", addresses = { { server_ip = "10.0.0.1" } } },
  { server_id = "2", server_name = "game-2", keypair_name = "../x", addresses = { { server_ip = "10.0.0.2" } } },
  { server_id = "3\n", server_name = "game-3" },
}
assert(cph.ssh_config(servers, { user = "root", key_folder = "~/my keys/", jump = "bastion" }) == [[
# no address: 3\n game-3

Host game-1
  HostName 10.0.0.1
  User root
  IdentityFile "~/my keys/ops.pem"
  IdentitiesOnly yes
  ProxyJump bastion

Host game-2
  HostName 10.0.0.2
  User root
  ProxyJump bastion
]])
assert(cph.ssh_config({ servers[1] }) == "Host game-1\n  HostName 10.0.0.1\n")
assert(cph.ssh_config({ servers[2] }, { identity_file = "k" }):find "IdentityFile k\n  IdentitiesOnly yes")
assert(cph.ssh_config {} == "")
for _, value in ipairs { "", "a\nProxyCommand x", 'a"b' } do
  local _, err = cph.try(cph.ssh_config, servers, { user = value })
  assert(err.message == "bad argument #2 to cph.ssh_config (options.user: holds what no line of the file can)")
end

-- The host to go through is no server's name
local bastion = { server_id = "9", server_name = "bastion", addresses = { { server_ip = "10.0.0.9" } } }
for _, jump in ipairs { "bastion", "ops@Bastion", "bastion:22" } do
  assert(cph.ssh_config({ bastion }, { jump = jump }):find "^Host 9\n", jump)
end

-- What a dry run made up is counted, and no more
local dry = cph.ssh_config { { server_id = "dry-run-1-1", addresses = { { server_ip = "10.0.0.5" } } } }
assert(dry == "# dry run: 1 server not bought\n", dry)
