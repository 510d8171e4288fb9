local argparse = require "argparse"
local parser = argparse("fleet", "Buys a fleet.")
parser:argument("name", "of the fleet")
parser:option("-c --count", "servers", "1"):convert(tonumber)
parser:flag("-q --quiet")
local args = parser:parse { "game", "-c", "25", "--quiet" }
assert(args.name == "game" and args.count == 25 and args.quiet)
local ok, message = parser:pparse { "game", "--cont", "1" }
assert(not ok and message:find "Did you mean '%-%-count'")
assert(parser:get_help():find "Usage: fleet")
