#!/usr/bin/env -S cph run
--- What the ledger holds: every purchase, and what they come to by zone and model.
---
---     cph report.lua
---     cph report.lua --prefix game --format csv > game.csv
local args = cph.args {
  summary = "Reports what was bought, from the ledger; nothing is sent.",
  { "--prefix", default = "", help = "only purchases whose names begin so" },
  { "--state", help = "only purchases in this state, such as accepted or in_doubt" },
  { "--since", value = "TIME", help = "only purchases recorded since this day or time, UTC" },
  { "--format", choices = { "table", "csv", "json", "ids" }, default = "table", help = "how to print it" },
}

local since = args.since and cph.time.parse(args.since) * 1000 or 0
local records = {}
for _, record in ipairs(cph.ledger.list { prefix = args.prefix, state = args.state }) do
  if record.created_at >= since then
    records[#records + 1] = record
  end
end

local TITLES = { "name", "state", "servers", "months", "zone", "model", "order", "recorded" }

local function row(record)
  return {
    record.name, record.state, record.count, record.months, record.request.availability_zone or "any",
    record.request.server_model_name or "", record.order_id or "", cph.time.stamp(record.created_at / 1000),
  }
end

--- The servers and server-months of all that was bought, by zone and model.
local function totals()
  local sums = {}
  for _, record in ipairs(records) do
    if not record.may_send and not record.in_doubt then
      local key = (record.request.availability_zone or "any") .. " " .. (record.request.server_model_name or "")
      local sum = sums[key] or { servers = 0, months = 0 }
      sums[key] = sum
      sum.servers, sum.months = sum.servers + record.count, sum.months + record.count * record.months
    end
  end
  local rows = {}
  for key, sum in cph.sorted(sums) do
    local zone, model = key:match "^(%S+) (.*)$"
    rows[#rows + 1] = { zone, model, sum.servers, sum.months }
  end
  return cph.table({ "zone", "model", "servers", "server-months" }, rows)
end

local rows, ids = {}, {}
for index, record in ipairs(records) do
  rows[index] = row(record)
  table.move(record.server_ids, 1, #record.server_ids, #ids + 1, ids)
end

if args.format == "json" then
  print(cph.json.encode(records, true))
elseif args.format == "csv" then
  io.write(cph.csv.encode(TITLES, rows))
elseif args.format == "ids" then
  print(table.concat(ids, "\n"))
elseif #records == 0 then
  cph.log.info "the ledger has no such purchase"
else
  print(cph.table(TITLES, rows))
  print("\n" .. totals())
end
