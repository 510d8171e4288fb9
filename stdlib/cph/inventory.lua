--- Writes an Ansible inventory of servers, grouped by zone, model and plan: `cph.inventory.ini(servers)` and
--- `.yaml(servers)`.
---
---     local text = cph.inventory.ini({
---       { server_id = "1234", server_name = "game-1", availability_zone = "cn-east-3a",
---         addresses = { { server_ip = "10.0.0.5" } } },
---     }, { plan = "game", vars = { ansible_user = "root" } })
---     assert(text:find "game%-1 ansible_host=10.0.0.5" and text:find "%[zone_cn_east_3a%]\ngame%-1\n")
local require = ...
local counted = require "cph.output.counted"
local hosts_of = require "cph.output.hosts"

local inventory = {}

---@class (exact) cph.inventory.Options
---@field address? "any"|"public"|"private"  any, the public one first, when absent
---@field plan? string  the name of a group of all servers
---@field vars? table<string, string|number|boolean>  variables of all hosts

--- A server's fields that become variables of its host.
local FIELDS = { "server_id", "availability_zone", "server_model_name" }

--- Ansible calculates values with braces in them: of what comes from outside, only plain words pass.
---@param value any
---@return boolean
local function is_plain(value)
  return type(value) == "string" and #value <= 128 and value:find "^[%w._-]+$" ~= nil
end

---@param kind string
---@param name string
---@return string  letters, digits and underscores, as Ansible wants it
local function group_name(kind, name)
  return kind .. "_" .. name:gsub("[^%w]", "_")
end

---@param groups table<string, string[]>
---@param kind string
---@param name any
---@param host string
local function add(groups, kind, name, host)
  if type(name) == "string" and name ~= "" then
    local group = group_name(kind, name)
    groups[group] = groups[group] or {}
    table.insert(groups[group], host)
  end
end

---@param hosts cph.output.Host[]
---@param plan? string
---@return table<string, string[]>  names of hosts, by group
local function grouped(hosts, plan)
  local groups = {}
  for _, host in ipairs(hosts) do
    add(groups, "zone", host.server.availability_zone, host.name)
    add(groups, "model", host.server.server_model_name, host.name)
    add(groups, "plan", plan, host.name)
  end
  return groups
end

--- The names of all groups that these servers could be in, in small letters.
---@param servers cph.Server[]
---@param plan? string
---@return table<string, boolean>
local function group_names(servers, plan)
  local names = {}
  local function note(kind, name)
    if type(name) == "string" then
      names[group_name(kind, name):lower()] = true
    end
  end
  note("plan", plan)
  for _, server in ipairs(servers) do
    note("zone", server.availability_zone)
    note("model", server.server_model_name)
  end
  return names
end

---@param where string  the function
---@param vars table<string, any>
local function check_vars(where, vars)
  for name in cph.sorted(vars) do
    if not name:find "^[%a_][%w_]*$" then
      local problem = "bad argument #2 to %s (options.vars: %s is no name of a variable)"
      cph.raise { kind = "argument", message = problem:format(where, cph.visible(name)) }
    end
  end
end

---@param where string
---@param servers cph.Server[]
---@param options? cph.inventory.Options
---@return { hosts: cph.output.Host[], groups: table<string, string[]>, vars: table<string, any>, comments: string[] }
local function prepared(where, servers, options)
  options = options or {}
  check_vars(where, options.vars or {})
  local hosts, without, pretended = hosts_of(servers, options.address, group_names(servers, options.plan))
  local comments = {}
  for index, words in ipairs(without) do
    comments[index] = "# no address: " .. words
  end
  if pretended > 0 then
    comments[#comments + 1] = ("# dry run: %s not bought"):format(counted(pretended, "server"))
  end
  return { hosts = hosts, groups = grouped(hosts, options.plan), vars = options.vars or {}, comments = comments }
end

--- A value as both forms read it: a text in quotes, so that an id of digits stays a text.
---@param value any
---@return string
local function literal(value)
  if type(value) == "boolean" then
    return value and "True" or "False"
  end
  return cph.json.encode(value)
end

---@param host cph.output.Host
---@return string
local function ini_host(host)
  local parts = { host.name, "ansible_host=" .. host.address }
  for _, field in ipairs(FIELDS) do
    local value = host.server[field]
    if is_plain(value) then
      parts[#parts + 1] = ("%s='\"%s\"'"):format(field, value)
    end
  end
  return table.concat(parts, " ")
end

--- Writes the inventory in Ansible's INI form. A server without an address stands in a comment.
---@param servers cph.Server[]
---@param options? cph.inventory.Options
---@return string
function inventory.ini(servers, options)
  local all = prepared("cph.inventory.ini", servers, options)
  local lines = all.comments
  for _, host in ipairs(all.hosts) do
    lines[#lines + 1] = ini_host(host)
  end
  for group, names in cph.sorted(all.groups) do
    lines[#lines + 1] = ("\n[%s]"):format(group)
    table.move(names, 1, #names, #lines + 1, lines)
  end
  if next(all.vars) then
    lines[#lines + 1] = "\n[all:vars]"
  end
  for name, value in cph.sorted(all.vars) do
    lines[#lines + 1] = name .. "=" .. literal(value)
  end
  return table.concat(lines, "\n") .. "\n"
end

---@param lines string[]
---@param host cph.output.Host
local function add_yaml_host(lines, host)
  lines[#lines + 1] = ("    %s:"):format(cph.json.encode(host.name))
  lines[#lines + 1] = "      ansible_host: " .. cph.json.encode(host.address)
  for _, field in ipairs(FIELDS) do
    local value = host.server[field]
    if is_plain(value) then
      lines[#lines + 1] = ("      %s: %s"):format(field, cph.json.encode(value))
    end
  end
end

--- Writes the inventory as YAML. A server without an address stands in a comment.
---@param servers cph.Server[]
---@param options? cph.inventory.Options
---@return string
function inventory.yaml(servers, options)
  local all = prepared("cph.inventory.yaml", servers, options)
  local lines = all.comments
  table.move({ "all:", "  hosts:" .. (#all.hosts == 0 and " {}" or "") }, 1, 2, #lines + 1, lines)
  for _, host in ipairs(all.hosts) do
    add_yaml_host(lines, host)
  end
  lines[#lines + 1] = "  children:" .. (next(all.groups) and "" or " {}")
  for group, names in cph.sorted(all.groups) do
    lines[#lines + 1] = ("    %s:\n      hosts:"):format(group)
    for _, name in ipairs(names) do
      lines[#lines + 1] = ("        %s: {}"):format(cph.json.encode(name))
    end
  end
  lines[#lines + 1] = "  vars:" .. (next(all.vars) and "" or " {}")
  for name, value in cph.sorted(all.vars) do
    lines[#lines + 1] = ("    %s: %s"):format(name, cph.json.encode(value))
  end
  return table.concat(lines, "\n") .. "\n"
end

return inventory
