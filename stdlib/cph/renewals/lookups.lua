--- What the services say of servers that are to be renewed or changed: until when each is paid for, and which model it
--- has.
---
---     local lookups = require "cph.renewals.lookups"
---     assert(next(lookups.resources {}) == nil)
local lookups = {}

local PAGE = 50 -- ids in one question
local LIMIT = 8 -- questions at a time

local CLOSED = 3 -- status

--- The billing service's rows by server; of a server that has several, the one that is not closed.
---@param ids string[]
---@return table<string, cph.Resource>
function lookups.resources(ids)
  local pages, found = {}, {}
  for first = 1, #ids, PAGE do
    pages[#pages + 1] = table.move(ids, first, math.min(first + PAGE - 1, #ids), 1, {})
  end
  cph.parallel(pages, { limit = LIMIT }, function(page)
    local answer = cph.retry(function()
      return cph.api.list_pay_per_use_customer_resources {
        resource_ids = page, only_main_resource = 1, limit = PAGE,
      }
    end)
    for _, resource in ipairs(answer.data or {}) do
      local id = resource.resource_id
      if id and (not found[id] or found[id].status == CLOSED) then
        found[id] = resource
      end
    end
  end)
  return found
end

--- Whether a server was given back.
---@param resource? cph.Resource
---@return boolean
function lookups.is_closed(resource)
  return resource ~= nil and resource.status == CLOSED
end

--- The models that the service itself says servers have, by server; nothing for those that it does not know.
---@param ids string[]
---@return table<string, string>
function lookups.models(ids)
  local models = {}
  cph.parallel(ids, { limit = LIMIT }, function(id)
    local server = cph.try(cph.api.show_cloud_phone_server_detail, { server_id = id })
    models[id] = server and server.server_model_name
  end)
  return models
end

return lookups
