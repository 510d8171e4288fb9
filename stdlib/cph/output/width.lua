--- How many columns of a terminal a text takes.
---
---     local width = require "cph.output.width"
---     assert(width.of "cn-east" == 7 and width.of "服务器" == 6 and width.of_point(0x41) == 1)
local width = {}

--- Code points that take two columns on a terminal: Chinese, Japanese, Korean and emoji.
local WIDE = {
  { 0x1100, 0x115F }, { 0x2E80, 0x303E }, { 0x3041, 0xA4CF }, { 0xA960, 0xA97F }, { 0xAC00, 0xD7A3 },
  { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F }, { 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F },
  { 0x1F680, 0x1F6FF }, { 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
}
--- Those that take none: they are drawn over the one before.
local NARROW = { { 0x0300, 0x036F }, { 0x20D0, 0x20FF }, { 0xFE00, 0xFE0F }, { 0x1F3FB, 0x1F3FF } }

---@param point integer
---@param ranges integer[][]
---@return boolean
local function is_among(point, ranges)
  for _, range in ipairs(ranges) do
    if point >= range[1] and point <= range[2] then
      return true
    end
  end
  return false
end

---@param point integer
---@return integer
function width.of_point(point)
  return point < 0x300 and 1 or is_among(point, NARROW) and 0 or is_among(point, WIDE) and 2 or 1
end

---@param text string  valid UTF-8
---@return integer
function width.of(text)
  local columns = 0
  for _, point in utf8.codes(text) do
    columns = columns + width.of_point(point)
  end
  return columns
end

return width
