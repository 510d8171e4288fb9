--- Builds a network interface: `cph.nic(subnet_id, fields)`.
---
---     local nic = cph.nic("3c5e2638-b71f-4499-8d1e-355e89f21ae0", { ipv6_enable = true })
---     assert(nic.ipv6_enable and nic.subnet_id:sub(1, 8) == "3c5e2638")

--- An interface in a subnet.
---@param subnet_id string  network ID of the subnet
---@param fields? cph.NicForSingleServer  fields to add
---@return cph.NicForSingleServer
local function nic(subnet_id, fields)
  local result = { subnet_id = subnet_id }
  for name, value in pairs(fields or {}) do
    result[name] = value
  end
  return result
end

return nic
