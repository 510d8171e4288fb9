--- Words for how many there are.
---
---     local counted = require "cph.output.counted"
---     assert(counted(1, "server") == "1 server" and counted(25, "server") == "25 servers")

---@param count integer
---@param noun string  in the singular; its plural ends in s
---@return string
return function(count, noun)
  return ("%d %s%s"):format(count, noun, count == 1 and "" or "s")
end
