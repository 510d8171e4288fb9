--- Fleets as our team builds them. Libraries plan; scripts buy.
local fleets = {}

--- As many servers in each subnet.
---@param fleet { name: string, subnets: string[], count: integer }
---@return cph.Plan
function fleets.plan(fleet)
  local plan = cph.plan(fleet.name)
  for index, subnet in ipairs(fleet.subnets) do
    plan:add {
      server_name = ("%s-%d"):format(fleet.name, index),
      server_model_name = "physical.rx2.32xlarge.4",
      keypair_name = "KeyPair-ops",
      count = fleet.count,
      nics = { cph.nic(subnet) },
      order_param = cph.order.months(1), -- is_auto_pay = 0: nothing is paid yet
      public_ip = cph.public_ip.none(),
    }
  end
  return plan
end

return fleets
