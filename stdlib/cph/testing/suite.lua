--- The tests of one file as busted writes them: `describe`, `it` and what runs around them. `cph test` loads the file
--- with `environment` as its globals, hands it to `start`, and does what `next` asks for, step by step.
---
---     local suite = require "cph.testing.suite" {}
---     suite.start("a_spec.lua", function()
---       suite.environment.it("has a length", function() end)
---     end)
---     local step = suite.next()
---     step.body()
---     assert(step.action == "call" and suite.next("passed").action == "begin")
local require = ...
local assertions = require "cph.testing.assertions"
local busted_modules = require "cph.testing.busted_modules"
local environment = require "cph.testing.environment"
local failure = require "cph.testing.failure"
local filters = require "cph.testing.filters"
local matchers = require "cph.testing.matchers"
local runner = require "cph.testing.runner"
local spies = require "cph.testing.spies"
local words = require "cph.testing.words"

---@class cph.testing.Options: cph.testing.Filters
---@field lazy? boolean  `setup` and `teardown` only around tests that run
---@field shuffle? boolean
---@field sort? boolean
---@field seed? integer  of what chance decides
---@field stops? boolean  after the first test that does not pass
---@field list? boolean  name the tests instead of running them

---@class cph.Suite
---@field environment table  the globals of the test file
---@field start fun(name: string, body: fun())  takes the file
---@field next fun(outcome?: string, report?: string): cph.testing.Step?  says how the last step ended; nil at the end
---@field names table<string, true>  the names that test files find beside the globals
---@field modules table<string, any>  what a test file may require beside its project's modules, by name
---@field install fun(has_file: fun(name: string): boolean, remember?: fun(): fun())  lets `require` find those that the
--- project has not; `remember` is for `environment.save`

--- Lets the assertions of the project's own luassert fail as ours do, which tells failures from errors.
local function let_fail(luassert)
  local names = setmetatable({ error = failure.raise }, { __index = _G })
  local function holder()
    return names
  end
  for _, action in ipairs { getmetatable(luassert).__call, getmetatable(luassert.is_true).__call } do
    local index = 1
    while debug.getupvalue(action, index) and debug.getupvalue(action, index) ~= "_ENV" do
      index = index + 1
    end
    debug.upvaluejoin(action, index, holder, 1)
  end
end

--- What the words of the tests are about where the project has its own luassert, which takes all of Lua's `debug`.
---@param has_file fun(name: string): boolean
---@return table<string, any>?
local function own_luassert(has_file)
  local load = rawget(_G, "require")
  if not debug.upvaluejoin or not has_file "luassert" or not pcall(load, "luassert") then
    return nil
  end
  local names = {}
  for word, name in pairs { assert = "luassert", spy = "luassert.spy", stub = "luassert.stub",
    mock = "luassert.mock", match = "luassert.match" } do
    names[word] = load(name)
  end
  pcall(let_fail, names.assert)
  return names
end

--- Whether the project's own module of this name counts. Its busted never does: it would run nothing here.
local function is_own(name, has_file)
  if name:find "^busted" or name:find "^luassert" and not debug.upvaluejoin then
    return false
  end
  return has_file(name)
end

---@param modules table<string, any>
---@param names table<string, any>
---@param has_file fun(name: string): boolean  whether the project has such a module, which then counts
local function install(modules, names, has_file)
  for name, value in pairs(modules) do
    if not is_own(name, has_file) then
      package.preload[name] = function()
        return value
      end
    end
  end
  for word, value in pairs(own_luassert(has_file) or {}) do
    names[word] = value
  end
end

-- LuaFileSystem makes itself a global, and busted loads it.
local lazy_names = {
  __index = function(names, key)
    if key == "lfs" then
      local ok, value = pcall(rawget(_G, "require"), "lfs")
      names.lfs = ok and value or nil
      return names.lfs
    end
  end,
}

--- An empty suite.
---@param options cph.testing.Options
---@return cph.Suite
local function new(options)
  local root = environment.element("suite", "")
  local reader = { current = root, options = options }
  options.accepts = filters.of(options)
  root.names = setmetatable(words.of(reader), lazy_names)
  root.names.assert, root.names.match = assertions, matchers.match
  root.names.spy, root.names.stub, root.names.mock = spies.spy, spies.stub, spies.mock
  local busted = busted_modules.api(root.names)
  local modules = busted_modules.of(busted)
  local names = { finally = true, lfs = true }
  for name in pairs(root.names) do
    names[name] = true
  end
  local suite = {
    names = names, modules = modules, environment = environment.of(function() return reader.current end),
  }
  function suite.install(has_file, remember)
    reader.remember = remember
    install(modules, root.names, has_file)
  end
  function suite.start(name, body)
    local file = environment.element("file", name, root)
    file.body, file.place = body, name
    suite.next = runner.new(reader, file, busted.publish)
  end
  return suite
end

return new
