import LuaKit
import Schema

/// What policies have against a plan, as scripts get it.
struct PolicyProblems: LuaPushable {
    static let luaType = "{ call?: integer, path: string, message: string, hint: string }[]"
    static let doc = "empty where nothing is forbidden; without `call` it is about all of them"

    private let found: [(call: Int?, problem: Problem)]

    init(_ found: [(call: Int?, problem: Problem)]) { self.found = found }

    func push(to lua: LuaContext) {
        let rows = found.map { call, problem -> Value in
            var row: Object = [
                "path": .string("\(problem.path)"), "message": .string(problem.message), "hint": .string(problem.hint),
            ]
            row["call"] = call.map { .int($0 + 1) }
            return .object(row)
        }
        PlainValue(.list(rows)).push(to: lua)
    }
}
