--- What `--help` says of declared arguments.
---
---     local declare = require "cph.args.declaration"
---     local help = require "cph.args.help"
---     local declared = declare { summary = "Buys.", { "--count", type = "integer", help = "servers" } }
---     assert(help.usage(declared, "buy.lua") == "usage: buy.lua [--count N]")
local args_help = {}

local WIDTH = 80 -- columns of a page
local LEFT = 26 -- of a name and its value, before the help begins on a line of its own
local PLACEHOLDERS = {
  integer = "N", number = "N", duration = "DURATION", list = "A,B", choice = "CHOICE", string = "TEXT",
}

--- What stands for the value: `TEXT`, `N`, or the choices when they are few.
---@param entry cph.args.Entry
---@return string
local function placeholder(entry)
  local choices = entry.choices and table.concat(entry.choices, "|")
  return entry.value or (choices and #choices < 24 and choices) or PLACEHOLDERS[entry.type]
end

---@param entry cph.args.Entry
---@return string
local function option(entry)
  if entry.type == "flag" and entry.default then
    return "--[no-]" .. entry.name:sub(3)
  end
  return entry.takes_value and entry.name .. " " .. placeholder(entry) or entry.name
end

---@param entry cph.args.Entry
---@return string
local function position(entry)
  return entry.name:upper():gsub("%-", "_") .. (entry.type == "list" and "…" or "")
end

---@param words string[]
---@param indent integer
---@return string
local function wrapped(words, indent)
  local lines, line, columns = {}, "", 0
  for _, word in ipairs(words) do
    local width = utf8.len(word) or #word
    if columns > 0 and columns + 1 + width > WIDTH - indent then
      lines[#lines + 1], line, columns = line, "", 0
    end
    line = columns > 0 and line .. " " .. word or word
    columns = columns + width + (columns > 0 and 1 or 0)
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n" .. (" "):rep(indent))
end

---@param text string
---@return string[]
local function words_of(text)
  local words = {}
  for word in text:gmatch "%S+" do
    words[#words + 1] = word
  end
  return words
end

---@param declared cph.args.Declared
---@param name string
---@return string
local function called(declared, name)
  return declared.name and name .. " " .. declared.name or name
end

--- How to call it, on one line where it fits.
---@param declared cph.args.Declared
---@param name string  of the script
---@return string
function args_help.usage(declared, name)
  local words = { called(declared, name) }
  for _, entry in ipairs(declared.list) do
    if entry.is_option then
      words[#words + 1] = entry.must and option(entry) or "[" .. option(entry) .. "]"
    end
  end
  for _, entry in ipairs(declared.positions) do
    words[#words + 1] = entry.must and position(entry) or "[" .. position(entry) .. "]"
  end
  if #declared.commands > 0 then
    words[#words + 1] = "COMMAND …"
  end
  return "usage: " .. wrapped(words, #"usage: ")
end

--- The default as the user would write it; nil where there is nothing to say.
---@param entry cph.args.Entry
---@return string?
local function default_words(entry)
  local value = entry.default
  if entry.type == "flag" then
    return value and "on" or nil
  elseif value == nil then
    return nil
  elseif entry.type == "list" then
    return table.concat(value, ",")
  end
  return entry.type == "duration" and cph.time.words(value) or tostring(value)
end

---@param entry cph.args.Entry
---@return string
local function help(entry)
  local default, notes = default_words(entry), {}
  if entry.is_option and entry.must then
    notes[#notes + 1] = "required"
  end
  -- Few choices stand in the left column already, where the value is named.
  if entry.choices and not (entry.is_option and placeholder(entry):find("|", 1, true)) then
    notes[#notes + 1] = table.concat(entry.choices, ", ")
  end
  if default and default ~= "" then
    notes[#notes + 1] = "default " .. default
  end
  return entry.help .. (#notes > 0 and " (" .. table.concat(notes, "; ") .. ")" or "")
end

---@param left string
---@param right string
---@return string
local function row(left, right)
  local text = wrapped(words_of(right), LEFT + 2)
  local width = utf8.len(left) or #left
  local gap = width < LEFT - 2 and (" "):rep(LEFT - width) or "\n" .. (" "):rep(LEFT + 2)
  return "  " .. left .. gap .. text
end

---@param lines string[]
---@param title string
---@param rows string[]
local function add_section(lines, title, rows)
  if #rows > 0 then
    lines[#lines + 1] = "\n" .. title .. ":\n" .. table.concat(rows, "\n")
  end
end

--- The whole page.
---@param declared cph.args.Declared
---@param name string  of the script
---@return string
function args_help.page(declared, name)
  local positions, options, commands = {}, {}, {}
  for index, entry in ipairs(declared.positions) do
    positions[index] = row(position(entry), help(entry))
  end
  for _, entry in ipairs(declared.list) do
    if entry.is_option then
      local short = entry.short and "-" .. entry.short .. ", " or ""
      options[#options + 1] = row(short .. option(entry), help(entry))
    end
  end
  options[#options + 1] = row("-h, --help", "show this")
  for index, command in ipairs(declared.commands) do
    commands[index] = row(command.name, command.summary)
  end
  local lines = { args_help.usage(declared, name), "\n" .. wrapped(words_of(declared.summary), 0) }
  add_section(lines, "commands", commands)
  add_section(lines, "arguments", positions)
  add_section(lines, "options", options)
  if declared.notes then
    lines[#lines + 1] = "\n" .. declared.notes
  end
  return table.concat(lines, "\n")
end

return args_help
