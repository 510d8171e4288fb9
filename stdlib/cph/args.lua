--- Declares a script's arguments: `local args = cph.args { … }` reads them, and answers `--help` by itself.
---
---     local args = cph.args {
---       summary = "Buys a fleet.",
---       { "name", help = "what its servers are called", default = "game" },
---       { "--per-subnet", type = "integer", min = 1, default = 25, help = "servers in each subnet" },
---       { "--zone", type = "list", help = "zones to buy in", default = { "cn-east-3a" } },
---       { "--wait", type = "duration", default = "15m", help = "how long to wait for them" },
---       { "--apply", type = "flag", help = "buy; only show otherwise" },
---     }
---     assert(args.name == "game" and args.per_subnet == 25 and args.wait == 900 and not args.apply)
---
--- `fleet.lua east --per-subnet=10 --zone cn-east-3a,cn-east-3b --apply` is read with all its mistakes at once: they
--- are printed with how to call the script, which ends with exit code 2. `--help` shows what is declared here, and
--- `--completion bash` (or zsh, fish) prints a script that completes the arguments in that shell.
local require = ...
local declare = require "cph.args.declaration"
local read = require "cph.args.reader"

---@class (exact) cph.args.Argument
---@field [1] string  `name` for an argument by position, `--name` for an option
---@field type? "string"|"integer"|"number"|"flag"|"duration"|"choice"|"list"  string when absent
---@field help string  one line, without a full stop
---@field default? any  what counts when it isn't given; also as a text that is read like the user's
---@field required? boolean  an option that must be given; an argument by position must be unless it has a default
---@field optional? boolean  an argument by position that may be left out
---@field short? string  one letter: `n` for `-n`
---@field choices? string[]  the values that are allowed
---@field of? "string"|"integer"|"number"|"duration"  what a list holds; strings when absent
---@field min? number  of a number, or of a duration in seconds
---@field max? number
---@field value? string  what the value is called in `--help`
---@field check? fun(value: any): string?  says what is wrong with a value, such as `must end with .csv`

---@class (exact) cph.args.Spec
---@field [integer] cph.args.Argument
---@field summary string  what the script does, in a sentence
---@field notes? string  what else `--help` says, such as examples
---@field commands? cph.args.Command[]  what the first word may be, each with arguments of its own

---@class (exact) cph.args.Command
---@field [1] string  its name
---@field [integer] cph.args.Argument
---@field summary string
---@field notes? string

local DONE, USAGE = 0, 2 -- exit codes

---@return string
local function script_name()
  local path = arg and arg[0] or "script"
  return path:match "([^/]+)$" or path
end

---@param text string
---@param code integer
local function leave(text, code)
  if code == DONE then
    print(text)
  else
    cph.console.write(cph.visible(text, true))
  end
  os.exit(code)
end

--- The values by name, with `_` for `-`: `args.per_subnet`. A duration is a number of seconds, a list is a table, and a
--- flag true or false; what was not given and has no default is nil. With `commands`, `args.command` is the one given.
--- Reading a name that isn't declared is an error.
---@param spec cph.args.Spec
---@param words? string[]  the script's own when absent
---@return table<string, any>
local function args(spec, words)
  local declared = declare(spec)
  local outcome = read(declared, words or arg or {})
  local name = script_name()
  if outcome.completion then
    leave(require("cph.args.completion")(declared, name, outcome.completion), DONE)
  elseif outcome.help then
    leave(require("cph.args.help").page(outcome.command or declared, name), DONE)
  elseif #outcome.problems > 0 then
    local lines = {}
    for _, problem in ipairs(outcome.problems) do
      lines[#lines + 1] = name .. ": " .. problem
    end
    lines[#lines + 1] = require("cph.args.help").usage(outcome.command or declared, name)
    lines[#lines + 1] = name .. " --help says more"
    leave(table.concat(lines, "\n"), USAGE)
  end
  return outcome.values
end

return args
