--- Writes entries for `~/.ssh/config`, or a file that it includes: `cph.ssh_config(servers, options)`.
---
---     local server = { server_id = "1234", server_name = "game-1", keypair_name = "ops" }
---     server.addresses = { { server_ip = "10.0.0.5" } }
---     local text = cph.ssh_config({ server }, { user = "root", key_folder = "~/.ssh" })
---     assert(text:find "Host game%-1\n  HostName 10.0.0.5\n  User root\n  IdentityFile ~/.ssh/ops.pem\n")
local require = ...
local counted = require "cph.output.counted"
local hosts_of = require "cph.output.hosts"

---@class (exact) cph.ssh_config.Options
---@field address? "any"|"public"|"private"  any, the public one first, when absent
---@field user? string
---@field identity_file? string  the private key for all of them
---@field key_folder? string  where each key pair's private key is, as NAME.pem
---@field jump? string  the host to go through: ProxyJump

--- A value as the file takes it.
---@param name string
---@param value string
---@return string
local function argument(name, value)
  if value == "" or value:find '["%c]' then
    local problem = "bad argument #2 to cph.ssh_config (options.%s: holds what no line of the file can)"
    cph.raise { kind = "argument", message = problem:format(name) }
  end
  return value:find " " and '"' .. value .. '"' or value
end

---@param server cph.Server
---@param options cph.ssh_config.Options
---@return string?
local function identity(server, options)
  if options.identity_file then
    return argument("identity_file", options.identity_file)
  end
  local key = server.keypair_name
  if options.key_folder and type(key) == "string" and key:find "^[%w_][%w_.-]*$" then
    return argument("key_folder", ("%s/%s.pem"):format(options.key_folder:gsub("/+$", ""), key))
  end
end

---@param host cph.output.Host
---@param options cph.ssh_config.Options
---@return string
local function entry(host, options)
  local lines = { "Host " .. host.name, "  HostName " .. host.address }
  local function add(keyword, value)
    if value then
      lines[#lines + 1] = ("  %s %s"):format(keyword, value)
    end
  end
  add("User", options.user and argument("user", options.user))
  local key = identity(host.server, options)
  add("IdentityFile", key)
  add("IdentitiesOnly", key and "yes")
  add("ProxyJump", options.jump and argument("jump", options.jump))
  return table.concat(lines, "\n") .. "\n"
end

--- An entry for each server that has an address; the others stand in comments.
---@param servers cph.Server[]
---@param options? cph.ssh_config.Options
---@return string
local function ssh_config(servers, options)
  options = options or {}
  -- An entry for the host to go through would send everything through the server.
  local jump = options.jump and options.jump:lower():gsub("^.*@", ""):gsub(":.*$", "")
  local hosts, without, pretended = hosts_of(servers, options.address, jump and { [jump] = true })
  local parts = {}
  for _, words in ipairs(without) do
    parts[#parts + 1] = "# no address: " .. words .. "\n"
  end
  if pretended > 0 then
    parts[#parts + 1] = ("# dry run: %s not bought\n"):format(counted(pretended, "server"))
  end
  for _, host in ipairs(hosts) do
    parts[#parts + 1] = entry(host, options)
  end
  return table.concat(parts, "\n")
end

return ssh_config
