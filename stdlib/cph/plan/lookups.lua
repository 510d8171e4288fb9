--- What purchases depend on, read from the services: each thing once, several at a time.
--- `plan:check` is made of it.
---
---     local lookups = require "cph.plan.lookups"
---     local found = lookups { key_pair = { ["KeyPair-1d1d-wy"] = true } }
---     assert(found.key_pair["KeyPair-1d1d-wy"].value and #found.unchecked == 0)
local require = ...
local walk = require "cph.lists.walk"

---@class cph.plan.lookups.Entry
---@field value? any  what the service answered
---@field is_missing? boolean  the service says that there is none

---@class cph.plan.lookups.Unchecked
---@field what string  such as "subnets"
---@field message string
---@field hint? string

local LIMIT = 8 -- reads at a time
local MOST_PAGES = 20 -- of one list

---@param what string
local function missing(what)
  local _, err = cph.try(cph.raise, { kind = "api", message = "no " .. what })
  err.http_status = 404
  error(err, 0)
end

--- The servers whose names have `part` in them. The second field says whether these are all.
---@param part string
---@return { servers: cph.Server[], is_complete: boolean }
local function servers_named(part)
  local servers, is_complete = walk("list_cloud_phone_servers", { server_name = part }):rest(MOST_PAGES)
  return { servers = servers, is_complete = is_complete }
end

---@param kind string
---@return table
local function quota(kind)
  local answer = cph.api.list_quotas { type = kind }
  local resources = answer.quotas and answer.quotas.resources or {}
  return resources[1] or missing "quota"
end

--- How each kind of thing is read, and what it is called when it can't be.
local KINDS = {
  { "stock", "stock of server models", function()
    return (walk("list_cloud_phone_server_model_offerings", { limit = 1000 }):rest(MOST_PAGES))
  end },
  { "model", "server models", function()
    return (walk("list_cloud_phone_server_models"):rest(MOST_PAGES))
  end },
  { "subnet", "subnets", function(id)
    return cph.api.show_subnet({ subnet_id = id }).subnet
  end },
  { "eip", "elastic IPs", function(id)
    return cph.api.show_publicip({ publicip_id = id }).publicip
  end },
  { "bandwidth", "bandwidths", function(id)
    return cph.api.show_bandwidth({ bandwidth_id = id }).bandwidth
  end },
  { "key_pair", "key pairs", function(name)
    return cph.api.list_keypair_detail({ keypair_name = name }).keypair
  end },
  { "image", "images", function(id)
    return (cph.api.ims_list_images({ id = id }).images or {})[1] or missing "image"
  end },
  { "enterprise_project", "enterprise projects", function(id)
    return cph.api.show_enterprise_project({ enterprise_project_id = id }).enterprise_project
  end },
  { "quota", "quotas", quota },
  { "name", "names", servers_named },
}

---@param wanted table<string, table<string, true>>
---@return table[] reads  in the order of the kinds, then of the ids
local function reads_of(wanted)
  local reads = {}
  for _, kind in ipairs(KINDS) do
    for id in cph.sorted(wanted[kind[1]] or {}) do
      reads[#reads + 1] = { kind = kind[1], words = kind[2], read = kind[3], id = id }
    end
  end
  return reads
end

--- Whether the service answered that there is no such thing. The gateway's 404 means that there is no such service.
---@param err table
---@return boolean
local function says_missing(err)
  return err.kind == "argument" or err.http_status == 404 and not tostring(err.code):find "^APIGW"
end

--- Reads one thing. What is wrong with the script or with the credentials is raised, everything else is noted.
---@param read table
---@return cph.plan.lookups.Entry?
---@return table? err
local function attempt(read)
  local value, err = cph.try(read.read, read.id)
  if value ~= nil then
    return { value = value }
  elseif err == nil or type(err) == "table" and says_missing(err) then
    return { is_missing = true }
  elseif type(err) ~= "table" or err.kind == "denied" or err.kind == "cancelled" then
    error(err, 0)
  end
  return nil, err
end

--- Everything in `wanted`, by kind and id: subnet, eip, bandwidth, key_pair, image, enterprise_project and quota by
--- their ids or names, `name` by a part of servers' names, stock and model as a whole by any id. What could not be read
--- is absent, and `unchecked` says why, once for each kind.
---@param wanted table<string, table<string, true>>
---@return { unchecked: cph.plan.lookups.Unchecked[], [string]: table<string, cph.plan.lookups.Entry> }
local function lookups(wanted)
  local reads, found, failed = reads_of(wanted), { unchecked = {} }, {}
  for _, kind in ipairs(KINDS) do
    found[kind[1]] = {}
  end
  cph.parallel(reads, { limit = LIMIT }, function(read)
    local entry, err = attempt(read)
    found[read.kind][read.id] = entry
    failed[read.kind] = failed[read.kind] or err
  end)
  for _, kind in ipairs(KINDS) do
    local err = failed[kind[1]]
    if err then
      table.insert(found.unchecked, { what = kind[2], message = err.message, hint = err.hint })
    end
  end
  return found
end

return lookups
