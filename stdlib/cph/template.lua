--- Makes request bodies that share most of their fields: `cph.template(fields)`.
---
---     local base = cph.template { server_model_name = "physical.rx2.32xlarge.4", order_param = { period_num = 1 } }
---     local body = base { server_name = "farm-1", order_param = { period_num = 3 } }
---     assert(body.server_model_name == "physical.rx2.32xlarge.4" and body.order_param.period_num == 3)

local MAXIMUM_DEPTH = 20 -- request bodies are four deep; a table that contains itself is refused here

--- A list is replaced as a whole: half of one list and half of another is never what anyone means.
---@param value table
---@return boolean
local function is_list(value)
  return rawlen(value) > 0
end

---@param value any
---@param depth integer
---@return any
local function copy(value, depth)
  if type(value) ~= "table" then
    return value
  end
  if depth > MAXIMUM_DEPTH then
    cph.raise { kind = "argument", message = "bad argument #1 to cph.template (fields: a table contains itself)" }
  end
  local result = {}
  for key, item in next, value do
    result[key] = copy(item, depth + 1)
  end
  return result
end

---@param base table
---@param changes table
---@param depth integer
---@return table
local function merge(base, changes, depth)
  local result = copy(base, depth)
  for key, value in next, changes do
    local old = result[key]
    if type(value) == "table" and type(old) == "table" and not is_list(value) and not is_list(old) then
      result[key] = merge(old, value, depth + 1)
    else
      result[key] = copy(value, depth)
    end
  end
  return result
end

--- A function that fills in `fields` where its argument leaves them out, field by field also inside nested tables.
--- Neither table is changed, and each result is the caller's own.
---@param fields table<string, any>  what the bodies share
---@return fun(changes?: table<string, any>): table<string, any>
local function template(fields)
  local base = copy(fields, 0)
  ---@param changes? table<string, any>
  return function(changes)
    return merge(base, changes or {}, 0)
  end
end

return template
