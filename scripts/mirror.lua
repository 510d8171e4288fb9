#!/usr/bin/env -S cph run
--- Writes what an account has as a catalogue for the emulator: models, stock, images, networks, key pairs, quotas.
---
---     cph --region cn-east-3 mirror.lua > account.json
---     cph --emulator --catalogue account.json plan.lua
---
--- It only reads. What the user may not read is left out, with a line on standard error, and then counts as unlimited.
--- The service does not say how many servers are left: edit `stock`, where `"servers": 3` means three.
local args = cph.args {
  summary = "Prints what the account has as a catalogue for cph --emulator --catalogue.",
  { "--compact", type = "flag", help = "print it on one line" },
}

--- All entries of a list, or nil when they may not be read.
---@param operation string
---@param query? table
---@return table[]?
local function all(operation, query)
  local entries = {}
  local ok, err = cph.try(function()
    for entry in cph.pages(operation, query) do
      entries[#entries + 1] = entry
    end
    return true
  end)
  if ok then
    return entries
  end
  cph.log.warning("left out: " .. tostring(err))
end

--- Zones and models on sale; how many there are nobody says.
---@return table[]?
local function stock()
  local entries = all "list_cloud_phone_server_model_offerings"
  for i, offering in ipairs(entries or {}) do
    entries[i] = {
      available_zone = offering.available_zone, server_model_name = offering.model_name,
      servers = offering.sell_status == "sellout" and 0 or nil,
    }
  end
  return entries
end

---@return table[]?
local function key_pairs()
  local entries = all "list_keypairs"
  for i, entry in ipairs(entries or {}) do
    entries[i] = { name = entry.keypair.name, type = entry.keypair.type, fingerprint = entry.keypair.fingerprint }
  end
  return entries
end

---@return table[]?
local function quotas()
  local answer, err = cph.try(cph.api.list_quotas, {})
  if answer then
    return answer.quotas and answer.quotas.resources
  end
  cph.log.warning("left out: " .. tostring(err))
end

local catalogue = {
  server_models = all "list_cloud_phone_server_models",
  stock = stock(),
  phone_models = all "list_cloud_phone_models",
  phone_images = all("list_cloud_phone_images", { image_type = "all" }),
  image_infos = all "list_images",
  vpcs = all "list_vpcs",
  subnets = all "list_subnets",
  publicips = all "list_publicips",
  bandwidths = all "list_bandwidths",
  band_widths = all "show_bandwidth_detail",
  keypairs = key_pairs(),
  images = all("ims_list_images", { virtual_env_type = "Ironic" }),
  enterprise_projects = all "list_enterprise_project",
  quotas = quotas(),
  scheduled_events = all "list_scheduled_events",
}
print(cph.json.encode(catalogue, not args.compact))
