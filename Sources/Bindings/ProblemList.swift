import LuaKit
import Schema

/// Problems as a list of tables that print as a line each.
struct ProblemList: LuaPushable {
    static var luaType: String { "cph.Problem[]" }
    private let problems: [Problem]

    init(_ problems: [Problem]) { self.problems = problems }

    func push(to lua: LuaContext) {
        lua.createTable(arrayCount: problems.count)
        for (index, problem) in problems.enumerated() {
            push(problem, to: lua)
            lua.rawSet(index + 1, at: -2)
        }
    }

    private static func members(of problem: Problem) -> Object {
        var members: Object = [
            "path": .string(problem.path.description), "code": .string(problem.code.rawValue),
            "severity": .string(problem.severity.rawValue), "message": .string(problem.message),
            "hint": .string(problem.hint), "basis": .string(problem.basis.rawValue),
        ]
        guard let row = problem.row else { return members }
        members["row"] = .int(row.index)
        members["name"] = .string(row.name)
        members["line"] = .string(row.line)
        members["field"] = .string(row.field)
        return members
    }

    private func push(_ problem: Problem, to lua: LuaContext) {
        lua.pushTree(.object(Self.members(of: problem)))
        lua.pushMetatable(named: "cph.Problem") { lua in
            lua.pushFunction { lua in
                let field = { (name: String) in lua.rawGet(name, at: 1) == .string ? lua.string(at: -1) ?? "" : "" }
                let place = field("path")
                let weight = field("severity") == "warning" ? "warning: " : ""
                lua.push("\(place.isEmpty ? "" : "\(place): ")\(weight)\(field("message")); \(field("hint"))")
                return 1
            }
            lua.rawSet("__tostring", at: -2)
        }
        lua.setMetatable(at: -2)
    }
}
