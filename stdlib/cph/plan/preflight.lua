--- What the account says to purchases before they are made. Scripts use `plan:check`.
---
---     local preflight = require "cph.plan.preflight"
---     assert(#preflight({}, {}, {}) == 0)
local require = ...
local lookups = require "cph.plan.lookups"
local needs = require "cph.plan.needs"
local problems = require "cph.plan.problems"

local WORDS = {
  subnet = "subnet", eip = "elastic IP", bandwidth = "bandwidth", key_pair = "key pair", image = "image",
  enterprise_project = "enterprise project",
}

---@class cph.plan.Check
---@field rows cph.plan.OpenRow[]
---@field found table  as `cph.plan.lookups` gives it
---@field problems table[]

---@param check cph.plan.Check
---@param open cph.plan.OpenRow
---@param field string
---@param code string
---@param message string
---@param hint string
---@param severity? "error"|"warning"
local function add(check, open, field, code, message, hint, severity)
  local problem = {
    path = field, code = code, severity = severity or "error", basis = "documented", message = message, hint = hint,
  }
  check.problems[#check.problems + 1] = problems.placed(problem, open.row, open.index)
end

--- Calls `rule(open, value, field, id)` for all that was found of a kind.
---@param check cph.plan.Check
---@param kind string
---@param rule fun(open: cph.plan.OpenRow, value: any, field: string, id: string)
local function each(check, kind, rule)
  needs.each(kind, check.rows, function(open, id, field)
    local entry = check.found[kind][id]
    if entry and entry.value then
      rule(open, entry.value, field, id)
    end
  end)
end

---@param check cph.plan.Check
local function check_existence(check)
  for kind, words in cph.sorted(WORDS) do
    needs.each(kind, check.rows, function(open, id, field)
      local entry = check.found[kind][id]
      if entry and entry.is_missing then
        -- Images that others share, and the service's own, need not be in the account's list.
        add(check, open, field, "not_found", ("no %s %s"):format(words, id), "must exist in this project and region",
          kind == "image" and "warning" or "error")
      end
    end)
  end
end

---@param offers { available_zone: string, model_name: string, sell_status: string }[]
---@return table<string, table<string, string>>  status by model and zone
---@return string[] models
local function by_model(offers)
  local models, names = {}, {}
  for _, offer in ipairs(offers) do
    if not models[offer.model_name] then
      models[offer.model_name], names[#names + 1] = {}, offer.model_name
    end
    models[offer.model_name][offer.available_zone] = offer.sell_status
  end
  return models, names
end

--- The zones that have a model in stock, as advice; nil when there is none.
---@param zones table<string, string>
---@return string?
local function where_in_stock(zones)
  local list = {}
  for zone, status in cph.sorted(zones) do
    if status == "available" then
      list[#list + 1] = zone
    end
  end
  return list[1] and "in stock in " .. table.concat(list, ", ")
end

--- What is sold out is an error. What no list has is a warning: new models and zones may not be listed yet, and a name
--- that is wrong is refused by the service at no cost.
---@param check cph.plan.Check
local function check_stock(check)
  each(check, "stock", function(open, offers)
    if not check.models then
      check.models, check.names = by_model(offers)
    end
    local model, zone = open.body.server_model_name, open.body.availability_zone
    local zones = check.models[model]
    if #check.names == 0 then
      return
    elseif not zones then
      local near = cph.suggest(model, check.names)
      add(check, open, "server_model_name", "not_found", ("no zone sells %s"):format(model),
        near and ("did you mean %s?"):format(near) or "on sale are " .. table.concat(check.names, ", "), "warning")
      return
    end
    local elsewhere = where_in_stock(zones)
    local hint = elsewhere or "no zone has it in stock now"
    if zone and not zones[zone] then
      add(check, open, "availability_zone", "not_found", ("%s does not sell %s"):format(zone, model), hint, "warning")
    elseif zone and zones[zone] ~= "available" then
      add(check, open, "availability_zone", "sold_out", ("%s is sold out in %s"):format(model, zone), hint)
    elseif not zone and not elsewhere then
      add(check, open, "server_model_name", "sold_out", ("%s is sold out"):format(model), hint)
    end
  end)
end

--- Disks that a model has room for. One with local disks has room for none.
---@param check cph.plan.Check
local function check_disks(check)
  each(check, "model", function(open, models, field)
    for _, model in ipairs(models) do
      local most = model.server_model_name == open.body.server_model_name and model.disk_max_num
      if most and (open.body.data_volume.count or 1) > most then
        add(check, open, most == 0 and "data_volume" or field, "range",
          most == 0 and "the model has local disks only" or ("is %d"):format(open.body.data_volume.count or 1),
          most == 0 and "leave data_volume out" or ("must be at most %d for this model"):format(most))
      end
    end
  end)
end

--- A subnet's zone counts where the subnet is limited to it; others serve the whole region.
---@param check cph.plan.Check
---@param open cph.plan.OpenRow
---@param subnet cph.Subnet
---@param field string
local function check_zone(check, open, subnet, field)
  local zone, scope, own = open.body.availability_zone, subnet.scope or "", subnet.availability_zone or ""
  local is_regional = scope == "" or scope == "center"
  if zone and not is_regional and scope ~= zone then
    add(check, open, field, "conflict", ("is a subnet of %s alone"):format(scope), "must be one that serves " .. zone)
  elseif zone and is_regional and own ~= "" and own ~= zone then
    add(check, open, field, "conflict", ("belongs to %s"):format(own),
      ("the servers go to %s; a subnet usually serves the whole region"):format(zone), "warning")
  end
end

---@param check cph.plan.Check
---@param open cph.plan.OpenRow
---@param subnet cph.Subnet
---@param field string
local function check_interface(check, open, subnet, field)
  local position = math.tointeger(field:match "%d+")
  local nic = open.body.nics[position]
  local base = field:gsub("subnet_id$", "")
  if nic.vpc_id and subnet.vpc_id and nic.vpc_id ~= subnet.vpc_id then
    add(check, open, base .. "vpc_id", "conflict", "is not the subnet's VPC", "the subnet lies in " .. subnet.vpc_id)
  end
  if nic.ipv6_enable and subnet.ipv6_enable == false then
    add(check, open, base .. "ipv6_enable", "conflict", "the subnet has no IPv6", "turn IPv6 on there, or leave it out")
  end
  if subnet.status == "ERROR" then
    add(check, open, field, "not_usable", "has status ERROR", "must be a working subnet")
  end
  local first = check.found.subnet[open.body.nics[1].subnet_id]
  local vpc = first and first.value and first.value.vpc_id
  if position > 1 and vpc and subnet.vpc_id and vpc ~= subnet.vpc_id then
    add(check, open, field, "conflict", "lies in another VPC than the first interface", "must be in " .. vpc)
  end
end

--- Each server takes an address of each of its subnets; what all rows take together must be free.
---@param check cph.plan.Check
local function check_free_addresses(check)
  local needed, so_far = {}, {}
  needs.each("subnet", check.rows, function(open, id)
    needed[id] = (needed[id] or 0) + open.servers
  end)
  each(check, "subnet", function(open, subnet, field, id)
    local free, before = subnet.available_ip_address_count, so_far[id] or 0
    so_far[id] = before + open.servers
    if free and before <= free and so_far[id] > free then
      add(check, open, field, "short", ("has %d free addresses"):format(free),
        ("the plan needs %d in this subnet"):format(needed[id]))
    end
  end)
end

---@param check cph.plan.Check
local function check_subnets(check)
  each(check, "subnet", function(open, subnet, field)
    check_zone(check, open, subnet, field)
    check_interface(check, open, subnet, field)
  end)
end

---@param check cph.plan.Check
local function check_elastic_ips(check)
  local owners = {}
  each(check, "eip", function(open, ip, field, id)
    local owner = owners[id]
    owners[id] = owner or open
    if owner then
      add(check, open, field, "taken", "is planned for " .. owner.row.name .. " too", "an elastic IP serves one server")
    elseif ip.status and ip.status ~= "DOWN" then
      add(check, open, field, "taken", "is not free: " .. ip.status, "must be unbound: DOWN")
    elseif open.servers > 1 then
      add(check, open, field, "conflict", ("is for %d servers"):format(open.servers),
        "an elastic IP serves one server: give each a row of its own")
    end
  end)
end

---@param check cph.plan.Check
local function check_quota(check)
  local needed = 0
  needs.each("quota", check.rows, function(open)
    needed = needed + open.servers
  end)
  local is_said = false
  each(check, "quota", function(open, quota, field)
    local most, used = quota.quota or -1, quota.used or 0
    if most >= 0 and used + needed > most and not is_said then
      is_said = true
      add(check, open, field, "short", ("the quota leaves %d elastic IPs"):format(math.max(0, most - used)),
        ("the plan needs %d; ask for more in the console"):format(needed))
    end
  end)
end

---@param check cph.plan.Check
local function check_bandwidths(check)
  each(check, "bandwidth", function(open, bandwidth, field)
    if bandwidth.share_type and bandwidth.share_type ~= "WHOLE" then
      add(check, open, field, "conflict", "is not shared: " .. bandwidth.share_type, "must be a shared one: WHOLE")
    elseif bandwidth.status and bandwidth.status ~= "NORMAL" then
      add(check, open, field, "not_usable", "has status " .. bandwidth.status, "must be NORMAL")
    end
  end)
end

---@param check cph.plan.Check
local function check_the_rest(check)
  each(check, "key_pair", function(open, key_pair, field)
    if key_pair.frozen_state and key_pair.frozen_state ~= 0 then
      add(check, open, field, "not_usable", "is frozen", "must be usable")
    end
  end)
  each(check, "image", function(open, image, field)
    if image.status and image.status ~= "active" then
      add(check, open, field, "not_usable", "has status " .. image.status, "must be active")
    end
  end)
  each(check, "enterprise_project", function(open, project, field)
    if project.status == 2 then
      add(check, open, field, "not_usable", "is disabled", "must be in use")
    end
  end)
end

--- Names are identity: a server that has one already would be taken for the plan's.
---@param check cph.plan.Check
local function check_names(check)
  local owners = {}
  for _, open in ipairs(check.rows) do
    for _, name in ipairs(open.names) do
      owners[name] = open
    end
  end
  local is_said = {}
  for _, entry in cph.sorted(check.found.name) do
    for _, server in ipairs(entry.value and entry.value.servers or {}) do
      local shown = server.server_name or ""
      local name = owners[shown] and shown or shown:gsub("%-%d%d?%d?%d?$", "")
      if owners[name] and not is_said[name] then
        is_said[name] = true
        add(check, owners[name], "server_name", "taken", ("%s exists already: %s"):format(shown, server.server_id),
          ("if another ledger bought it, use that one, or take it over: cph ledger resolve %s --adopt IDS; "
            .. "otherwise choose another server_name"):format(name))
      end
    end
    check.is_partial = check.is_partial or (entry.value and not entry.value.is_complete)
  end
end

--- Warnings of the whole plan: what could not be looked at.
---@param check cph.plan.Check
---@return table[]
local function unchecked(check)
  local result = {}
  local function note(what, message, hint)
    result[#result + 1] = problems.new {
      path = what, code = "unchecked", severity = "warning", basis = "documented", message = message, hint = hint,
    }
  end
  for _, entry in ipairs(check.found.unchecked) do
    note(entry.what, "not checked: " .. entry.message, entry.hint or "the purchase itself will tell")
  end
  if check.is_partial then
    note("names", "too many servers are called alike to look at all", "each name is looked up before it is bought")
  end
  return result
end

--- What keeps open purchases from being made, in the order of the rows, and what could not be checked. Everything is
--- read once, whatever the number of rows that name it; nothing is read where nothing is open.
---@param rows cph.plan.Row[]
---@param calls cph.CreateServer[]
---@param records table<string, table>  by call
---@return cph.Problem[]
local function preflight(rows, calls, records)
  local check = { rows = needs.open_rows(rows, calls, records), problems = {} }
  if #check.rows == 0 then
    return {}
  end
  check.found = lookups(needs.wanted(check.rows))
  local checks = {
    check_stock, check_existence, check_disks, check_subnets, check_free_addresses, check_elastic_ips, check_quota,
    check_bandwidths, check_the_rest, check_names,
  }
  for _, run in ipairs(checks) do
    run(check)
  end
  local order = {}
  for position, problem in ipairs(check.problems) do
    order[problem] = position
  end
  table.sort(check.problems, function(a, b)
    return a.row < b.row or a.row == b.row and order[a] < order[b]
  end)
  local others = unchecked(check)
  return table.move(others, 1, #others, #check.problems + 1, check.problems)
end

return preflight
