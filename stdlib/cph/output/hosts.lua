--- Servers as hosts that other tools log in to: a name, an address, and what to group by. `cph.inventory` and
--- `cph.ssh_config` are made of it.
---
---     local hosts_of = require "cph.output.hosts"
---     local addresses = { { server_ip = "10.0.0.5" } }
---     local hosts = hosts_of { { server_id = "1234", server_name = "game-1", addresses = addresses } }
---     assert(hosts[1].name == "game-1" and hosts[1].address == "10.0.0.5")

local require = ...
local is_pretended = require "cph.output.pretended"

---@class cph.output.Host
---@field name string  the server's own where it is one of a kind and harmless, else its id
---@field address string
---@field server cph.Server

local ADDRESSES = { any = { "public_ip", "server_ip" }, public = { "public_ip" }, private = { "server_ip" } }

--- Names come from outside: what a tool takes for an option, a pattern or a second line is no name.
---@param text any
---@return boolean
local function is_name(text)
  if type(text) ~= "string" or not text:find "^[%w_\x80-\xff][%w_.\x80-\xff-]*$" then
    return false
  end
  return cph.visible(text) == text
end

--- Names that mean something already to ssh, Ansible or the machine. Those with a dot are names of other hosts, or
--- addresses.
local RESERVED = {
  all = true, ungrouped = true, _meta = true, hosts = true, children = true, vars = true, none = true,
  ["ip6-localhost"] = true, ["ip6-loopback"] = true,
}

--- Whether a name stands for no other host, or group of hosts, than this one; ssh looks at no case.
---@param name string
---@param taken table<string, boolean>
---@return boolean
local function is_free(name, taken)
  local lower = name:lower()
  return not (lower:find("%.") or lower:find "^localhost" or RESERVED[lower] or taken[lower])
end

---@param text any
---@return boolean
local function is_address(text)
  return type(text) == "string" and #text <= 45 and text:find "^[%x:.]+$" ~= nil and text:find "%x" ~= nil
end

---@param server cph.Server
---@param fields string[]
---@return string?
local function address(server, fields)
  for _, field in ipairs(fields) do
    for _, candidate in ipairs(type(server.addresses) == "table" and server.addresses or {}) do
      if type(candidate) == "table" and is_address(candidate[field]) then
        return candidate[field]
      end
    end
  end
end

--- How often each name or id stands for a server, whatever its case.
---@param servers cph.Server[]
---@return table<string, integer>
local function counted(servers)
  local counts = {}
  local function count(text)
    local key = type(text) == "string" and text:lower() or ""
    counts[key] = (counts[key] or 0) + 1
  end
  for _, server in ipairs(servers) do
    count(server.server_name)
    if server.server_id ~= server.server_name then
      count(server.server_id)
    end
  end
  return counts
end

--- The servers that there are, and how many a dry run made up.
---@param servers cph.Server[]
---@return cph.Server[] real
---@return integer pretended
local function without_pretended(servers)
  local real = {}
  for _, server in ipairs(servers) do
    if not is_pretended(server.server_id) then
      real[#real + 1] = server
    end
  end
  return real, #servers - #real
end

--- A server in a word: what is known of its id and its name.
---@param server cph.Server
---@return string
local function words_of(server)
  local words = {}
  for _, text in ipairs { server.server_id or false, server.server_name or false } do
    words[#words + 1] = text and cph.visible(tostring(text)) or nil
  end
  local order = not words[1] and type(server.metadata) == "table" and server.metadata.order_id
  words[1] = words[1] or (order and "a server of order " .. cph.visible(tostring(order)) or "a server without an id")
  return table.concat(words, " ")
end

--- The servers that have an address, in their order, and those that have none, in words. What a dry run made up
--- is neither.
---@param servers cph.Server[]  as `cph.servers.list` and `cph.servers.wait` give them
---@param which? "any"|"public"|"private"  the address to use; any, the public one first, when absent
---@param taken? table<string, boolean>  names in small letters that stand for something else there
---@return cph.output.Host[] hosts
---@return string[] without
---@return integer pretended  servers that a dry run made up
local function hosts(servers, which, taken)
  local fields = ADDRESSES[which or "any"]
  if not fields then
    cph.raise {
      kind = "argument", code = "option",
      message = ("the address is any, public or private, not %s"):format(tostring(which)),
    }
  end
  local real, pretended = without_pretended(servers)
  local counts, result, without = counted(real), {}, {}
  local function is_own(text)
    return is_name(text) and counts[text:lower()] == 1 and is_free(text, taken or {})
  end
  for _, server in ipairs(real) do
    local place = address(server, fields)
    local name = is_own(server.server_name) and server.server_name or is_own(server.server_id) and server.server_id
    if place and name then
      result[#result + 1] = { name = name, address = place, server = server }
    else
      without[#without + 1] = words_of(server)
    end
  end
  return result, without, pretended
end

return hosts
