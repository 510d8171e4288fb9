rockspec_format = "3.0"
package = "project"
version = "dev-1"
source = { url = "git+file:///dev/null" } -- rocks are packed by: cph lib publish
description = { summary = "Fleets as our team builds them" }
dependencies = { "lua >= 5.4", "fleets >= 1.0, < 2" }
build = { type = "builtin" } -- all modules below lib/
