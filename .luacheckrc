std = "lua54"
max_line_length = 120
read_globals = { "cph" }
files["stdlib/starts/test.lua"] = { std = "+busted" } -- a test of `cph test`, which has busted's words
