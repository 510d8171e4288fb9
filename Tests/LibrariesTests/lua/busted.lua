--- Runs test files for busted, with luassert as their `assert`: luassert's own tests want nothing else.
---
---     cph --trust busted.lua FILE…
assert = require "luassert"
spy, stub = require "luassert.spy", require "luassert.stub"
mock, match = require "luassert.mock", require "luassert.match"

local names, before, after, passed, failed = {}, {}, {}, 0, 0

local function shorten(list, size)
  for index = #list, size + 1, -1 do
    list[index] = nil
  end
end

function describe(name, body)
  local sizes = { #before, #after }
  names[#names + 1] = name
  body()
  names[#names] = nil
  shorten(before, sizes[1])
  shorten(after, sizes[2])
end

function before_each(body)
  before[#before + 1] = body
end

function after_each(body)
  after[#after + 1] = body
end

function setup(body)
  body()
end

function it(name, body)
  local snapshot = assert:snapshot()
  for _, prepare in ipairs(before) do
    prepare()
  end
  local ok, err = pcall(body)
  for _, clean in ipairs(after) do
    clean()
  end
  snapshot:revert()
  passed, failed = passed + (ok and 1 or 0), failed + (ok and 0 or 1)
  if not ok then
    print(("failed %s %s\n  %s"):format(table.concat(names, " "), name, tostring(err)))
  end
end

function pending() end

function teardown() end

context, insulate, expose, finally, test = describe, describe, describe, pending, it

for _, file in ipairs(arg) do
  dofile(file)
end
print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0 and passed > 0)
