assert(cph.markdown.text "a|b [x](y) <i> `c` *d* &amp; \\ \n\u{202E}" ==
  "a\\|b \\[x\\](y) &lt;i> \\`c\\` \\*d\\* &amp;amp; \\\\ \\\\n\\\\u{202e}")
assert(cph.markdown.table({ "a", "b" }, {}) == "| a | b |\n| --- | --- |\n")
assert(cph.markdown.table({ "a", "b" }, { { 1, nil }, { "2", "x" } }) ==
  "| a | b |\n| ---: | --- |\n| 1 |  |\n| 2 | x |\n")

local plan = cph.plan("eu *1*", { prices = { ["physical.rx2.32xlarge.4"] = 10 }, currency = "CNY" })
local base = cph.template {
  server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k", order_param = cph.order.months(2),
  public_ip = cph.public_ip.none(), nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
}
plan:add(base { server_name = "a", count = 11 })
local text = cph.markdown.plan(plan)
assert(text:find("# Plan eu \\*1\\*\n", 1, true) and text:find("| all |  |  | 2 | 11 | 22 | 220.00 |", 1, true), text)
assert(text:find("Hash `" .. plan:hash() .. "`", 1, true) and not text:find "bought" and not text:find "Problems", text)
plan:add(base { server_name = "b", count = 0 })
text = cph.markdown.plan(plan)
assert(text:find("## Problems\n\n- rows\\[2\\].count: is 0 in b", 1, true) and not text:find "Hash", text)

text = cph.markdown.ledger {
  { name = "a-b01", state = "accepted", server_ids = { "1", "2" }, count = 2, order_id = "CS1",
    created_at = 1767323045000 },
  { name = "a-b02", state = "in_doubt", in_doubt = true, server_ids = {}, count = 5, created_at = 0, reason = "reset" },
}
assert(text == [[
# Ledger

2 purchases with 2 servers: 1 accepted, 1 in doubt.

| purchase | state | servers | order | since (UTC) | why |
| --- | --- | --- | --- | --- | --- |
| a-b02 | in doubt | 0/5 |  | 1970-01-01 00:00:00 | reset |
| a-b01 | accepted | 2/2 | CS1 | 2026-01-02 03:04:05 |  |
]], text)
assert(cph.markdown.ledger():find "0 purchases with 0 servers%.\n")
