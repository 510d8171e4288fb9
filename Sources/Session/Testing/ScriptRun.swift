import Bindings
public import LuaKit
import Projects
public import Schema
public import Stdlib

/// A script that a test runs, as `cph` would run it.
public struct ScriptRun {
    /// The script.
    public let path: String
    /// What follows it on the command line.
    public let arguments: [String]
    /// How its Lua is limited: as that of the test.
    public let lua: LuaState.Options
    /// How much real time it may take.
    public let timeLimit: Duration
    /// What it sees as `cph.version`.
    public let version: String
    /// The part of `cph` that is written in Lua.
    public let stdlib: Stdlib
}

/// What became of a script that a test has run.
public struct ScriptOutcome {
    /// What it wrote to standard output and to standard error.
    public let output, errors: [UInt8]
    /// What the program would have ended with.
    public let exitCode: Int
    /// What it bought, as `cph.testing.orders` lists it.
    public let purchases: [Value]

    /// Puts together what became of a script.
    public init(output: [UInt8], errors: [UInt8], exitCode: Int, purchases: [Value]) {
        (self.output, self.errors, self.exitCode, self.purchases) = (output, errors, exitCode, purchases)
    }
}

extension TestFile {
    /// `cph.testing.run`.
    func runFunction() -> LuaFunction {
        LuaFunction(raw: "run", doc: "Runs a script as cph would.") { [unowned self] lua in
            let run = ScriptRun(
                path: try scriptPath(lua), arguments: try Self.arguments(lua), lua: scriptOptions, timeLimit: timeLimit,
                version: version, stdlib: stdlib)
            let outcome = try stage.run(run)
            lua.createTable(fieldCount: 4)
            lua.push(bytes: outcome.output)
            lua.rawSet("output", at: -2)
            lua.push(bytes: outcome.errors)
            lua.rawSet("errors", at: -2)
            lua.push(outcome.exitCode)
            lua.rawSet("exit_code", at: -2)
            PlainValue(.list(outcome.purchases)).push(to: lua)
            lua.rawSet("purchases", at: -2)
            return 1
        }
    }

    private func scriptPath(_ lua: LuaContext) throws -> String {
        guard lua.type(at: 1) == .string, let path = lua.string(at: 1) else {
            throw LuaError.runtime("cph.testing.run takes the path of a script, not \(lua.describe(at: 1))")
        }
        return place(ofScript: path)
    }

    /// The words after the script: all further arguments, or those in one list.
    private static func arguments(_ lua: LuaContext) throws -> [String] {
        let (last, isList) = (Int(lua.top), lua.type(at: 2) == .table)
        var words: [String] = []
        for index in 1..<(isList ? lua.rawLength(at: 2) + 1 : max(last, 1)) {
            if isList { lua.rawGet(index, at: 2) } else { lua.pushCopy(of: Int32(index + 1)) }
            defer { lua.pop() }
            guard lua.type(at: -1) == .string || lua.type(at: -1) == .number else {
                throw LuaError.runtime(
                    "cph.testing.run: argument \(index) of the script is a text or a number, not \(lua.describe(at: -1))"
                )
            }
            words.append(try lua.text(at: -1))
        }
        return words
    }
}
