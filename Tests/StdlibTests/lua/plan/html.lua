--- A plan as a page: whole, escaped, and on its own.
local require = ...
local html = require "cph.plan.html"

local function count(text, piece)
  local found, from = 0, 1
  while true do
    local at = text:find(piece, from, true)
    if not at then
      return found
    end
    found, from = found + 1, at + #piece
  end
end

local base = cph.template {
  server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k", order_param = cph.order.months(2),
  public_ip = cph.public_ip.none(),
}

-- Table, picture and calls have the same servers.
local plan = cph.plan "game"
plan:add(base { server_name = "a", availability_zone = "cn-east-3a", count = 12,
  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } })
plan:add(base { server_name = "b", availability_zone = "cn-east-3b", count = 3,
  nics = { cph.nic "4c5e2638-b71f-4499-8d1e-355e89f21ae0" } })
local page = plan:html()
assert(page:find("<!doctype html>", 1, true) == 1 and page:find "</html>\n$")
assert(count(page, "<rect ") == 2 and page:find("cn-east-3a 3c5e2638</text>", 1, true))
assert(page:find('<td class="number">12</td><td class="number">24</td>', 1, true), "12 servers, 24 server-months")
assert(page:find('<td class="number">15</td><td class="number">30</td>', 1, true), "the sum")
assert(page:find("<tr><td>a-b02</td>", 1, true), "each call")
assert(page:find("plan game, ", 1, true), "what approves it, or why nothing does")
for _, tag in ipairs { "table", "tr", "td", "svg", "text", "rect", "p", "details", "body", "html" } do
  local opened = count(page, "<" .. tag .. ">") + count(page, "<" .. tag .. " ")
  assert(opened == count(page, "</" .. tag .. ">"), tag)
end

-- Nothing comes from elsewhere, and names cannot be markup.
assert(not page:find("http", 1, true) and not page:find("<script", 1, true))
local text = html {
  name = '<b>"&', titles = { "x" }, rows = { { "<i>\27" } }, bars = { { label = "<u>", servers = 1 } },
  calls = { { server_name = "<s>", count = 1 } }, notes = { "a<b" }, problems = { "c>d" },
}
assert(text:find("<h1>Plan &lt;b&gt;&quot;&amp;</h1>", 1, true))
for _, tag in ipairs { "<b>", "<i>", "<u>", "<s>", "a<b", "c>d", "\27" } do
  assert(not text:find(tag, 1, true), tag)
end
