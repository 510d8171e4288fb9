local values = { { b = 2, a = "x\ny" }, {}, "text", 5, { "云" } }
local text = cph.jsonl.encode(values)
assert(text == '{"a":"x\\ny","b":2}\n[]\n"text"\n5\n["云"]\n', text)
assert(#cph.diff(cph.jsonl.decode(text), values) == 0)
assert(cph.jsonl.encode {} == "" and #cph.jsonl.decode "\n \n" == 0)

-- What nobody sees is escaped, and reads as what it was
for _, hidden in ipairs { "\u{202E}", "a\u{200B}b", "\u{FEFF}", "\u{E0041}", "云\u{2066}云" } do
  local line = cph.jsonl.encode { hidden }
  assert(cph.visible(line, true) == line, line)
  assert(cph.jsonl.decode(line)[1] == hidden)
end

local seen = {}
for value in cph.jsonl.each(("1\n\n2\n"):gmatch "[^\n]*") do
  seen[#seen + 1] = value
end
assert(#seen == 2 and seen[2] == 2)
local _, err = cph.try(cph.jsonl.decode, "1\n{\n")
assert(err.kind == "argument" and err.message:find "cph.jsonl.decode %(text: line 2 is not JSON at line 1", err.message)
_, err = cph.try(cph.jsonl.encode, { print })
assert(err.message:find("cph.jsonl.encode (values[1]: a function, which", 1, true))
