-- Prints the microseconds of a model checked and built, and of plain Lua that checks names and types and copies.
-- The model checks limits as well.
local body, rounds = dofile(arg[0]:match "^(.*/)" .. "body.lua")(1), 20000
local text, whole, flag = "string", "integer", "boolean"
local width = { band_width_share_type = whole, band_width_size = whole, band_width_charge_mode = whole }
local types = {
  server_name = text, server_model_name = text, count = whole, keypair_name = text, enterprise_project_id = text,
  order_param = { charging_mode = whole, period_type = whole, period_num = whole, is_auto_renew = whole,
    is_auto_pay = whole },
  nics = { { subnet_id = text, ipv6_enable = flag, ipv6_band_width_id = text } },
  public_ip = { type = text, count = whole, band_width = width },
}
local function copy(value, kinds)
  local result = {}
  if kinds[1] then
    for n, item in ipairs(value) do result[n] = copy(item, kinds[1]) end
    return result
  end
  for name, item in pairs(value) do
    local kind = kinds[name] or error("unknown field " .. name)
    if type(kind) == "table" then
      result[name] = copy(item, kind)
    elseif type(item) == kind or math.type(item) == kind then
      result[name] = item
    else
      error("wrong type of " .. name)
    end
  end
  return result
end
local function best(f, ...)
  local least = math.huge
  for _ = 1, 10 do
    local start = os.clock()
    for _ = 1, rounds do f(...) end
    least = math.min(least, (os.clock() - start) / rounds * 1e6)
  end
  return least
end
print(best(cph.models.CreateServer, body), best(copy, body, types))
