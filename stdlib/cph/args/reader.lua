--- A command line, read by a declaration.
---
---     local declare, read = require "cph.args.declaration", require "cph.args.reader"
---     local declared = declare {
---       summary = "Buys.",
---       { "name", help = "a name" },
---       { "--count", type = "integer", help = "servers" },
---     }
---     local outcome = read(declared, { "game", "--count=x", "--cuont", "3" })
---     assert(outcome.problems[1] == '--count is "x"; must be an integer')
---     assert(outcome.problems[2] == "there is no option --cuont; did you mean --count?")
local require = ...
local convert = require "cph.args.value"

---@class cph.args.Outcome
---@field values table<string, any>
---@field problems string[]
---@field help boolean  whether `--help` was among the words
---@field completion? string  the shell that `--completion` names
---@field command? cph.args.Declared  the command that was given

---@class cph.args.Reading
---@field declared cph.args.Declared
---@field words string[]
---@field index integer
---@field given table<string, any>  by key
---@field free string[]  words that are no options
---@field outcome cph.args.Outcome
---@field only_free boolean  behind `--`

---@param reading cph.args.Reading
---@param message string
---@param ... any
local function complain(reading, message, ...)
  local problems = reading.outcome.problems
  problems[#problems + 1] = message:format(...)
end

---@param reading cph.args.Reading
---@param entry cph.args.Entry
---@param shown string  as the user wrote it
---@param text string
local function take(reading, entry, shown, text)
  local value, problem = convert(entry, text)
  local before = reading.given[entry.key]
  if problem then
    complain(reading, "%s %s", shown, problem)
    reading.given[entry.key] = before or entry.default or false
  elseif entry.type == "list" and before then
    table.move(value, 1, #value, #before + 1, before)
  elseif before ~= nil then
    complain(reading, "%s is given twice", shown)
  else
    reading.given[entry.key] = value
  end
end

---@param reading cph.args.Reading
---@param word string
---@param is_attached? boolean  whether its value is in the same word
local function complain_of_option(reading, word, is_attached)
  local names = { "--help" }
  for name in cph.sorted(reading.declared.options) do
    names[#names + 1] = name
  end
  local host_takes_value = cph.console.host_options()[word]
  local is_host = host_takes_value ~= nil
  local near = not is_host and #word > 2 and cph.suggest(word, names)
  local hint = is_host and "; it is an option of cph and stands before the script"
    or near and ("; did you mean %s?"):format(near) or ""
  complain(reading, "there is no option %s%s", word, hint)
  -- What follows is most likely its value, and would be one more complaint.
  local meant = near and reading.declared.options[near]
  local following = reading.words[reading.index + 1]
  if (host_takes_value or meant and meant.takes_value) and not is_attached and following
    and following:sub(1, 1) ~= "-" then
    reading.index = reading.index + 1
  end
end

--- The value of an option: behind `=`, or the next word.
---@param reading cph.args.Reading
---@param entry cph.args.Entry
---@param shown string
---@param attached? string
local function take_value(reading, entry, shown, attached)
  local following = reading.words[reading.index + 1]
  local is_value = following and (following:sub(1, 1) ~= "-" or following:find "^%-[%d.]" or following == "-")
  if attached then
    take(reading, entry, shown, attached)
  elseif is_value then
    reading.index = reading.index + 1
    take(reading, entry, shown, following)
  else
    local hint = following and ("; write %s=VALUE if it begins with -"):format(shown) or ""
    complain(reading, "%s needs a value%s", shown, hint)
    reading.given[entry.key] = reading.given[entry.key] or false
  end
end

---@param reading cph.args.Reading
---@param word string
local function take_long(reading, word)
  local name, attached = word:match "^(%-%-[^=]+)=(.*)$"
  name = name or word
  local entry = reading.declared.options[name]
  local negated = not entry and reading.declared.options["--" .. (name:match "^%-%-no%-(.+)$" or "")]
  if negated and not negated.takes_value and not attached then
    reading.given[negated.key] = false
  elseif not entry then
    complain_of_option(reading, name, attached ~= nil)
  elseif entry.takes_value then
    take_value(reading, entry, name, attached)
  elseif attached then
    complain(reading, "%s is a flag and takes no value", name)
  else
    reading.given[entry.key] = true
  end
end

--- `-n 3`, `-n3`, and flags together: `-vq`.
---@param reading cph.args.Reading
---@param word string
local function take_short(reading, word)
  for position = 2, #word do
    local shown = "-" .. word:sub(position, position)
    local entry = reading.declared.options[shown]
    if not entry then
      return complain_of_option(reading, shown)
    elseif entry.takes_value then
      local attached = word:sub(position + 1):gsub("^=", "")
      return take_value(reading, entry, shown, attached ~= "" and attached or nil)
    end
    reading.given[entry.key] = true
  end
end

---@param reading cph.args.Reading
---@param word string
local function take_command(reading, word)
  local names = {}
  for index, command in ipairs(reading.declared.commands) do
    if command.name == word then
      reading.declared, reading.outcome.command = command, command
      return
    end
    names[index] = command.name
  end
  local near = cph.suggest(word, names)
  complain(reading, "there is no command %s%s", word, near and ("; did you mean %s?"):format(near) or "; there is "
    .. table.concat(names, ", "))
  reading.only_free, reading.index = true, #reading.words
end

--- Whether a word is none of the options: `-5` is a number where no option is called that.
---@param reading cph.args.Reading
---@param word string
---@return boolean
local function is_free(reading, word)
  local is_number = word:find "^%-[%d.]" and not reading.declared.options[word:sub(1, 2)]
  return reading.only_free or word == "-" or is_number or not word:find "^%-"
end

---@param reading cph.args.Reading
---@param word string
local function take_word(reading, word)
  if is_free(reading, word) then
    if #reading.declared.commands > 0 and not reading.outcome.command then
      take_command(reading, word)
    else
      reading.free[#reading.free + 1] = word
    end
  elseif word == "--" then
    reading.only_free = true
  elseif word == "--help" or word == "-h" then
    reading.outcome.help = true
  elseif word == "--completion" or word:find "^%-%-completion=" then
    reading.outcome.completion = word:match "=(.*)" or reading.words[reading.index + 1] or ""
    reading.index = reading.index + 1
  elseif word:sub(1, 2) == "--" then
    take_long(reading, word)
  else
    take_short(reading, word)
  end
end

---@param reading cph.args.Reading
local function place_free_words(reading)
  local positions = reading.declared.positions
  for index, word in ipairs(reading.free) do
    local entry = positions[index] or positions[#positions]
    if not entry or (index > #positions and entry.type ~= "list") then
      complain(reading, "%q is one argument too many", word)
    else
      take(reading, entry, entry.name, word)
    end
  end
end

---@param reading cph.args.Reading
local function fill_in(reading)
  for _, entry in ipairs(reading.declared.list) do
    if reading.given[entry.key] == nil then
      reading.given[entry.key] = entry.default
      if entry.must and entry.default == nil then
        complain(reading, "%s is missing: %s", entry.name, entry.help)
      end
    end
  end
  if #reading.declared.commands > 0 and not reading.outcome.command then
    complain(reading, "a command is missing")
  end
end

--- The values as a script reads them: what is not declared is an error.
---@param reading cph.args.Reading
---@return table<string, any>
local function guarded(reading)
  local values, keys = reading.given, { "command" }
  values.command = reading.outcome.command and reading.outcome.command.name
  for _, entry in ipairs(reading.declared.list) do
    keys[#keys + 1] = entry.key
  end
  return setmetatable(values, {
    __index = function(_, key)
      for _, known in ipairs(keys) do
        if known == key then
          return nil
        end
      end
      local near = cph.suggest(tostring(key), keys)
      local hint = near and ("; did you mean %s?"):format(near) or ""
      error(("no argument %q is declared%s"):format(tostring(key), hint), 2)
    end,
  })
end

--- What the words say, and everything that is wrong with them. Prints nothing.
---@param declared cph.args.Declared
---@param words string[]
---@return cph.args.Outcome
local function args_reader(declared, words)
  local outcome = { values = {}, problems = {}, help = false }
  local reading = {
    declared = declared, words = words, index = 1, given = {}, free = {}, outcome = outcome, only_free = false,
  }
  while words[reading.index] do
    take_word(reading, words[reading.index])
    reading.index = reading.index + 1
  end
  place_free_words(reading)
  if #outcome.problems == 0 or outcome.command or #declared.commands == 0 then
    fill_in(reading)
  end
  outcome.values = guarded(reading)
  return outcome
end

return args_reader
