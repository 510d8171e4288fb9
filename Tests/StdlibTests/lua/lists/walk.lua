local require = ...
local walk = require "cph.lists.walk"

--- A service with `total` servers that gives at most `most` on a page, and says that it has `count`.
local function service(total, most, count)
  local asked = {}
  rawset(cph.api, "list_cloud_phone_servers", function(query)
    asked[#asked + 1] = query.offset or 0
    local page = {}
    for number = (query.offset or 0) + 1, math.min(total, (query.offset or 0) + math.min(most, query.limit)) do
      page[#page + 1] = { server_id = tostring(number) }
    end
    return { servers = page, count = count }
  end)
  return asked
end

local function seen(query)
  local entries, is_complete = walk("list_cloud_phone_servers", query):rest(1000)
  assert(is_complete)
  return #entries
end

-- Whatever the page that the service gives, and whatever it counts, all are seen.
for _, total in ipairs { 0, 1, 50, 99, 100, 101, 250 } do
  for _, most in ipairs { 1, 49, 50, 100 } do
    for _, count in ipairs { total, 0, total + 3, "none" } do
      service(total, most, math.type(count) and count or nil)
      assert(seen() == total, ("%d of %d, %d at once, count %s"):format(seen(), total, most, count))
    end
  end
end

-- A count that is right saves the look at an empty page; without one that look is the only way to know.
local asked = service(100, 50, 100)
seen()
assert(table.concat(asked, " ") == "0 50")
asked = service(100, 50, nil)
seen()
assert(table.concat(asked, " ") == "0 50 100")

-- After an error the same page is asked for again.
local calls = 0
rawset(cph.api, "list_cloud_phone_servers", function(query)
  calls = calls + 1
  if calls == 2 then
    error("busy")
  end
  return { servers = { { server_id = tostring(query.offset or 0) } }, count = 2 }
end)
local list = walk("list_cloud_phone_servers")
assert(#list:page() == 1 and not pcall(list.page, list))
assert(list:page()[1].server_id == "1" and list:page() == nil)

-- A service that gives the same page for ever has no more, or it is an error: never a loop.
rawset(cph.api, "list_cloud_phone_servers", function()
  return { servers = { { server_id = "a" } } }
end)
assert(seen() == 1)
rawset(cph.api, "list_cloud_phone_servers", function()
  return { servers = { { server_id = "a" }, { server_id = "b" } }, count = 77 }
end)
local ok, err = pcall(seen)
assert(not ok and err.kind == "api" and err.message == "the list does not end: pages bring nothing new", tostring(err))

-- So many pages and no more, where so many are enough.
service(10, 1, 10)
local entries, is_complete = walk("list_cloud_phone_servers"):rest(3)
assert(#entries == 3 and not is_complete)
entries, is_complete = walk("list_cloud_phone_servers", { limit = 5 }):rest(10)
assert(#entries == 10 and is_complete)
