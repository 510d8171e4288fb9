--- Files beside a test file, as `require "busted.fixtures"` gives them: by paths that are relative to the test file.
---
---     local fixtures = require "cph.testing.fixtures"
---     assert(fixtures.path "data.txt":find "data%.txt$")
local fixtures = {}

local getinfo = debug.getinfo

--- The folder of the file that called, as it was named.
local function folder()
  local level = 3
  local frame = getinfo and getinfo(level, "S")
  while frame and (frame.what == "C" or frame.short_src:find "^stdlib/cph/") do
    level = level + 1
    frame = getinfo(level, "S")
  end
  return frame and frame.source:gsub("^[@=]", ""):match "^(.*)/[^/]*$" or "."
end

--- The path without `.` and `..` in it.
local function normal(path)
  local parts = {}
  for part in path:gmatch "[^/]+" do
    if part == ".." and #parts > 0 and parts[#parts] ~= ".." then
      parts[#parts] = nil
    elseif part ~= "." then
      parts[#parts + 1] = part
    end
  end
  return (path:sub(1, 1) == "/" and "/" or "") .. table.concat(parts, "/")
end

local function resolved(below, relative)
  local base = below:sub(1, 1) == "/" and below or require "lfs".currentdir() .. "/" .. below
  return normal(relative and base .. "/" .. relative or base)
end

local function check(name, value, may_be_absent)
  if type(value) ~= "string" and not (may_be_absent and value == nil) then
    error(("bad argument to '%s' (a path was expected, not a %s)"):format(name, type(value)), 3)
  end
end

--- The absolute path of a file beside the test file, or of the folder that holds the test file.
---@param relative? string
---@return string
function fixtures.path(relative)
  check("path", relative, true)
  return resolved(folder(), relative)
end

local function text_of(path, is_binary)
  local file, reason = io.open(path, is_binary and "rb" or "r")
  if not file then
    error(("cannot read a fixture: %s"):format(reason), 3)
  end
  local text = file:read "a"
  file:close()
  return text
end

--- What a file beside the test file holds.
---@param relative string
---@param is_binary? boolean
---@return string
function fixtures.read(relative, is_binary)
  check("read", relative)
  return text_of(resolved(folder(), relative), is_binary)
end

--- Runs a Lua file beside the test file and returns what it returns; `.lua` need not be written.
---@param relative string
---@return any
function fixtures.load(relative)
  check("load", relative)
  if not relative:find "%.lua$" then
    relative = relative .. ".lua"
  end
  local run, reason = load(text_of(resolved(folder(), relative)), "@" .. relative)
  if not run then
    error(("cannot load a fixture: %s"):format(reason), 2)
  end
  return run()
end

return fixtures
