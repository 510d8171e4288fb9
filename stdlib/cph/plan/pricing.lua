--- Prices of plans: as scripts give them, and as they are today.
---
---     local pricing = require "cph.plan.pricing"
---     local prices = pricing.read({ m = "12000.50" }, "CNY")
---     assert(prices.m * 2 == cph.money("24001", "CNY"))
local pricing = {}

--- The prices that a script gives, as amounts of money.
---@param given table<string, string|number|cph.Money>  by server model
---@param currency? string
---@return table<string, cph.Money>
function pricing.read(given, currency)
  local prices = {}
  for model, price in cph.sorted(given) do
    local ok, money = pcall(cph.money, price, currency)
    if not ok then
      local why = currency == nil and "prices need a currency, such as currency = \"CNY\""
        or ("the price of %s: %s"):format(model, tostring(money):gsub("^bad argument #%d to cph%.money ", ""))
      cph.raise { kind = "argument", message = "bad argument #2 to cph.plan (" .. why .. ")" }
    elseif currency and money.currency ~= currency then
      cph.raise {
        kind = "argument",
        message = ("bad argument #2 to cph.plan (the price of %s is in %s, the others in %s)"):format(
          model, money.currency, currency
        ),
      }
    end
    prices[model] = money
  end
  return prices
end

--- What the calls cost today that are not bought.
---@param name string  of the plan
---@param calls cph.CreateServer[]
---@param records table<string, table>  by call
---@return cph.Price?  nil where none is open
function pricing.of_open(name, calls, records)
  local open = {}
  for _, call in ipairs(calls) do
    local record = records[call.server_name]
    if not record or record.may_send then
      open[#open + 1] = call
    end
  end
  return open[1] and cph.gate.price(name, open) or nil
end

return pricing
