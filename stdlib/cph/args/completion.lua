--- A shell's completion of declared arguments.
---
---     local declare = require "cph.args.declaration"
---     local completion = require "cph.args.completion"
---     local declared = declare { summary = "Buys.", { "--zone", help = "a zone", choices = { "a", "b" } } }
---     assert(completion(declared, "buy.lua", "bash"):find("compgen -W 'a b'", 1, true))

local SHELLS = { "bash", "zsh", "fish" }

--- A function name for the shell, from the script's.
---@param name string
---@return string
local function identifier(name)
  return "_cph_" .. name:gsub("[^%w]", "_")
end

--- As one word of any of the three shells.
---@param text string
---@return string
local function quoted(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

---@param declared cph.args.Declared
---@return cph.args.Entry[]
local function options(declared)
  local list = {}
  for _, entry in ipairs(declared.list) do
    if entry.is_option then
      list[#list + 1] = entry
    end
  end
  return list
end

---@param declared cph.args.Declared
---@return string[]
local function option_names(declared)
  local names = { "--help" }
  for _, entry in ipairs(options(declared)) do
    names[#names + 1] = entry.name
  end
  return names
end

---@param declared cph.args.Declared
---@return string[]
local function command_names(declared)
  local names = {}
  for index, command in ipairs(declared.commands) do
    names[index] = command.name
  end
  return names
end

--- The options with those of all commands; the first of a name counts.
---@param declared cph.args.Declared
---@return cph.args.Entry[]
local function all_options(declared)
  local list, known = {}, {}
  for _, some in ipairs { declared, table.unpack(declared.commands) } do
    for _, entry in ipairs(options(some)) do
      if not known[entry.name] then
        known[entry.name], list[#list + 1] = true, entry
      end
    end
  end
  return list
end

local writers = {}

function writers.bash(declared, name)
  local lines = {
    identifier(name) .. "() {",
    '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"',
    '  case "$before" in',
  }
  for _, entry in ipairs(all_options(declared)) do
    local source = entry.choices and "compgen -W " .. quoted(table.concat(entry.choices, " ")) or "compgen -f"
    if entry.takes_value then
      lines[#lines + 1] = ('    %s) COMPREPLY=($(%s -- "$word")); return ;;'):format(entry.name, source)
    end
  end
  lines[#lines + 1] = '  esac\n  case "${COMP_WORDS[1]}" in'
  for _, command in ipairs(declared.commands) do
    lines[#lines + 1] = ("    %s) COMPREPLY=($(compgen -W %s -- \"$word\")); return ;;"):format(
      quoted(command.name), quoted(table.concat(option_names(command), " "))
    )
  end
  local names, words = option_names(declared), command_names(declared)
  table.move(names, 1, #names, #words + 1, words)
  lines[#lines + 1] = ('  esac\n  COMPREPLY=($(compgen -W %s -- "$word"))\n}'):format(quoted(table.concat(words, " ")))
  lines[#lines + 1] = ("complete -o default -F %s %s"):format(identifier(name), quoted(name))
  return table.concat(lines, "\n")
end

--- One word a line, with a tab and what it means: what cph's own completion asks for.
function writers.words(declared)
  local lines = { "--help\tshow help" }
  for _, entry in ipairs(all_options(declared)) do
    lines[#lines + 1] = entry.name .. "\t" .. entry.help
  end
  for _, command in ipairs(declared.commands) do
    lines[#lines + 1] = command.name .. "\t" .. (command.summary or "")
  end
  return table.concat(lines, "\n")
end

--- What zsh's `_arguments` takes of an option: `'--zone[a zone]:ZONE:(a b)'`.
---@param entry cph.args.Entry
---@return string
local function zsh_option(entry)
  local help = entry.help:gsub("[%[%]:\\]", "\\%0")
  local many = entry.type == "list" and "*" or ""
  if not entry.takes_value then
    return quoted(("%s[%s]"):format(entry.name, help))
  end
  local values = entry.choices and "(" .. table.concat(entry.choices, " ") .. ")" or "_files"
  return quoted(("%s%s=[%s]:%s:%s"):format(many, entry.name, help, entry.key, values))
end

function writers.zsh(declared, name)
  local lines = { "#compdef " .. name, identifier(name) .. "() {", "  _arguments \\", "    '--help[show help]' \\" }
  for _, entry in ipairs(all_options(declared)) do
    lines[#lines + 1] = "    " .. zsh_option(entry) .. " \\"
  end
  if #declared.commands > 0 then
    lines[#lines + 1] = ("    %s \\"):format(quoted("1:command:(" .. table.concat(command_names(declared), " ") .. ")"))
  end
  lines[#lines + 1] = "    '*:file:_files'\n}"
  lines[#lines + 1] = ("compdef %s %s"):format(identifier(name), quoted(name))
  return table.concat(lines, "\n")
end

--- A line of fish for an option.
---@param head string
---@param entry cph.args.Entry
---@return string
local function fish_option(head, entry)
  local short = entry.short and " -s " .. entry.short or ""
  local values = entry.takes_value and " -r" or ""
  if entry.choices then
    values = " -x -a " .. quoted(table.concat(entry.choices, " "))
  end
  return ("%s -l %s%s%s -d %s"):format(head, entry.name:sub(3), short, values, quoted(entry.help))
end

function writers.fish(declared, name)
  local head, known = "complete -c " .. quoted(name), {}
  local lines = { head .. " -l help -s h -d 'show help'" }
  for _, entry in ipairs(options(declared)) do
    known[entry.name], lines[#lines + 1] = true, fish_option(head, entry)
  end
  for _, command in ipairs(declared.commands) do
    lines[#lines + 1] = ("%s -n __fish_use_subcommand -a %s -d %s"):format(
      head, quoted(command.name), quoted(command.summary)
    )
    for _, entry in ipairs(options(command)) do
      if not known[entry.name] then
        local condition = " -n " .. quoted("__fish_seen_subcommand_from " .. command.name)
        lines[#lines + 1] = fish_option(head .. condition, entry)
      end
    end
  end
  return table.concat(lines, "\n")
end

--- A script for the shell to read: `source <(./fleet.lua --completion bash)`.
---@param declared cph.args.Declared
---@param name string  the command that is completed
---@param shell "bash"|"zsh"|"fish"
---@return string
local function args_completion(declared, name, shell)
  if not writers[shell] then
    local near = cph.suggest(shell, SHELLS)
    cph.raise {
      kind = "argument", code = "choice",
      message = ("--completion takes bash, zsh or fish, not %q%s"):format(
        shell, near and ("; did you mean %s?"):format(near) or ""
      ),
    }
  end
  return writers[shell](declared, name)
end

return args_completion
