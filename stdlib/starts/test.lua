--- Tests of NAME. Each has a cloud, a ledger and a clock of its own; nothing costs anything.
---
---     cph test
-- A module of lib/ is tested like this: local MODULE = require "MODULE"

--- The plan that is tested; most often a module makes it.
local function plan()
  local fleet = cph.plan "NAME"
  fleet:add {
    server_name = "NAME",
    server_model_name = "physical.rx2.32xlarge.4",
    keypair_name = "KeyPair-ops",
    count = 25,
    nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
    order_param = cph.order.months(1),
    public_ip = cph.public_ip.none(),
  }
  return fleet
end

describe("NAME", function()
  it("has nothing to complain about", function()
    assert.same({}, plan():validate())
  end)

  it("buys 25 servers", function()
    assert.equal(25, #plan():apply().server_ids)
  end)

  it("buys nothing twice, also where answers are lost", function()
    cph.testing.faults "reset-after=once"
    local first = plan():apply()
    assert.same(first.server_ids, plan():apply().server_ids)
  end)
end)
