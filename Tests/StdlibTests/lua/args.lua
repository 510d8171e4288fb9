local require = ...
local reader = require "cph.args.reader"
local spec = require "cph.args.declaration"

local SPEC = {
  summary = "Buys a fleet.",
  { "name", help = "what its servers are called" },
  { "ids", type = "list", optional = true, help = "more names" },
  { "--per-subnet", type = "integer", short = "n", min = 1, max = 100, default = 25, help = "servers in each subnet" },
  { "--ratio", type = "number", help = "a ratio" },
  { "--model", choices = { "rx1", "rx2" }, default = "rx1", help = "model" },
  { "--zone", type = "list", help = "zones" },
  { "--count", type = "list", of = "integer", help = "counts" },
  { "--wait", type = "duration", default = "15m", max = 3600, help = "how long" },
  { "--apply", type = "flag", short = "a", help = "buy" },
  { "--quiet", type = "flag", short = "q", default = true, help = "say nothing" },
  {
    "--out",
    help = "a file",
    check = function(path)
      return not path:find "%.csv$" and "must end with .csv" or nil
    end,
  },
}

local function read(...)
  return reader(spec(SPEC), { ... })
end

local function good(...)
  local outcome = read(...)
  assert(#outcome.problems == 0, table.concat(outcome.problems, "\n"))
  return outcome.values
end

-- Every form of every type.
local values = good(
  "game", "b", "c", "--per-subnet=3", "--ratio", "-0.5", "--model", "rx2", "--zone", "a,b", "--zone=c",
  "--count", "1,2", "--wait", "1h", "-a", "--no-quiet", "--out=x.csv"
)
assert(values.name == "game" and table.concat(values.ids, " ") == "b c" and values.per_subnet == 3)
assert(values.ratio == -0.5 and values.model == "rx2" and table.concat(values.zone, " ") == "a b c")
assert(math.type(values.count[2]) == "integer" and values.wait == 3600 and values.apply and not values.quiet)
assert(values.out == "x.csv")

-- Defaults, and nothing where there is none.
values = good "game"
assert(values.per_subnet == 25 and values.wait == 900 and values.model == "rx1")
assert(values.apply == false and values.quiet == true)
assert(values.ratio == nil and values.zone == nil and values.ids == nil and values.command == nil)

-- Short options, alone and together, and what only looks like one.
for _, words in ipairs { { "-n", "7" }, { "-n7" }, { "-n=7" } } do
  assert(good("game", table.unpack(words)).per_subnet == 7)
end
values = good("game", "-aq")
assert(values.apply and values.quiet)
assert(good("--", "--name").name == "--name" and good("-").name == "-" and good("-5").name == "-5")
assert(good("--out=-.csv", "game").out == "-.csv", "a value that begins with - stands behind =")

-- Reading what is not declared is an error that names the nearest.
local ok, message = pcall(function() return values.aply end)
assert(not ok and message:find("did you mean apply?", 1, true), message)

-- All problems at once, each with what to write.
local function problems(...)
  return table.concat(read(...).problems, "\n")
end
assert(problems("--per-subnet=0", "--ratio", "x", "--model=rx3", "--wait=2h", "--count=1,x", "--out=y") == [[
--per-subnet is "0"; must be 1 to 100
--ratio is "x"; must be a number
--model is "rx3"; must be rx1, rx2, did you mean rx1?
--wait is "2h"; must be at most 3600s
--count has "x"; must be an integer
--out is "y"; must end with .csv
name is missing: what its servers are called]], problems())
assert(problems("g", "--modl", "rx2") == "there is no option --modl; did you mean --model?")
assert(problems("g", "-x") == "there is no option -x")
assert(problems("g", "--zzzzzz") == "there is no option --zzzzzz")
assert(problems("g", "--apply=1") == "--apply is a flag and takes no value")
assert(problems("g", "--ratio") == "--ratio needs a value")
assert(problems("g", "--ratio", "--apply") == "--ratio needs a value; write --ratio=VALUE if it begins with -")
assert(problems("g", "--ratio=1", "--ratio=2") == "--ratio is given twice")
assert(problems("g", "--zone=a,,b") == '--zone is "a,,b"; must be values with commas between them')
for _, wrong in ipairs { "1e3", "99999999999999999999", "" } do
  assert(problems("g", "-n", wrong) == ("-n is %q; must be an integer"):format(wrong))
end
assert(problems("g", "--no-model") == "there is no option --no-model; did you mean --model?")

-- Help wins over everything that is wrong.
assert(read("--wrong", "--help").help and read("-h").help and not read("--", "-h").help)
assert(read("--completion", "zsh").completion == "zsh" and read("--completion=fish").completion == "fish")

-- Commands, with arguments of their own and those of the script.
local COMMANDS = {
  summary = "Looks after a fleet.",
  { "--fleet", default = "game", help = "its name" },
  commands = {
    { "show", summary = "Shows it." },
    {
      "grow",
      summary = "Makes it larger.",
      { "by", type = "integer", help = "servers" },
      { "--now", type = "flag", help = "at once" },
    },
  },
}
local function command(...)
  local outcome = reader(spec(COMMANDS), { ... })
  return outcome.values, table.concat(outcome.problems, "\n")
end
values = command("grow", "5", "--fleet", "x", "--now")
assert(values.command == "grow" and values.by == 5 and values.fleet == "x" and values.now)
values = command("--fleet", "y", "show")
assert(values.command == "show" and values.fleet == "y")
assert(select(2, command()) == "a command is missing")
assert(select(2, command "grw") == "there is no command grw; did you mean grow?")
assert(select(2, command("show", "5")) == '"5" is one argument too many')
assert(select(2, command "grow") == "by is missing: servers")

-- The caller sees the values alone.
assert(cph.args(SPEC, { "game" }).name == "game")
