--- What is still to be done of a plan of `cph.renewals`, and can be: neither done before nor in doubt, nor wrong.
---
---     local due = require "cph.renewals.due"
---     local entries, changes = due { { change = { change = "renew" } }, { why = "not due" } }
---     assert(#entries == 1 and changes[1].change == "renew")

---@param entries cph.renewals.Entry[]
---@return cph.renewals.Entry[]
---@return table[] changes  of these
local function due(entries)
  local some, changes = {}, {}
  for _, entry in ipairs(entries) do
    local record = entry.record
    if entry.change and not entry.is_wrong and (not record or record.may_send and not record.in_doubt) then
      some[#some + 1], changes[#changes + 1] = entry, entry.change
    end
  end
  return some, changes
end

return due
