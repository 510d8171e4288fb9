--- What plans hold, where nobody else can reach it: their rows, and the functions with which they buy and look up. A
--- plan's right to buy is the function in it, whoever calls the plan's methods.
---
---     local held = require "cph.plan.held"
---     assert(held[cph.plan "game"].name == "game" and held[{}] == nil)

---@class cph.plan.Held: cph.plan.Rights
---@field name string
---@field rows cph.plan.Row[]
---@field lines table<string, string>  where each row was added, by its name
---@field prices table<string, cph.Money>|false
---@field currency string

---@type table<cph.Plan, cph.plan.Held>
return setmetatable({}, { __mode = "k" })
