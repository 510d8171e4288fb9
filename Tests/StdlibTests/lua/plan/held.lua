local require = ...
local held = require "cph.plan.held"

local plan = cph.plan("game", { prices = { m = 1 }, currency = "CNY" })
assert(held[plan].name == "game" and held[plan].prices.m == cph.money(1, "CNY") and #held[plan].rows == 0)
assert(next(plan) == nil, "nothing of it is in the plan")
assert(plan.name == "game" and plan.currency == "CNY" and not pcall(function() return plan.rows end))

-- It does not keep plans alive.
held[plan], plan = held[plan], nil
collectgarbage()
assert(next(held) == nil)
