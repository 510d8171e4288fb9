--- Builds `data_volume`: `cph.disk(volume_type, size, count)`.
---
---     local data_volume = cph.disk("SSD", 500)
---     assert(data_volume.volume_type == "SSD" and data_volume.size == 500)

--- Data disks for each server.
---@param volume_type string  SSD or GPSSD
---@param size integer  GiB, 1 to 32768
---@param count? integer  number of disks; 1 when absent
---@return cph.DataVolume
local function disk(volume_type, size, count)
  return { volume_type = volume_type, size = size, count = count }
end

return disk
