local require = ...
local spec = require "cph.args.declaration"
local help = require "cph.args.help"

local declared = spec {
  summary = "Buys a fleet, in as many calls as it takes, and prints the IDs of its servers one a line when they "
    .. "are there.",
  notes = "Example:\n  fleet.lua game",
  { "name", help = "what its servers are called" },
  { "ids", type = "list", optional = true, help = "more" },
  { "--subnet", required = true, value = "ID", help = "subnet" },
  { "--model", choices = { "rx1", "rx2" }, default = "rx1", help = "model" },
  { "--zone", type = "list", default = { "a", "b" }, help = "zones" },
  { "--wait", type = "duration", short = "w", default = 5400, help = "how long to wait for the servers to be there" },
  { "--quiet", type = "flag", default = true, help = "say nothing" },
}
assert(help.page(declared, "fleet.lua") == [[
usage: fleet.lua --subnet ID [--model rx1|rx2] [--zone A,B] [--wait DURATION]
       [--[no-]quiet] NAME [IDS…]

Buys a fleet, in as many calls as it takes, and prints the IDs of its servers
one a line when they are there.

arguments:
  NAME                      what its servers are called
  IDS…                      more

options:
  --subnet ID               subnet (required)
  --model rx1|rx2           model (default rx1)
  --zone A,B                zones (default a,b)
  -w, --wait DURATION       how long to wait for the servers to be there
                            (default 1h30m)
  --[no-]quiet              say nothing (default on)
  -h, --help                show this

Example:
  fleet.lua game]], help.page(declared, "fleet.lua"))

-- Choices stand beside a position, whose name says nothing of them; no default is said where it is empty
local choosing = spec {
  summary = "Looks.",
  { "what", choices = { "show", "apply" }, default = "show", help = "what to do" },
  { "--prefix", default = "", help = "how names begin" },
}
local page = help.page(choosing, "f.lua")
assert(page:find("what to do (show, apply; default show)\n", 1, true), page)
assert(page:find("how names begin\n", 1, true), page)

local commands = spec {
  summary = "Looks.",
  commands = { { "show", summary = "Shows.", { "what", help = "what" } } },
}
assert(help.page(commands, "f.lua"):find("commands:\n  show                      Shows.", 1, true))
assert(help.usage(commands, "f.lua") == "usage: f.lua COMMAND …")
assert(help.usage(commands.commands[1], "f.lua") == "usage: f.lua show WHAT")
