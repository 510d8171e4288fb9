// Made from the folder stdlib/cph: UPDATE_GENERATED=1 swift test --filter FolderTests
{"apply", (const char[]){
#embed "../../stdlib/cph/apply.lua" suffix(, 0)
}},
{"args", (const char[]){
#embed "../../stdlib/cph/args.lua" suffix(, 0)
}},
{"args/completion", (const char[]){
#embed "../../stdlib/cph/args/completion.lua" suffix(, 0)
}},
{"args/declaration", (const char[]){
#embed "../../stdlib/cph/args/declaration.lua" suffix(, 0)
}},
{"args/help", (const char[]){
#embed "../../stdlib/cph/args/help.lua" suffix(, 0)
}},
{"args/reader", (const char[]){
#embed "../../stdlib/cph/args/reader.lua" suffix(, 0)
}},
{"args/value", (const char[]){
#embed "../../stdlib/cph/args/value.lua" suffix(, 0)
}},
{"csv", (const char[]){
#embed "../../stdlib/cph/csv.lua" suffix(, 0)
}},
{"diff", (const char[]){
#embed "../../stdlib/cph/diff.lua" suffix(, 0)
}},
{"disk", (const char[]){
#embed "../../stdlib/cph/disk.lua" suffix(, 0)
}},
{"export", (const char[]){
#embed "../../stdlib/cph/export.lua" suffix(, 0)
}},
{"inspect", (const char[]){
#embed "../../stdlib/cph/inspect.lua" suffix(, 0)
}},
{"inventory", (const char[]){
#embed "../../stdlib/cph/inventory.lua" suffix(, 0)
}},
{"jsonl", (const char[]){
#embed "../../stdlib/cph/jsonl.lua" suffix(, 0)
}},
{"lists/walk", (const char[]){
#embed "../../stdlib/cph/lists/walk.lua" suffix(, 0)
}},
{"log", (const char[]){
#embed "../../stdlib/cph/log.lua" suffix(, 0)
}},
{"markdown", (const char[]){
#embed "../../stdlib/cph/markdown.lua" suffix(, 0)
}},
{"nic", (const char[]){
#embed "../../stdlib/cph/nic.lua" suffix(, 0)
}},
{"options", (const char[]){
#embed "../../stdlib/cph/options.lua" suffix(, 0)
}},
{"order", (const char[]){
#embed "../../stdlib/cph/order.lua" suffix(, 0)
}},
{"output/counted", (const char[]){
#embed "../../stdlib/cph/output/counted.lua" suffix(, 0)
}},
{"output/fitted", (const char[]){
#embed "../../stdlib/cph/output/fitted.lua" suffix(, 0)
}},
{"output/hosts", (const char[]){
#embed "../../stdlib/cph/output/hosts.lua" suffix(, 0)
}},
{"output/pretended", (const char[]){
#embed "../../stdlib/cph/output/pretended.lua" suffix(, 0)
}},
{"output/width", (const char[]){
#embed "../../stdlib/cph/output/width.lua" suffix(, 0)
}},
{"pages", (const char[]){
#embed "../../stdlib/cph/pages.lua" suffix(, 0)
}},
{"plan", (const char[]){
#embed "../../stdlib/cph/plan.lua" suffix(, 0)
}},
{"plan/caller", (const char[]){
#embed "../../stdlib/cph/plan/caller.lua" suffix(, 0)
}},
{"plan/held", (const char[]){
#embed "../../stdlib/cph/plan/held.lua" suffix(, 0)
}},
{"plan/html", (const char[]){
#embed "../../stdlib/cph/plan/html.lua" suffix(, 0)
}},
{"plan/lookups", (const char[]){
#embed "../../stdlib/cph/plan/lookups.lua" suffix(, 0)
}},
{"plan/needs", (const char[]){
#embed "../../stdlib/cph/plan/needs.lua" suffix(, 0)
}},
{"plan/preflight", (const char[]){
#embed "../../stdlib/cph/plan/preflight.lua" suffix(, 0)
}},
{"plan/pricing", (const char[]){
#embed "../../stdlib/cph/plan/pricing.lua" suffix(, 0)
}},
{"plan/problems", (const char[]){
#embed "../../stdlib/cph/plan/problems.lua" suffix(, 0)
}},
{"plan/purchase", (const char[]){
#embed "../../stdlib/cph/plan/purchase.lua" suffix(, 0)
}},
{"plan/report", (const char[]){
#embed "../../stdlib/cph/plan/report.lua" suffix(, 0)
}},
{"plan/rows", (const char[]){
#embed "../../stdlib/cph/plan/rows.lua" suffix(, 0)
}},
{"plan/split", (const char[]){
#embed "../../stdlib/cph/plan/split.lua" suffix(, 0)
}},
{"public_ip", (const char[]){
#embed "../../stdlib/cph/public_ip.lua" suffix(, 0)
}},
{"renewals", (const char[]){
#embed "../../stdlib/cph/renewals.lua" suffix(, 0)
}},
{"renewals/carry_out", (const char[]){
#embed "../../stdlib/cph/renewals/carry_out.lua" suffix(, 0)
}},
{"renewals/complete", (const char[]){
#embed "../../stdlib/cph/renewals/complete.lua" suffix(, 0)
}},
{"renewals/due", (const char[]){
#embed "../../stdlib/cph/renewals/due.lua" suffix(, 0)
}},
{"renewals/entries", (const char[]){
#embed "../../stdlib/cph/renewals/entries.lua" suffix(, 0)
}},
{"renewals/held", (const char[]){
#embed "../../stdlib/cph/renewals/held.lua" suffix(, 0)
}},
{"renewals/lookups", (const char[]){
#embed "../../stdlib/cph/renewals/lookups.lua" suffix(, 0)
}},
{"renewals/periods", (const char[]){
#embed "../../stdlib/cph/renewals/periods.lua" suffix(, 0)
}},
{"renewals/report", (const char[]){
#embed "../../stdlib/cph/renewals/report.lua" suffix(, 0)
}},
{"renewals/rows", (const char[]){
#embed "../../stdlib/cph/renewals/rows.lua" suffix(, 0)
}},
{"renewals/valid", (const char[]){
#embed "../../stdlib/cph/renewals/valid.lua" suffix(, 0)
}},
{"retry", (const char[]){
#embed "../../stdlib/cph/retry.lua" suffix(, 0)
}},
{"servers", (const char[]){
#embed "../../stdlib/cph/servers.lua" suffix(, 0)
}},
{"servers/gone", (const char[]){
#embed "../../stdlib/cph/servers/gone.lua" suffix(, 0)
}},
{"servers/orders", (const char[]){
#embed "../../stdlib/cph/servers/orders.lua" suffix(, 0)
}},
{"servers/targets", (const char[]){
#embed "../../stdlib/cph/servers/targets.lua" suffix(, 0)
}},
{"servers/waiting", (const char[]){
#embed "../../stdlib/cph/servers/waiting.lua" suffix(, 0)
}},
{"servers/watch", (const char[]){
#embed "../../stdlib/cph/servers/watch.lua" suffix(, 0)
}},
{"sorted", (const char[]){
#embed "../../stdlib/cph/sorted.lua" suffix(, 0)
}},
{"ssh_config", (const char[]){
#embed "../../stdlib/cph/ssh_config.lua" suffix(, 0)
}},
{"table", (const char[]){
#embed "../../stdlib/cph/table.lua" suffix(, 0)
}},
{"template", (const char[]){
#embed "../../stdlib/cph/template.lua" suffix(, 0)
}},
{"testing", (const char[]){
#embed "../../stdlib/cph/testing.lua" suffix(, 0)
}},
{"testing/arrangement", (const char[]){
#embed "../../stdlib/cph/testing/arrangement.lua" suffix(, 0)
}},
{"testing/assertions", (const char[]){
#embed "../../stdlib/cph/testing/assertions.lua" suffix(, 0)
}},
{"testing/bench", (const char[]){
#embed "../../stdlib/cph/testing/bench.lua" suffix(, 0)
}},
{"testing/busted_modules", (const char[]){
#embed "../../stdlib/cph/testing/busted_modules.lua" suffix(, 0)
}},
{"testing/checks", (const char[]){
#embed "../../stdlib/cph/testing/checks.lua" suffix(, 0)
}},
{"testing/comparison", (const char[]){
#embed "../../stdlib/cph/testing/comparison.lua" suffix(, 0)
}},
{"testing/environment", (const char[]){
#embed "../../stdlib/cph/testing/environment.lua" suffix(, 0)
}},
{"testing/failure", (const char[]){
#embed "../../stdlib/cph/testing/failure.lua" suffix(, 0)
}},
{"testing/filters", (const char[]){
#embed "../../stdlib/cph/testing/filters.lua" suffix(, 0)
}},
{"testing/fixtures", (const char[]){
#embed "../../stdlib/cph/testing/fixtures.lua" suffix(, 0)
}},
{"testing/matchers", (const char[]){
#embed "../../stdlib/cph/testing/matchers.lua" suffix(, 0)
}},
{"testing/runner", (const char[]){
#embed "../../stdlib/cph/testing/runner.lua" suffix(, 0)
}},
{"testing/shown", (const char[]){
#embed "../../stdlib/cph/testing/shown.lua" suffix(, 0)
}},
{"testing/spies", (const char[]){
#embed "../../stdlib/cph/testing/spies.lua" suffix(, 0)
}},
{"testing/spy_checks", (const char[]){
#embed "../../stdlib/cph/testing/spy_checks.lua" suffix(, 0)
}},
{"testing/suite", (const char[]){
#embed "../../stdlib/cph/testing/suite.lua" suffix(, 0)
}},
{"testing/texts", (const char[]){
#embed "../../stdlib/cph/testing/texts.lua" suffix(, 0)
}},
{"testing/words", (const char[]){
#embed "../../stdlib/cph/testing/words.lua" suffix(, 0)
}},
{"time", (const char[]){
#embed "../../stdlib/cph/time.lua" suffix(, 0)
}},
