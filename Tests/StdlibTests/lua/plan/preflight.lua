-- luacheck: globals cph
local SUBNET = "3c5e2638-b71f-4499-8d1e-355e89f21ae0"
local VPC = "6eb5019f-df01-4ded-9486-d54e7b282ced"
local IP = "aaaaaaaa-0000-4000-8000-000000000001"
local WIDTH = "bbbbbbbb-0000-4000-8000-000000000001"

--- What the account has; a test changes what it is about.
local account
local function reset()
  account = {
    stock = { { available_zone = "z1", model_name = "rx1", sell_status = "available" },
      { available_zone = "z2", model_name = "rx1", sell_status = "sellout" } },
    subnet = { vpc_id = VPC, available_ip_address_count = 100, ipv6_enable = false, status = "ACTIVE" },
    eip = { status = "DOWN" }, bandwidth = { share_type = "WHOLE", status = "NORMAL" },
    key_pair = { name = "k" }, image = { status = "active" }, project = { status = 1 },
    quota = { type = "publicIp", used = 3, quota = 10 }, servers = {}, models = {},
  }
end

local requests = 0
local function play(name, field, key)
  cph.api[name] = function()
    requests = requests + 1
    return { [field] = account[key] }
  end
end
play("list_cloud_phone_server_model_offerings", "models", "stock")
play("list_cloud_phone_server_models", "server_models", "models")
play("show_subnet", "subnet", "subnet")
play("show_publicip", "publicip", "eip")
play("show_bandwidth", "bandwidth", "bandwidth")
play("list_keypair_detail", "keypair", "key_pair")
play("show_enterprise_project", "enterprise_project", "project")
play("list_cloud_phone_servers", "servers", "servers")
cph.api.ims_list_images = function()
  return { images = { account.image } }
end
cph.api.list_quotas = function()
  return { quotas = { resources = { account.quota } } }
end

local base = cph.template {
  server_model_name = "rx1", keypair_name = "k", order_param = cph.order.months(1), nics = { cph.nic(SUBNET) },
  count = 10,
}

--- The problems of a plan with these rows, as text without the place of the line.
local function check(...)
  local plan = cph.plan "p"
  for index, fields in ipairs { ... } do
    fields.server_name = fields.server_name or ("r%d"):format(index)
    fields.availability_zone = fields.availability_zone ~= "any" and (fields.availability_zone or "z1") or nil
    fields.public_ip = fields.public_ip or cph.public_ip.none()
    plan:add(base(fields))
  end
  local lines = {}
  for index, problem in ipairs(plan:check()) do
    lines[index] = tostring(problem):gsub(" in r%d %(.-%)", "")
  end
  reset()
  return table.concat(lines, "\n")
end

local function expect(text, ...)
  local found = check(...)
  assert(found == text, "found:\n" .. found .. "\nexpected:\n" .. text)
end

reset()
expect("", {}, { server_name = "x" })
assert(requests == 5, "stock, subnet and key pair once, and a name for each row: " .. requests)

-- Stock
expect("rows[1].availability_zone: rx1 is sold out in z2; in stock in z1", { availability_zone = "z2" })
expect("rows[1].availability_zone: warning: z9 does not sell rx1; in stock in z1", { availability_zone = "z9" })
expect("rows[1].server_model_name: warning: no zone sells rx11; did you mean rx1?", { server_model_name = "rx11" })
expect("rows[1].server_model_name: warning: no zone sells other; on sale are rx1", { server_model_name = "other" })
account.stock[1].sell_status = "sellout"
expect("rows[1].availability_zone: rx1 is sold out in z1; no zone has it in stock now", {})
account.stock[1].sell_status = "sellout"
expect("rows[1].server_model_name: rx1 is sold out; no zone has it in stock now", { availability_zone = "any" })
account.stock = {}
expect("", {})

-- Disks
account.models = { { server_model_name = "rx1", disk_max_num = 2 } }
expect("rows[1].data_volume.count: is 3; must be at most 2 for this model",
  { data_volume = cph.disk("SSD", 10, 3) })
account.models = { { server_model_name = "rx1", disk_max_num = 0 } }
expect("rows[1].data_volume: the model has local disks only; leave data_volume out",
  { data_volume = cph.disk("SSD", 10) })

-- Subnets
account.subnet = nil
expect(("rows[1].nics[1].subnet_id: no subnet %s; must exist in this project and region"):format(SUBNET), {})
account.subnet.available_ip_address_count = 24
expect("rows[2].nics[1].subnet_id: has 24 free addresses; the plan needs 27 in this subnet",
  { count = 10 }, { count = 15 }, { count = 2 })
account.subnet.available_ip_address_count = 27
expect("", { count = 10 }, { count = 15 }, { count = 2 })
account.subnet.scope = "z2"
expect("rows[1].nics[1].subnet_id: is a subnet of z2 alone; must be one that serves z1", {})
account.subnet.scope, account.subnet.availability_zone = "center", "z2"
expect("rows[1].nics[1].subnet_id: warning: belongs to z2; the servers go to z1; a subnet usually serves the whole " ..
  "region", {})
expect("rows[1].nics[1].vpc_id: is not the subnet's VPC; the subnet lies in " .. VPC,
  { nics = { { subnet_id = SUBNET, vpc_id = SUBNET } } })
expect("rows[1].nics[1].ipv6_enable: the subnet has no IPv6; turn IPv6 on there, or leave it out",
  { nics = { { subnet_id = SUBNET, ipv6_enable = true } } })
account.subnet.status = "ERROR"
expect("rows[1].nics[1].subnet_id: has status ERROR; must be a working subnet", {})

-- Addresses and bandwidths
local own = cph.public_ip.existing(IP)
account.eip.status = "ACTIVE"
expect("rows[1].public_ip.ids[1]: is not free: ACTIVE; must be unbound: DOWN", { count = 1, public_ip = own })
expect("rows[2].public_ip.ids[1]: is planned for r1 too; an elastic IP serves one server",
  { count = 1, public_ip = own }, { count = 1, public_ip = own })
local new = { type = "5_bgp", count = 1 }
new.band_width = { band_width_share_type = 1, band_width_charge_mode = 0, band_width_id = WIDTH }
expect("rows[1].public_ip.count: the quota leaves 7 elastic IPs; the plan needs 8; ask for more in the console",
  { count = 5, public_ip = new }, { count = 3, public_ip = new })
expect("", { count = 7, public_ip = new })
account.quota.quota = -1
expect("", { count = 10, public_ip = new })
account.bandwidth.share_type = "PER"
expect("rows[1].public_ip.band_width.band_width_id: is not shared: PER; must be a shared one: WHOLE",
  { count = 1, public_ip = new })
account.bandwidth.status = "FREEZED"
expect("rows[1].public_ip.band_width.band_width_id: has status FREEZED; must be NORMAL", { count = 1, public_ip = new })

-- Key pair, image, enterprise project
account.key_pair = nil
expect("rows[1].keypair_name: no key pair k; must exist in this project and region\n" ..
  "rows[2].keypair_name: no key pair k; must exist in this project and region", {}, {})
account.key_pair.frozen_state = 1
expect("rows[1].keypair_name: is frozen; must be usable", {})
account.image = nil
expect("rows[1].image_id: warning: no image i; must exist in this project and region", { image_id = "i" })
account.image.status = "saving"
expect("rows[1].image_id: has status saving; must be active", { image_id = "i" })
account.project.status = 2
expect("rows[1].enterprise_project_id: is disabled; must be in use", { enterprise_project_id = SUBNET })

-- Names
account.servers = {
  { server_name = "r1-b01-0003", server_id = "id" }, { server_name = "r1-b09", server_id = "other" },
}
expect("rows[1].server_name: r1-b01-0003 exists already: id; if another ledger bought it, use that one, " ..
  "or take it over: cph ledger resolve r1-b01 --adopt IDS; otherwise choose another " ..
  "server_name", { server_name = "r1" })

-- All at once, in the order of the rows, and what may not be looked at as warnings behind them
account.key_pair = nil
local show = cph.api.show_subnet
cph.api.show_subnet = function()
  cph.raise { kind = "api", message = "forbidden", hint = "grant vpc:subnets:get to the user" }
end
expect([[
rows[1].availability_zone: rx1 is sold out in z2; in stock in z1
rows[1].keypair_name: no key pair k; must exist in this project and region
rows[2].keypair_name: no key pair k; must exist in this project and region
subnets: warning: not checked: forbidden; grant vpc:subnets:get to the user]], { availability_zone = "z2" }, {})
cph.api.show_subnet = show

-- Before a purchase
local plan = cph.plan("q"):add(base { server_name = "q1", public_ip = cph.public_ip.none() })
account.key_pair = nil
local _, err = cph.try(plan.apply, plan)
assert(err.kind == "denied" and err.code == "not_found" and #err.problems == 1, tostring(err))
assert(tostring(err):find "1 problem in plan q; nothing was sent\n  rows%[1%]%.keypair_name: no key pair k")
requests = 0
assert(#plan:apply({ check = false }).server_ids == 10 and requests == 0, "the account is not asked")
reset()
