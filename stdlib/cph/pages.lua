--- Walks a list through all its pages: `cph.pages(operation, query)`.
---
---     for model in cph.pages("list_cloud_phone_server_models", { limit = 10 }) do
---       assert(model.server_model_name)
---     end
local require = ...
local walk = require "cph.lists.walk"

--- The entries of a list one by one, page after page, for a `for` loop. Both conventions are known: offset and limit,
--- where entries that are made or go away meanwhile are neither repeated nor left out, and markers. Pages may be
--- shorter than the limit.
---@param operation string  name of an operation that lists, such as "list_cloud_phone_servers"
---@param query? table<string, any>  as the operation takes it; `limit` is the size of a page
---@return fun(): table<string, any>?  gives the next entry, then nil
local function pages(operation, query)
  local list = walk(operation, query)
  local entries, position = {}, 0
  return function()
    position = position + 1
    while entries and entries[position] == nil do
      entries, position = list:page(), 1
    end
    return entries and entries[position]
  end
end

return pages
