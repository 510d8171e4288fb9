-- What is written goes to the host; here it is caught before.
local lines, form, level = {}, false, "info"
local console = {
  log = function(line) lines[#lines + 1] = line end,
  is_json = function() return form end,
  level = function() return level end,
}
for name, caught in pairs(console) do
  rawset(cph.console, name, caught)
end

local function written()
  local text = table.concat(lines, "\n")
  lines = {}
  return text
end

cph.log.debug "not shown"
assert(written() == "")
cph.log.info("server is ready", { server_name = "game-0001", after = "11 min", ids = { "a", "b" }, n = 3 })
local line = written()
assert(line:find '^%d%d:%d%d:%d%d info    server is ready  after="11 min"', line)
assert(line:find 'after="11 min" ids={ "a", "b" } n=3 server_name=game%-0001$', line)
cph.log.error "it\nbroke"
assert(written():find "error   it\nbroke$")

-- Secrets are hidden by their names, at any depth.
cph.log.warning("x", { AK_Secret = "s1", headers = { ["X-Auth-Token"] = "s2", [1] = "seen" }, password = "s3" })
line = written()
assert(not line:find "s[123]" and line:find "seen" and line:find "<hidden>", line)

-- As JSON: one object a line, with what JSON cannot carry as text.
form = true
local log = cph.log.with { plan = "game" }
log.info("done", { count = 2, ratio = 0 / 0, f = print, level = "mine" })
local object = cph.json.decode(written())
assert(object.level == "info" and object.message == "done" and object.plan == "game" and object.count == 2)
assert(object.ratio:find "nan" and object.f:find "^function" and object.field_level == "mine")
assert(cph.time.parse(object.time) > 0)

cph.log.level "error"
cph.log.warning "not shown"
assert(written() == "")
cph.log.level "debug"
log.debug "shown"
assert(written() ~= "")
local _, err = cph.try(cph.log.level, "wraning")
assert(err.message:find 'did you mean "warning"%?', tostring(err))
