--- Tells what a dry run made up from what the service gave: such an id stands for no order and no server.
---
---     local is_pretended = require "cph.output.pretended"
---     assert(is_pretended "dry-run-1-2" and is_pretended "dry-run-1" and not is_pretended "dry-run-a")

---@param id any
---@return boolean
return function(id)
  return type(id) == "string" and id:find "^dry%-run%-%d+%-?%d*$" ~= nil
end
