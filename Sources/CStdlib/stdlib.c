// The sources of the standard library as constants of the binary. C can take in a file as it is; Swift would need a
// literal, which takes 0.16 s to compile for each KB.
#include "CStdlib.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const cstdlib_module modules[] = {
    {"args", (const char[]){
#embed "../../stdlib/cph/args.lua" suffix(, 0)
    }},
    {"args_completion", (const char[]){
#embed "../../stdlib/cph/args_completion.lua" suffix(, 0)
    }},
    {"args_help", (const char[]){
#embed "../../stdlib/cph/args_help.lua" suffix(, 0)
    }},
    {"args_reader", (const char[]){
#embed "../../stdlib/cph/args_reader.lua" suffix(, 0)
    }},
    {"args_spec", (const char[]){
#embed "../../stdlib/cph/args_spec.lua" suffix(, 0)
    }},
    {"args_value", (const char[]){
#embed "../../stdlib/cph/args_value.lua" suffix(, 0)
    }},
    {"assertions", (const char[]){
#embed "../../stdlib/cph/assertions.lua" suffix(, 0)
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
    {"hosts", (const char[]){
#embed "../../stdlib/cph/hosts.lua" suffix(, 0)
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
    {"log", (const char[]){
#embed "../../stdlib/cph/log.lua" suffix(, 0)
    }},
    {"lookups", (const char[]){
#embed "../../stdlib/cph/lookups.lua" suffix(, 0)
    }},
    {"markdown", (const char[]){
#embed "../../stdlib/cph/markdown.lua" suffix(, 0)
    }},
    {"matchers", (const char[]){
#embed "../../stdlib/cph/matchers.lua" suffix(, 0)
    }},
    {"needs", (const char[]){
#embed "../../stdlib/cph/needs.lua" suffix(, 0)
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
    {"pages", (const char[]){
#embed "../../stdlib/cph/pages.lua" suffix(, 0)
    }},
    {"payments", (const char[]){
#embed "../../stdlib/cph/payments.lua" suffix(, 0)
    }},
    {"plan", (const char[]){
#embed "../../stdlib/cph/plan.lua" suffix(, 0)
    }},
    {"preflight", (const char[]){
#embed "../../stdlib/cph/preflight.lua" suffix(, 0)
    }},
    {"public_ip", (const char[]){
#embed "../../stdlib/cph/public_ip.lua" suffix(, 0)
    }},
    {"purchase", (const char[]){
#embed "../../stdlib/cph/purchase.lua" suffix(, 0)
    }},
    {"purchased", (const char[]){
#embed "../../stdlib/cph/purchased.lua" suffix(, 0)
    }},
    {"report", (const char[]){
#embed "../../stdlib/cph/report.lua" suffix(, 0)
    }},
    {"retry", (const char[]){
#embed "../../stdlib/cph/retry.lua" suffix(, 0)
    }},
    {"rows", (const char[]){
#embed "../../stdlib/cph/rows.lua" suffix(, 0)
    }},
    {"servers", (const char[]){
#embed "../../stdlib/cph/servers.lua" suffix(, 0)
    }},
    {"sorted", (const char[]){
#embed "../../stdlib/cph/sorted.lua" suffix(, 0)
    }},
    {"spies", (const char[]){
#embed "../../stdlib/cph/spies.lua" suffix(, 0)
    }},
    {"split", (const char[]){
#embed "../../stdlib/cph/split.lua" suffix(, 0)
    }},
    {"ssh_config", (const char[]){
#embed "../../stdlib/cph/ssh_config.lua" suffix(, 0)
    }},
    {"suite", (const char[]){
#embed "../../stdlib/cph/suite.lua" suffix(, 0)
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
    {"time", (const char[]){
#embed "../../stdlib/cph/time.lua" suffix(, 0)
    }},
    {"waiting", (const char[]){
#embed "../../stdlib/cph/waiting.lua" suffix(, 0)
    }},
    {"watch", (const char[]){
#embed "../../stdlib/cph/watch.lua" suffix(, 0)
    }},
};

int cstdlib_count(void) { return sizeof modules / sizeof modules[0]; }

cstdlib_module cstdlib_at(int index) { return modules[index]; }
