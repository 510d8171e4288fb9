local months = cph.order.months(9)
assert(months.charging_mode == 0 and months.period_type == 2 and months.period_num == 9)
assert(months.is_auto_pay == 0 and months.is_auto_renew == 0, "nothing is paid or renewed unless asked for")

local years = cph.order.years(1, { pay = true, renew = true })
assert(years.period_type == 3 and years.is_auto_pay == 1 and years.is_auto_renew == 1)

for _, order in ipairs { months, years } do
  assert(#cph.models.OrderParam.validate(order) == 0)
end

local function refusal(options)
  local _, err = cph.try(cph.order.months, 1, options)
  return err.message
end
assert(refusal { renews = true }:find("did you mean renew?", 1, true))
assert(refusal { pay = "no" }:find("#2 to cph.order.months (options.pay: boolean expected, got string)", 1, true))
