--- What plans of `cph.renewals` hold, where nobody else can reach it: their rows, and the functions with which they are
--- carried out and look up.
---
---     local held = require "cph.renewals.held"
---     assert(held[cph.renewals "nightly"].name == "nightly" and held[{}] == nil)

---@class cph.renewals.Held
---@field name string
---@field rows cph.renewals.Row[]
---@field apply fun(plan: cph.Renewals, options?: cph.renewals.Options): cph.renewals.Result
---@field recorded fun(filter: cph.ledger.Filter): cph.ledger.Purchase[]

---@type table<cph.Renewals, cph.renewals.Held>
return setmetatable({}, { __mode = "k" })
