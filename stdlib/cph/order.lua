--- Builds `order_param`: how long servers are bought for, and who pays when.
---
---     local order_param = cph.order.months(3)
---     assert(order_param.period_num == 3 and order_param.is_auto_pay == 0)
local order = {}

local PREPAID = 0 -- the only charging_mode there is
local MONTH, YEAR = 2, 3

---@class (exact) cph.order.Options
---@field pay? boolean  pay at once; when absent, the order waits for payment
---@field renew? boolean  renew the subscription by itself when it ends

---@param period_type integer
---@param count integer
---@param options? cph.order.Options
---@return cph.OrderParam
local function build(period_type, count, options)
  options = options or {}
  return {
    charging_mode = PREPAID,
    period_type = period_type,
    period_num = count,
    is_auto_pay = options.pay and 1 or 0,
    is_auto_renew = options.renew and 1 or 0,
  }
end

--- Makes an order for 1 to 9 months. Nothing is paid yet, unless `options.pay` is true.
---@param count integer  months
---@param options? cph.order.Options
---@return cph.OrderParam
function order.months(count, options)
  return build(MONTH, count, options)
end

--- Makes an order for 1 to 10 years. Nothing is paid yet, unless `options.pay` is true.
---@param count integer  years
---@param options? cph.order.Options
---@return cph.OrderParam
function order.years(count, options)
  return build(YEAR, count, options)
end

return order
