-- Every module loads.
local modules = [[List Map Date OrderedMap Set MultiMap app array2d class compat comprehension config data dir file func
  import_into input lapp lexer luabalanced operator path permute pretty seq sip strict stringio stringx tablex template
  test text types url utils xml]]
for name in modules:gmatch "%S+" do
  require("pl." .. name)
end

local List, tablex, stringx = require "pl.List", require "pl.tablex", require "pl.stringx"
assert(tostring(List { 3, 1, 2 }:sort()) == "{1,2,3}")
assert(tablex.deepcompare(tablex.map(function(x) return x * 2 end, { 1, 2 }), { 2, 4 }))
assert(tostring(stringx.split("a,b,c", ",")) == "{a,b,c}" and stringx.strip "  x " == "x")
assert(require "pl.pretty".write({ 1, a = 2 }, ""):find "a=2")
assert(require "pl.pretty".read "{ 1, 2 }"[2] == 2)

local class = require "pl.class"
local Animal = class()
function Animal:_init(name) self.name = name end
local Dog = class(Animal)
function Dog:bark() return self.name .. "!" end
assert(Dog "rex":bark() == "rex!" and Dog:class_of(Dog "x"))

local Map, OrderedMap, Set = require "pl.Map", require "pl.OrderedMap", require "pl.Set"
assert(Map { a = 1 }:get "a" == 1)
local ordered = OrderedMap()
ordered:set("b", 1):set("a", 2)
assert(tostring(List(ordered:keys())) == "{b,a}")
assert(Set.len(Set { 1, 2 } * Set { 2, 3 }) == 1)

local comprehension = require "pl.comprehension".new {} -- without a table it would look into the function that calls
assert(comprehension "x^2 for x" { 1, 2 }[2] == 4)
assert(require "pl.template".substitute("$(n) servers", { n = 3 }) == "3 servers")
local tokens = require "pl.seq".copy2(require "pl.lexer".lua "local x = 1")
assert(tokens[1][1] == "keyword" and tokens[2][2] == "x")
local found = {}
assert(require "pl.sip".match("$v{name} = $d{count}", "game = 25", found) and found.count == 25)
assert(require "pl.operator".add(1, 2) == 3)
assert(require "pl.func".I(require "pl.func"._1 + 1)(1) == 2)
assert(require "pl.xml".parse "<a><b x='1'/></a>":child_with_name "b".attr.x == "1")
assert(require "pl.Date" { year = 2026, month = 1, day = 31 }:add { month = 1 }:month() > 1)

-- Files of the project can be looked at, others not, and none is written.
local path, file = require "pl.path", require "pl.file"
assert(path.isfile(path.abspath "." .. "/nothing") == false and path.basename "a/b.lua" == "b.lua")
local ok, err = pcall(file.read, "/etc/passwd")
assert(not ok and err.kind == "denied" and err.message == 'library penlight may not call io.open("/etc/passwd")')
ok, err = pcall(file.write, "/tmp/cph-penlight-was-here", "x")
assert(not ok and err.kind == "denied")

-- What Penlight does to strings stays its own.
stringx.import()
assert(rawget(string, "isalpha") == nil)
