local require = ...
local spec = require "cph.args.declaration"
local completion = require "cph.args.completion"

local declared = spec {
  summary = "s",
  { "--model", choices = { "rx1", "rx2" }, help = "it's [a] model" },
  { "--fast", type = "flag", short = "f", help = "be fast" },
  commands = { { "show", summary = "Shows.", { "--all", type = "flag", help = "all" } } },
}
local bash = completion(declared, "my-fleet.lua", "bash")
for _, part in ipairs {
  "complete -o default -F _cph_my_fleet_lua 'my-fleet.lua'",
  "--model) COMPREPLY=($(compgen -W 'rx1 rx2' -- \"$word\")); return ;;",
  "'show --help --model --fast'",
  "'show') COMPREPLY=($(compgen -W '--help --model --fast --all' --",
} do
  assert(bash:find(part, 1, true), bash)
end

local zsh = completion(declared, "my-fleet.lua", "zsh")
assert(zsh:find([['--model=[it'\''s \[a\] model]:model:(rx1 rx2)']], 1, true), zsh)

local fish = completion(declared, "my-fleet.lua", "fish")
assert(fish:find("-l fast -s f -d 'be fast'", 1, true), fish)
assert(fish:find("-n __fish_use_subcommand -a 'show'", 1, true), fish)

assert(fish:find("-n '__fish_seen_subcommand_from show' -l all", 1, true) and zsh:find("--all[all]", 1, true))

local _, err = cph.try(completion, declared, "x", "basch")
assert(err.message:find("did you mean bash?", 1, true))
