--- Prices of plans: as scripts give them, and as they are today.
---
---     local pricing = require "cph.plan.pricing"
---     local prices = pricing.read({ m = "12000.50" }, "CNY")
---     assert(prices.m * 2 == cph.money("24001", "CNY"))
local require = ...
local plan_problems = require "cph.plan.problems"

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

--- What is wrong with a price: that policies have something against it, or, as a warning, that nobody knows it.
---@param found cph.Problem[]  to which it is added
---@param price? cph.Price
function pricing.add_problems(found, price)
  for _, reason in ipairs(price and price.forbidden or {}) do
    found[#found + 1] = plan_problems.forbidden { path = "price", message = reason, hint = "cph policy show" }
  end
  if price and price.why and not price.amount then
    found[#found + 1] = plan_problems.new {
      path = "price", code = "no_price", severity = "warning", basis = "documented",
      message = "is not known: " .. price.why,
      hint = "no limit in money covers it; the order itself will tell",
    }
  end
end

--- A price for people, a line or several.
---@param price? cph.Price
---@return string  empty where there is none
function pricing.words(price)
  local lines = price and { price.text, table.unpack(price.forbidden) } or {}
  for index = 2, #lines do
    lines[index] = "a policy forbids it: " .. lines[index]
  end
  return lines[1] and table.concat(lines, "\n") .. "\n" or ""
end

return pricing
