#!/usr/bin/env -S cph run
--- Waits until the servers that the ledger knows run, then prints where they are.
---
---     cph --region cn-east-3 inventory.lua --prefix game- > hosts.ini && ansible -i hosts.ini all -m ping
---
--- Orders that wait for payment are said first; servers that were given back are left out. It buys
--- nothing and can be run as often as one likes.
local args = cph.args {
  summary = "Waits until servers run, then prints an Ansible inventory or an SSH configuration.",
  { "--prefix", default = "", help = "what the names of the purchases begin with; all when absent" },
  { "--format", choices = { "ini", "yaml", "ssh" }, default = "ini", help = "what to print" },
  { "--address", choices = { "any", "public", "private" }, default = "any", help = "which address to use" },
  { "--user", default = "root", help = "who logs in" },
  { "--timeout", type = "duration", default = "90m", help = "when to give up waiting" },
}

local bought = {}
for _, record in ipairs(cph.ledger.list { prefix = args.prefix }) do
  local is_void = record.order_status == "cancelled" or record.order_status == "expired"
  if not record.may_send and not record.in_doubt and not is_void then
    bought[#bought + 1] = record
  end
end
if #bought == 0 then
  io.stderr:write(("no purchase begins with %q; cph ledger list shows what there is\n"):format(args.prefix))
  os.exit(1)
end

local servers = cph.servers.wait({ orders = bought }, { timeout = args.timeout })
if args.format == "ssh" then
  io.write(cph.ssh_config(servers, { address = args.address, user = args.user }))
else
  io.write(cph.inventory[args.format](servers, { address = args.address, vars = { ansible_user = args.user } }))
end
