--- Builds `public_ip`: no elastic IP, a new one, or an existing one.
---
---     local public_ip = cph.public_ip.new("5_bgp", { band_width_size = 300 })
---     assert(public_ip.count == 1 and public_ip.band_width.band_width_size == 300)
local public_ip = {}

local DEDICATED, SHARED = 0, 1
local BY_TRAFFIC = 1 -- as in the example of Huawei's page

--- The service wants a bandwidth also where no EIP is asked for; this is the smallest.
local SMALLEST = 1 -- Mbit/s

---@param fields? cph.BandWidth  fields to set or replace
---@return cph.BandWidth
local function band_width(fields)
  local result = { band_width_charge_mode = BY_TRAFFIC, band_width_share_type = DEDICATED }
  if fields and fields.band_width_id then
    result.band_width_share_type = SHARED
  end
  for name, value in pairs(fields or {}) do
    result[name] = value
  end
  return result
end

--- Leaves EIPs out: the servers are reached through their subnet.
---@return cph.PublicIP
function public_ip.none()
  return { count = 0, band_width = band_width { band_width_size = SMALLEST } }
end

--- Makes a new EIP for each server. The bandwidth is dedicated and charged by traffic where `fields` does not say
--- otherwise; with `band_width_id` it is shared.
---@param type string  5_telcom, 5_union, 5_bgp or 5_sbgp; regions differ in what they offer
---@param fields cph.BandWidth  at least `band_width_size` in Mbit/s, or `band_width_id`
---@return cph.PublicIP
function public_ip.new(type, fields)
  return { type = type, count = 1, band_width = band_width(fields) }
end

--- Uses an EIP that exists and is bound to nothing. It can serve one server only.
---@param id string  ID of the EIP
---@param fields? cph.BandWidth
---@return cph.PublicIP
function public_ip.existing(id, fields)
  return { ids = { id }, band_width = band_width(fields or { band_width_size = SMALLEST }) }
end

return public_ip
