local require = ...
local spec = require "cph.args.declaration"
local reader = require "cph.args.reader"

-- Nothing that a user can type makes the reader fail: it has values or problems.
local declared = spec {
  summary = "s",
  { "name", optional = true, help = "n" },
  { "--count", type = "integer", short = "c", help = "c" },
  { "--fast", type = "flag", short = "f", help = "f" },
}
local PIECES = { "-", "--", "-c", "-f", "--count", "--fast", "=", "3", "x", "", "-cf", "--no-", "--=", "-3", "é" }
for a = 1, #PIECES do
  for b = 1, #PIECES do
    for _, words in ipairs { { PIECES[a], PIECES[b] }, { PIECES[a] .. PIECES[b] } } do
      local outcome = reader(declared, words)
      assert(type(outcome.values) == "table" and type(outcome.problems) == "table")
    end
  end
end
