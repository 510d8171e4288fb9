import Bindings
package import LuaKit
import LuaSyntax
public import Schema

/// Reads files that are written in Lua but hold only data: settings, rockspecs, manifests. They run in a Lua of their
/// own with nothing to call, little memory and little time.
public enum LuaData {
    /// What a file is allowed to hold.
    public enum Strictness: Sendable {
        /// The file may hold values and nothing else: neither functions nor loops.
        case valuesOnly
        /// The file may hold any code that LuaRocks would run.
        case anyCode
    }

    /// What a file may come to, which is far more than such a file needs.
    public enum Size: Sendable {
        /// Settings, rockspecs: 16 MiB and 0.3 s.
        case small
        /// The index of a server with thousands of rocks: 512 MiB and 10 s.
        case index

        fileprivate var memory: Int { self == .small ? 16 << 20 : 512 << 20 }
        fileprivate var time: Duration { self == .small ? .milliseconds(300) : .seconds(10) }
    }

    /// Reads `bytes`, which `return` a table.
    public static func returned(_ bytes: [UInt8], name: String, _ strictness: Strictness) throws(ProjectError) -> Value
    {
        try read(bytes, name: name, strictness, .small) { results, _ in results }
    }

    /// Reads `bytes`, which set globals, as rockspecs do.
    public static func globals(_ bytes: [UInt8], name: String, _ size: Size = .small) throws(ProjectError) -> Value {
        try read(bytes, name: name, .anyCode, size) { _, environment in environment }
    }

    private static func read(
        _ bytes: [UInt8], name: String, _ strictness: Strictness, _ size: Size,
        _ choose: (LuaValue, LuaValue) -> LuaValue
    ) throws(ProjectError) -> Value {
        let script: Script
        do throws(ScriptError) { script = try Script(name: name, bytes: bytes) } catch {
            throw ProjectError("\(error)")
        }
        if strictness == .valuesOnly { try refuseCode(script) }
        do throws(LuaError) {
            let state = try emptyState(size)
            let environment = state.emptyTable()
            let main = try state.load(script.source, chunk: name, environment: environment)
            let results = try state.context.call(main)
            return try jsonValue(choose(results.first ?? .nil, .table(environment)), in: state)
        } catch {
            if case .syntax = error.kind, let mark = MergeMark(in: bytes) {
                throw mark.error(in: name, next: "try again")
            }
            throw ProjectError(reason(error, name, size))
        }
    }

    /// A Lua without a single function: not even strings have methods.
    private static func emptyState(_ size: Size) throws(LuaError) -> LuaState {
        var options = LuaState.Options()
        (options.memoryLimit, options.mode) = (size.memory, .sandbox)
        let state = try LuaState(options)
        try state.run("for name in pairs(string) do string[name] = nil end", chunk: "data")
        state.setCPUTime(size.time)
        return state
    }

    private static func jsonValue(_ value: LuaValue, in state: LuaState) throws(LuaError) -> Value {
        let lua = state.context
        lua.push(value)
        defer { lua.pop() }
        return try Bindings.jsonValue(of: lua, at: -1, namesAll: true)
    }

    private static func reason(_ error: LuaError, _ name: String, _ size: Size) -> String {
        let place = error.position.map { "\($0)" } ?? name
        return switch error.kind {
        case .interrupted: "\(place): does not end; it is data, not a program"
        case .memory: "\(name): needs more than \(size.memory >> 20) MiB; it is data, not a program"
        case .syntax: "\(place): \(error.message)"
        default: "\(place): \(error.message); it is data, and there is nothing to call"
        }
    }

    private static let allowedWords: Set<String> = ["return", "local", "and", "or", "not"]

    private static func refuseCode(_ script: Script) throws(ProjectError) {
        for token in luaTokens(script.source) where token.kind == .keyword {
            let word = String(decoding: script.source[token.range], as: UTF8.self)
            if allowedWords.contains(word) { continue }
            let line = script.source[..<token.range.lowerBound].count { $0 == UInt8(ascii: "\n") } + 1
            throw ProjectError(
                "\(script.name):\(line): '\(word)' is code; this file is data: tables, texts and numbers")
        }
    }
}

extension LuaState {
    /// A new table.
    package func emptyTable() -> LuaTable {
        context.createTable()
        defer { context.pop() }
        guard case .table(let table) = context.value(at: -1) else {
            preconditionFailure("a table was pushed in the line above")
        }
        return table
    }
}
