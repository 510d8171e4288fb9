--- Where a script called a function of plans, as file:line: for errors that are told of a row later.
---
---     local caller = require "cph.plan.caller"
---     local function add()
---       return (caller())
---     end
---     local place = add()
---     assert(place:find ":%d+$")

---@return string
local function caller()
  if not debug.getinfo then -- a sandbox has none
    for place in debug.traceback("", 3):gmatch "\n%s*([^\n]-:%d+): in " do
      if not place:find "^stdlib/cph/" then
        return place
      end
    end
    return "?"
  end
  for level = 3, 8 do
    local frame = debug.getinfo(level, "Sl")
    if frame and frame.currentline > 0 and not frame.source:find "^[@=]?stdlib/cph/" then
      return ("%s:%d"):format(frame.short_src, frame.currentline)
    end
  end
  return "?"
end

return caller
