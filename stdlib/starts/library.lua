--- Plans fleets as our team builds them. Libraries plan; the script that requires this one buys.
---
---     local MODULE = require "MODULE"
---     local plan = MODULE.plan { name = "game", subnets = { "3c5e2638-b71f-4499-8d1e-355e89f21ae0" }, count = 5 }
---     plan:apply()
local MODULE = {}

--- What a fleet is made of.
---@class MODULE.Fleet (exact)
---@field name string  what the names of the servers begin with
---@field subnets string[]  ids of the subnets
---@field count integer  servers in each subnet

--- Plans as many servers in each subnet.
---@param fleet MODULE.Fleet
---@return cph.Plan
function MODULE.plan(fleet)
  local plan = cph.plan(fleet.name)
  for index, subnet in ipairs(fleet.subnets) do
    plan:add {
      server_name = ("%s-%d"):format(fleet.name, index), -- the identity of the purchase
      server_model_name = "physical.rx2.32xlarge.4",
      keypair_name = "KeyPair-ops",
      count = fleet.count,
      nics = { cph.nic(subnet) },
      order_param = cph.order.months(1), -- nothing is paid yet
      public_ip = cph.public_ip.none(),
    }
  end
  return plan
end

return MODULE
