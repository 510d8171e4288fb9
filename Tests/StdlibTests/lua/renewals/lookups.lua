local require = ...
local lookups = require "cph.renewals.lookups"
assert(next(lookups.resources {}) == nil and next(lookups.models {}) == nil)
local bought = cph.servers.create {
  server_name = "a", server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k", count = 2,
  order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
}
local ids = { bought.server_ids[1], bought.server_ids[2], "nobody" }
local found = lookups.resources(ids)
assert(found[ids[1]].expire_time and found[ids[2]].resource_name == "a-0002" and found.nobody == nil)
assert(lookups.models(ids)[ids[1]] == "physical.rx2.32xlarge.4" and lookups.models(ids).nobody == nil)
assert(not lookups.is_closed(found[ids[1]]) and not lookups.is_closed(nil))
cph.api.cancel_resources_subscription { resource_ids = { ids[1] }, unsubscribe_type = 1 }
assert(lookups.is_closed(lookups.resources(ids)[ids[1]]))
