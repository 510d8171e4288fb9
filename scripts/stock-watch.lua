#!/usr/bin/env -S cph run
--- Waits until a server model is in stock, then buys it there.
---
---     cph --region cn-east-3 --allow-spend 10 stock-watch.lua --count 10 --zone cn-east-3a,cn-east-3b
---
--- What was bought is in the ledger: run again, it does not buy a second time.
local args = cph.args {
  summary = "Looks for stock of a server model every few minutes, and buys it once it is there.",
  { "--model", default = "physical.rx2.32xlarge.4", help = "server model" },
  { "--zone", type = "list", help = "zones to buy in, the first that has stock; any when absent" },
  { "--name", default = "watched", help = "what the servers are called" },
  { "--count", type = "integer", min = 1, max = 10, default = 1, help = "how many" },
  { "--subnet", value = "ID", default = "3c5e2638-b71f-4499-8d1e-355e89f21ae0", help = "their network" },
  { "--every", type = "duration", min = 1, default = "5m", help = "how often to look" },
  { "--for", type = "duration", default = "8h", help = "when to give up" },
}

--- The zones that sell the model now, in order.
local function zones_with_stock()
  local zones, marker = {}, nil
  repeat
    local page = cph.retry(function()
      return cph.api.list_cloud_phone_server_model_offerings { marker = marker, limit = 1000 }
    end)
    for _, offer in ipairs(page.models or {}) do
      if offer.model_name == args.model and offer.sell_status == "available" then
        zones[offer.available_zone] = true
      end
    end
    marker = page.page_info and page.page_info.next_marker
  until not marker
  return zones
end

--- The zone to buy in; nil as long as there is none.
local function zone_to_buy_in()
  local stock = zones_with_stock()
  for _, zone in ipairs(args.zone or {}) do
    if stock[zone] then
      return zone
    end
  end
  return not args.zone and cph.sorted(stock)() or nil
end

local plan = cph.plan(args.name)
local give_up = cph.time.monotonic() + args.for_
local zone = zone_to_buy_in()
while not zone do
  if cph.time.monotonic() + args.every > give_up then
    cph.raise { kind = "timeout", message = ("no stock of %s within %s"):format(args.model, cph.time.words(args.for_)) }
  end
  cph.log.info("no stock yet", { model = args.model, next_look = cph.time.words(args.every) })
  cph.sleep(args.every)
  zone = zone_to_buy_in()
end

plan:add {
  server_name = args.name,
  server_model_name = args.model,
  availability_zone = zone,
  count = args.count,
  keypair_name = "KeyPair-1d1d-wy",
  order_param = cph.order.months(1), -- is_auto_pay = 0: the order waits for payment
  public_ip = cph.public_ip.none(),
  nics = { cph.nic(args.subnet) },
}
cph.log.info("in stock", { model = args.model, zone = zone })
for _, id in ipairs(plan:apply().server_ids) do
  print(id)
end
