// Measures LuaKit against C functions on Lua's own API: processor time, rounds in turn, the best of each.
import Glibc
import LuaKit

let rounds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 40
let sleeps = 1000

var options = LuaState.Options()
options.mode = .trusted
let state = try LuaState(options)  // with the memory limit that it has by default
state.defineBenchFunctions()

let empty = try Loop("", in: state)
let rows = try Row.all(in: state)
let ready = try Loop("s_ready()", times: 10_000, in: state)
let sleeping = try Loop(
    """
    local tasks = {}
    for j = 1, \(sleeps) do tasks[j] = task.spawn(task.sleep, 0.01) end
    for j = 1, \(sleeps) do tasks[j]:join() end
    """, times: 1, in: state)

for round in 1...rounds {
    try empty.run(in: state)
    for row in rows {
        try row.theirs.run(in: state)
        try row.ours.run(in: state)
    }
    try ready.run(in: state)
    if round % 4 == 0 { try sleeping.run(in: state, clock: CLOCK_PROCESS_CPUTIME_ID) }
}

print(String(repeating: " ", count: 34) + ["LuaKit", "C", "", "ratio"].map { $0.padded(10) }.joined())
for row in rows { print(row.text(empty: empty.best)) }
print(line("await that does not suspend", (ready.best - empty.best) / 1000, nil, "us", "", goal: "0.5 us"))
print(line("one of 1,000 sleeps at once", sleeping.best / 1000 / Double(sleeps), nil, "us", "", goal: "12 us"))
