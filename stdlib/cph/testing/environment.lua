--- What names mean in a test file: those of the block that runs, those of the blocks around it, then the globals. What
--- is set in a test ends with the test, what is set in a block with the block.
---
---     local environment = require "cph.testing.environment"
---     local outer = environment.element("describe", "outer")
---     local inner = environment.element("it", "inner", outer)
---     outer.names.answer = 42
---     assert(environment.of(function() return inner end).answer == 42)

local environment = {}

---@class cph.testing.Element
---@field descriptor string  what it is: `file`, `describe`, `it`, `pending`, or the hook
---@field name string
---@field parent? cph.testing.Element
---@field children cph.testing.Element[]  in the order in which they were declared, hooks among them
---@field names table<string, any>  what was set in it
---@field mode? "insulate"|"expose"|"hook"  whose the names are that are set in it
---@field body? fun()
---@field place? string  file:line
---@field pending? string  why it is not run

--- Makes an element and puts it among those of `parent`.
---@param descriptor string
---@param name any
---@param parent? cph.testing.Element
---@return cph.testing.Element
function environment.element(descriptor, name, parent)
  local element = { descriptor = descriptor, name = tostring(name), parent = parent, children = {}, names = {} }
  if parent then
    parent.children[#parent.children + 1] = element
  end
  return element
end

--- The value of a global. The host's own check for undeclared globals is for programs, not for their tests.
local function global(key)
  if getmetatable(_G) == false then
    return rawget(_G, key)
  end
  return _G[key]
end

---@param element? cph.testing.Element
---@param key any
local function read(element, key)
  while element do
    local value = element.names[key]
    if value ~= nil then
      return value
    end
    element = element.parent
  end
  return global(key)
end

--- A hook sets names of its block, an exposed block those of the block around its own.
---@param element? cph.testing.Element
---@param key any
---@param value any
local function write(element, key, value)
  while element and element.names[key] == nil and (element.mode == "hook" or element.mode == "expose") do
    element = element.mode == "hook" and element.parent or element.parent and element.parent.parent
  end
  if element then
    element.names[key] = value
  else
    rawset(_G, key, value)
  end
end

--- What stands for the globals of a test file.
---@param current fun(): cph.testing.Element  what runs now
---@return table
function environment.of(current)
  return setmetatable({}, {
    __index = function(_, key)
      return read(current(), key)
    end,
    __newindex = function(_, key, value)
      write(current(), key, value)
    end,
  })
end

local function copy(list)
  local result = {}
  for key, value in next, list do
    result[key] = value
  end
  return result
end

local function put_back(list, kept)
  for key in next, list do
    rawset(list, key, kept[key])
  end
  for key, value in next, kept do
    rawset(list, key, value)
  end
end

---@class cph.testing.Globals
---@field names table<any, any>
---@field modules table<string, any>
---@field own? table|false  the metatable of the globals; false is the host's
---@field restore? fun()  puts back which modules of installed libraries are loaded

--- Remembers the globals and which modules are loaded.
---@param remember? fun(): fun()  does that for installed libraries
---@return cph.testing.Globals
function environment.save(remember)
  return {
    names = copy(_G), modules = copy(package.loaded), own = getmetatable(_G), restore = remember and remember(),
  }
end

--- Takes back what has happened to the globals and the modules since.
---@param kept cph.testing.Globals
function environment.restore(kept)
  if kept.own ~= false then
    setmetatable(_G, kept.own)
  end
  put_back(_G, kept.names)
  put_back(package.loaded, kept.modules)
  if kept.restore then
    kept.restore()
  end
end

return environment
