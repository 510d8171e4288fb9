--- The order in which busted runs what a test file declares: a block is read when it is reached, after what is set up
--- around it. Whoever calls runs the functions, as `next` hands them out, and says how each of them ended.
---
---     local runner, environment = require "cph.testing.runner", require "cph.testing.environment"
---     local file = environment.element("file", "a_spec.lua", environment.element("suite", ""))
---     file.body = function() end
---     local next_step = runner.new({ current = file, options = {} }, file)
---     assert(next_step().body == file.body and next_step "passed" == nil)
local require = ...
local environment = require "cph.testing.environment"
local arrangement = require "cph.testing.arrangement"
local spies = require "cph.testing.spies"
local words = require "cph.testing.words"

local runner = {}

---@class cph.testing.Step
---@field action "begin"|"call"|"note"  begin a test anew; call `body`; note a result
---@field body? fun()
---@field outcome? "passed"|"failed"|"error"|"pending"
---@field name? string  of all blocks around it, and its own
---@field place? string  file:line
---@field report? string  why

local yield = coroutine.yield

---@param element cph.testing.Element
---@return string
function runner.full_name(element)
  local names = { element.name }
  local block = element.parent
  while block and block.descriptor ~= "file" and block.descriptor ~= "suite" do
    table.insert(names, 1, block.name)
    block = block.parent
  end
  return table.concat(names, " ")
end

---@param run table
---@param outcome string
---@param element cph.testing.Element
---@param report? string
local function note(run, outcome, element, report)
  if outcome == "error" or outcome == "failed" then
    run.is_stopped = run.reader.options.stops
  end
  yield {
    action = "note", outcome = outcome, name = runner.full_name(element), place = element.place or "?", report = report,
  }
end

--- Runs a function as part of `element`. Only a test itself can fail; whatever else goes wrong is an error, and noted.
---@param run table
---@param element cph.testing.Element
---@param body fun()
---@param scope cph.testing.Element  whose spies are those that are made meanwhile
---@param is_test? boolean
---@return "passed"|"failed"|"error"|"pending"
---@return string? report
local function attempt(run, element, body, scope, is_test)
  local reader = run.reader
  local outer = reader.current
  reader.current = element
  local outer_scope = spies.enter(scope)
  local outcome, report = yield { action = "call", body = body, place = element.place }
  spies.enter(outer_scope)
  reader.current = outer
  if outcome == "failed" and not is_test then
    outcome = "error"
  end
  if outcome == "error" then
    note(run, "error", element, report)
  end
  return outcome, report
end

local function hooks(run, block, name)
  return not run.reader.options.list and block.hooks and block.hooks[name] or {}
end

--- Runs the hooks of one block, all of them, whatever became of the first.
---@return boolean
local function run_hooks(run, block, name, scope)
  local is_fine = true
  for _, hook in ipairs(hooks(run, block, name)) do
    is_fine = attempt(run, hook, hook.body, scope or block) == "passed" and is_fine
  end
  return is_fine
end

--- Runs the lazy setups around a test that have not run yet, the outermost first; false where one has failed.
---@return boolean
local function set_up(run, block)
  if block.parent and not set_up(run, block.parent) then
    return false
  end
  if block.is_set_up == nil then
    block.is_set_up = run_hooks(run, block, "lazy_setup")
  end
  return block.is_set_up
end

--- Runs the `before_each` of all blocks, the outermost first, and ends with a block where one fails.
---@return boolean is_fine
---@return cph.testing.Element reached  the innermost block whose hooks ran
local function before_each(run, block, test)
  if block.parent then
    local is_fine, reached = before_each(run, block.parent, test)
    if not is_fine then
      return false, reached
    end
  end
  return run_hooks(run, block, "before_each", test), block
end

local function after_each(run, block, test)
  while block do
    run_hooks(run, block, "after_each", test)
    block = block.parent
  end
end

--- Runs the test itself and what `finally` was given.
local function run_body(run, test)
  local reader = run.reader
  reader.finalizer = nil
  test.names.finally = words.finally(reader)
  local outcome, report = attempt(run, test, test.body, test, true)
  local finalizer = reader.finalizer
  if finalizer then
    reader.is_ending = true
    local ended = attempt(run, test, finalizer, test)
    reader.is_ending = false
    if ended == "error" and outcome ~= "failed" then
      outcome = "error"
    end
  end
  if outcome ~= "error" then
    note(run, outcome, test, report)
  end
  return outcome
end

local function run_test(run, test)
  local block = test.parent
  if run.reader.options.list then
    return note(run, "passed", test)
  end
  if not set_up(run, block) then
    return
  end
  yield { action = "begin" }
  local is_fine, reached = before_each(run, block, test)
  local outcome = "error"
  if is_fine then
    run.publish({ "test", "start" }, test, block)
    outcome = run_body(run, test)
  end
  run.publish({ "test", "end" }, test, block, outcome)
  after_each(run, reached, test)
  spies.release(test)
end

local function run_pending(run, test)
  run.publish({ "test", "start" }, test, test.parent)
  note(run, "pending", test, test.pending)
  run.publish({ "test", "end" }, test, test.parent, "pending")
end

local function arrange(run, block)
  local options = run.reader.options
  local is_random = block.is_random
  if is_random == nil then
    is_random = options.shuffle
  end
  if options.sort then
    arrangement.sort(block.children)
  elseif is_random then
    arrangement.shuffle(block.children, block.seed or options.seed or os.time())
  end
end

local run_children

local function run_block(run, block)
  run.publish({ block.descriptor, "start" }, block, block.parent)
  if attempt(run, block, block.body, block) == "passed" then
    arrange(run, block)
    if run_hooks(run, block, "strict_setup") then
      run_children(run, block)
    end
    if block.is_set_up ~= nil then
      run_hooks(run, block, "lazy_teardown")
    end
    run_hooks(run, block, "strict_teardown")
  end
  spies.release(block)
  run.publish({ block.descriptor, "end" }, block, block.parent)
end

local ACTIONS = { file = run_block, describe = run_block, it = run_test, pending = run_pending }

--- Runs an element as the innermost that is under way; an insulated one leaves no globals and no modules behind.
local function enter(run, element, action)
  local reader, kept = run.reader, run.kept
  local outer = reader.current
  kept[#kept + 1] = element.mode == "insulate" and environment.save(reader.remember) or false
  reader.current = element
  action(run, element)
  reader.current = outer
  local state = table.remove(kept)
  if element.mode == "expose" and kept[#kept] then
    kept[#kept] = environment.save(reader.remember)
  end
  if state then
    environment.restore(state)
  end
end

function run_children(run, block)
  for _, child in ipairs(block.children) do
    local action = ACTIONS[child.descriptor]
    if action and not run.is_stopped then
      enter(run, child, action)
    end
  end
end

--- Runs a file: each call says how the last function ended and returns what is to be done next; nil at the end.
---@param reader cph.testing.Reader
---@param file cph.testing.Element
---@param publish? fun(channel: string[], ...)
---@return fun(outcome?: string, report?: string): cph.testing.Step?
function runner.new(reader, file, publish)
  local run = { reader = reader, kept = {}, publish = publish or function() end }
  return coroutine.wrap(function()
    run.publish({ "suite", "start" }, file.parent, 1, 1)
    if run_hooks(run, file.parent, "strict_setup") then
      enter(run, file, run_block)
    end
    if file.parent.is_set_up ~= nil then
      run_hooks(run, file.parent, "lazy_teardown")
    end
    run_hooks(run, file.parent, "strict_teardown")
    spies.release(file.parent)
    run.publish({ "suite", "end" }, file.parent, 1, 1)
    return nil
  end)
end

return runner
