local require = ...
local fixtures = require "cph.testing.fixtures"

local here = fixtures.path()
assert(here:find "^/.*/testing$", here)
assert(fixtures.path "../a/./b.txt" == here:match "^(.*)/[^/]*$" .. "/a/b.txt")
local ok, err = pcall(fixtures.path, 5)
assert(not ok and err:find "bad argument to 'path'", err)
ok, err = pcall(fixtures.read)
assert(not ok and err:find "bad argument to 'read'", err)
ok, err = pcall(fixtures.read, "nowhere.txt")
assert(not ok and err:find "cannot read a fixture: .*nowhere.txt", err)
ok, err = pcall(fixtures.load, "nowhere")
assert(not ok and err:find "nowhere.lua", err)
