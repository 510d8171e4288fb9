--- Tells the operator of a script what it does while it runs, on standard error: `cph.log.info(message, fields)`.
---
---     cph.log.info("server is ready", { server_name = "game-0001", after = "11m" })
---     local log = cph.log.with { plan = "game" }
---     log.debug "looked at 3 zones"
---
--- A line is `03:04:05 info    server is ready  after=11m server_name=game-0001`, or an object with `--log-json`.
--- `--log-level` says what is shown: debug, info (when absent), warning or error. Without it `--quiet` shows errors
--- alone.
local log = {}

---@class cph.log.Logger
---@field debug fun(message: any, fields?: table<string|integer, any>)
---@field info fun(message: any, fields?: table<string|integer, any>)
---@field warning fun(message: any, fields?: table<string|integer, any>)
---@field error fun(message: any, fields?: table<string|integer, any>)

local RANKS = { debug = 1, info = 2, warning = 3, error = 4 }
local LEVELS = { "debug", "info", "warning", "error" }

--- Names of fields whose value nobody should find in a log.
local SECRETS = { "password", "passwd", "secret", "token", "credential", "private_key", "access_key", "signature" }
local HIDDEN = "<hidden>"

local shown_from -- the level below which nothing is shown; the host's until a script sets it

---@param name any
---@return boolean
local function is_secret(name)
  local lower = tostring(name):lower()
  for _, word in ipairs(SECRETS) do
    if lower:find(word, 1, true) then
      return true
    end
  end
  return false
end

--- A value as text that a line of JSON can hold.
---@param value any
---@return string
local function readable(value)
  local text = tostring(value)
  return utf8.len(text) and text or cph.visible(text, true)
end

--- A copy without secrets, with what JSON cannot carry as text.
---@param value any
---@param depth integer
---@return any
local function clean(value, depth)
  local kind = type(value)
  if kind == "table" and depth < 6 then
    local meta = getmetatable(value)
    -- The host's values, whose metatable is not shown, all print.
    if meta == false or type(meta) == "table" and rawget(meta, "__tostring") then
      return readable(value)
    end
    local result = {}
    for name, item in next, value do
      result[type(name) == "string" and readable(name) or name] = is_secret(name) and HIDDEN or clean(item, depth + 1)
    end
    return result
  elseif kind == "number" then
    return (value == value and math.abs(value) < math.huge) and value or tostring(value)
  elseif kind == "boolean" then
    return value
  end
  return readable(value)
end

---@param value any
---@return string
local function plain(value)
  if type(value) == "table" then
    return cph.inspect(value)
  end
  local text = tostring(value)
  return (text == "" or text:find "[%s=\"]") and ("%q"):format(text):gsub("\\\n", "\\n") or text
end

---@param level string
---@param message string
---@param fields table
---@return string
local function as_text(level, message, fields)
  local parts = { ("%s %-7s %s"):format(cph.time.stamp():sub(12, 19), level, message) }
  for name, value in cph.sorted(fields) do
    parts[#parts + 1] = (#parts == 1 and " " or "") .. tostring(name) .. "=" .. plain(value)
  end
  return table.concat(parts, " ")
end

---@param level string
---@param message string
---@param fields table
---@return string
local function as_json(level, message, fields)
  local line = { time = cph.time.stamp(), level = level, message = message }
  for name, value in pairs(fields) do
    name = tostring(name)
    line[line[name] == nil and name or "field_" .. name] = value
  end
  return cph.json.encode(line)
end

---@param level string
---@param message any
---@param fields table
local function write(level, message, fields)
  shown_from = shown_from or RANKS[cph.console.level()]
  if RANKS[level] >= shown_from then
    local form = cph.console.is_json() and as_json or as_text
    cph.console.log(form(level, readable(message), clean(fields, 1)))
  end
end

---@param bound table<string|integer, any>
---@return cph.log.Logger
local function logger(bound)
  local result = {}
  for _, level in ipairs(LEVELS) do
    ---@param message any
    ---@param fields? table<string|integer, any>
    result[level] = function(message, fields)
      local all = {}
      for _, some in ipairs { bound, fields or {} } do
        for name, value in pairs(some) do
          all[name] = value
        end
      end
      write(level, message, all)
    end
  end
  return result
end

local plain_logger = logger {}

--- Tells something that helps to find a mistake; not shown unless `--log-level debug` asks for it.
---@param message any
---@param fields? table<string|integer, any>  shown behind the message; secrets are hidden by their names
function log.debug(message, fields)
  plain_logger.debug(message, fields)
end

--- Tells what is going on.
---@param message any
---@param fields? table<string|integer, any>
function log.info(message, fields)
  plain_logger.info(message, fields)
end

--- Tells what may need a look.
---@param message any
---@param fields? table<string|integer, any>
function log.warning(message, fields)
  plain_logger.warning(message, fields)
end

--- Tells what went wrong. It does not end the script: `error` and `cph.raise` do.
---@param message any
---@param fields? table<string|integer, any>
function log.error(message, fields)
  plain_logger.error(message, fields)
end

--- Makes a logger whose lines all have these fields.
---@param fields table<string|integer, any>
---@return cph.log.Logger
function log.with(fields)
  return logger(fields)
end

--- Shows nothing below `level` from now on.
---@param level "debug"|"info"|"warning"|"error"
function log.level(level)
  shown_from = RANKS[level]
end

return log
