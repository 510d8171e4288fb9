local require = ...
local fitted = require "cph.output.fitted"

local titles = { "zone", "subnet", "model", "servers" }
local one, two = "3c5e2638-b71f-4499-8d1e-355e89f21ae0", "7ab1f0c2-0000-4499-8d1e-355e89f21ae0"
local rows = { { "cn-east-3a", one, "physical.rx2.32xlarge.4", 10 }, { "any", two .. " + " .. one, "m", 2 } }

-- Where it fits, or goes to no terminal, nothing is left out
assert(fitted(titles, rows) == cph.table(titles, rows))
assert(fitted(titles, rows, 200) == cph.table(titles, rows))

local text = fitted(titles, rows, 80)
assert(text:find "3c5e2638… +physical%.rx2%.32xlarge%.4" and text:find "7ab1f0c2… %+ 3c5e2638…", text)

-- Two ids that begin alike stay whole, and cells are cut instead
local like = "3c5e2638-ffff-4499-8d1e-355e89f21ae0"
text = fitted(titles, { rows[1], { "any", like, "m", 2 } }, 80)
assert(text:find "3c5e2638%-b71f" and text:find "3c5e2638%-ffff" and text:find "…", text)

for _, columns in ipairs { 40, 60, 80, 100 } do
  for line in fitted(titles, rows, columns):gmatch "[^\n]+" do
    assert(utf8.len(line) <= columns, line)
  end
end
-- Wide letters take two columns each
for line in fitted({ "server" }, { { ("服"):rep(30) } }, 40):gmatch "[^\n]+" do
  assert(require("cph.output.width").of(line) <= 40, line)
end
assert(rows[1][2] == one, "the rows stay as they were")
