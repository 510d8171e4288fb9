local require = ...
local complete = require "cph.renewals.complete"
local held = require "cph.renewals.held"

local bought = cph.servers.create {
  server_name = "web", server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k", count = 2,
  order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
}
local plan = cph.renewals("nightly"):renew { servers = bought, months = 1 }
local result = complete(held[plan], { concurrency = 1 })
assert(result.done == 2 and result.not_due == 0)

-- A row that is not due
local later = cph.renewals("later"):renew { servers = bought, months = 1, expires_within = "1d" }
assert(complete(held[later], {}).not_due == 2)
