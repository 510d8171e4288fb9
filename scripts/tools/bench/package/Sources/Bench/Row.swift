import LuaKit

/// One line of the table: a loop in Swift and the same in C.
struct Row {
    let name: String
    let goal: Double
    let ours: Loop
    let theirs: Loop

    init(_ name: String, _ ours: String, _ theirs: String, goal: Double, times: Int, in state: LuaState) throws {
        self.name = name
        self.goal = goal
        self.ours = try Loop(ours, times: times, in: state)
        self.theirs = try Loop(theirs, times: times, in: state)
    }

    static func all(in state: LuaState) throws -> [Row] {
        func row(_ name: String, _ what: String, goal: Double, times: Int) throws -> Row {
            try Row(name, "s_\(what)", "c_\(what)", goal: goal, times: times, in: state)
        }
        return [
            try row("call without arguments", "nothing()", goal: 4.5, times: 100_000),
            try row("call with two integers", "add(i, 2)", goal: 2.7, times: 100_000),
            try row("call with a string", "length(text)", goal: 4.5, times: 100_000),
            try row("12-field table to struct", "decode(server)", goal: 2.0, times: 10_000),
            try row("struct to 12-field table", "encode()", goal: 1.4, times: 10_000),
            try Row(
                "error through pcall", "pcall(s_throw)", "pcall(error)", goal: 12, times: 10_000, in: state),
        ]
    }

    func text(empty: Double) -> String {
        let (ours, theirs) = (ours.best - empty, theirs.best - empty)
        return line(name, ours, theirs, "ns", (ours / theirs).rounded(2) + "x", goal: "\(goal)x")
    }
}

/// A line of the table: what, here, in C, ratio, goal.
func line(_ name: String, _ ours: Double, _ theirs: Double?, _ unit: String, _ ratio: String, goal: String) -> String {
    let figures = [ours.rounded(2), theirs?.rounded(2) ?? "-", unit, ratio].map { $0.padded(10) }
    return name + String(repeating: " ", count: max(1, 34 - name.count)) + figures.joined() + "   goal \(goal)"
}

extension Double {
    func rounded(_ places: Int) -> String {
        let scale = places == 2 ? 100.0 : 10.0
        return String((self * scale).rounded() / scale)
    }
}

extension String {
    func padded(_ width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
