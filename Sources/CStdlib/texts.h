// Made from what stands in it: UPDATE_GENERATED=1 swift test --filter FolderTests
{"stdlib/CREDENTIALS.md", (const char[]){
#embed "../../stdlib/CREDENTIALS.md" suffix(, 0)
}},
{"stdlib/LIBRARIES.md", (const char[]){
#embed "../../stdlib/LIBRARIES.md" suffix(, 0)
}},
{"stdlib/OPERATIONS.md", (const char[]){
#embed "../../stdlib/OPERATIONS.md" suffix(, 0)
}},
{"stdlib/POLICIES.md", (const char[]){
#embed "../../stdlib/POLICIES.md" suffix(, 0)
}},
{"stdlib/guides/ci.md", (const char[]){
#embed "../../stdlib/guides/ci.md" suffix(, 0)
}},
{"stdlib/guides/emulator.md", (const char[]){
#embed "../../stdlib/guides/emulator.md" suffix(, 0)
}},
{"stdlib/guides/first-purchase.md", (const char[]){
#embed "../../stdlib/guides/first-purchase.md" suffix(, 0)
}},
{"stdlib/guides/fleets.md", (const char[]){
#embed "../../stdlib/guides/fleets.md" suffix(, 0)
}},
{"stdlib/guides/from-console.md", (const char[]){
#embed "../../stdlib/guides/from-console.md" suffix(, 0)
}},
{"stdlib/guides/from-sdk.md", (const char[]){
#embed "../../stdlib/guides/from-sdk.md" suffix(, 0)
}},
{"stdlib/guides/from-terraform.md", (const char[]){
#embed "../../stdlib/guides/from-terraform.md" suffix(, 0)
}},
{"stdlib/guides/in-doubt.md", (const char[]){
#embed "../../stdlib/guides/in-doubt.md" suffix(, 0)
}},
{"stdlib/guides/renewing.md", (const char[]){
#embed "../../stdlib/guides/renewing.md" suffix(, 0)
}},
{"stdlib/guides/team.md", (const char[]){
#embed "../../stdlib/guides/team.md" suffix(, 0)
}},
{"stdlib/site/prompt.svg", (const char[]){
#embed "../../stdlib/site/prompt.svg" suffix(, 0)
}},
{"stdlib/site/site.js", (const char[]){
#embed "../../stdlib/site/site.js" suffix(, 0)
}},
{"stdlib/site/style.css", (const char[]){
#embed "../../stdlib/site/style.css" suffix(, 0)
}},
{"stdlib/starts/fleet.lua", (const char[]){
#embed "../../stdlib/starts/fleet.lua" suffix(, 0)
}},
{"stdlib/starts/library.lua", (const char[]){
#embed "../../stdlib/starts/library.lua" suffix(, 0)
}},
{"stdlib/starts/script.lua", (const char[]){
#embed "../../stdlib/starts/script.lua" suffix(, 0)
}},
{"stdlib/starts/test.lua", (const char[]){
#embed "../../stdlib/starts/test.lua" suffix(, 0)
}},
{"scripts/fleet.lua", (const char[]){
#embed "../../scripts/fleet.lua" suffix(, 0)
}},
{"scripts/inventory.lua", (const char[]){
#embed "../../scripts/inventory.lua" suffix(, 0)
}},
{"scripts/mirror.lua", (const char[]){
#embed "../../scripts/mirror.lua" suffix(, 0)
}},
{"scripts/one-server.lua", (const char[]){
#embed "../../scripts/one-server.lua" suffix(, 0)
}},
{"scripts/plan.lua", (const char[]){
#embed "../../scripts/plan.lua" suffix(, 0)
}},
{"scripts/renew.lua", (const char[]){
#embed "../../scripts/renew.lua" suffix(, 0)
}},
{"scripts/renewals.lua", (const char[]){
#embed "../../scripts/renewals.lua" suffix(, 0)
}},
{"scripts/report.lua", (const char[]){
#embed "../../scripts/report.lua" suffix(, 0)
}},
{"scripts/resume.lua", (const char[]){
#embed "../../scripts/resume.lua" suffix(, 0)
}},
{"scripts/stock-watch.lua", (const char[]){
#embed "../../scripts/stock-watch.lua" suffix(, 0)
}},
