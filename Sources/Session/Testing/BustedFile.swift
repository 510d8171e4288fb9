import Bindings
package import LuaKit
import Projects
package import Schema
import Text

/// The settings of a project's `.busted`: a Lua file that returns a table of tasks, each a table of options.
package struct BustedFile {
    /// The name that is looked for in the working directory.
    package static let usualName = ".busted"

    /// The options of the task that was asked for, over those of `_all`.
    package private(set) var options = Object()
    private let path: String

    /// Stands for a project without the file.
    package init() { path = Self.usualName }

    /// Runs the file and reads the options of `task`, or those of `default` where it is nil.
    ///
    /// - Throws: `BustedFileError` when there is no such file or task, or the file does not return tasks.
    package init(path: String, task: String?, lua: LuaState.Options) throws(BustedFileError) {
        self.path = path
        let tasks = try Self.tasks(path, lua)
        if let all = tasks["_all"]?.members { add(all) }
        guard let task else {
            if let usual = tasks["default"]?.members { add(usual) }
            return
        }
        guard let chosen = tasks[task]?.members else {
            let near = suggestion(for: task, among: tasks.map(\.key)).map { "; did you mean \($0)?" } ?? ""
            throw BustedFileError("\(path) has no task \(quoted(task))\(near)")
        }
        add(chosen)
    }

    private mutating func add(_ more: Object) {
        let kept = options.filter { more[$0.key] == nil } + more.map { $0 }
        options = Object(uniqueMembers: kept.map { Object.Member($0.key, $0.value) })
    }

    private static func tasks(_ path: String, _ options: LuaState.Options) throws(BustedFileError) -> Object {
        do {
            let session = try Session(NoService(), version: "", script: path, arguments: [], options: options)
            session.state.setDeadline(after: .seconds(10))
            guard let value = try session.run(Script(path: path)).first, case .table = value else {
                throw BustedFileError("\(path) returns no table of tasks")
            }
            let lua = session.state.context
            value.push(to: lua)
            defer { lua.pop() }
            return try PlainValue.read(lua, at: -1).members ?? Object()
        } catch let error as LuaError {
            throw BustedFileError("\(error)")
        } catch let error as BustedFileError {
            throw error
        } catch {
            throw BustedFileError("\(error)")
        }
    }
}

// MARK: Reading options

extension BustedFile {
    /// An option that is one text.
    package func text(_ name: String) throws(BustedFileError) -> String? {
        guard let value = options[name], value != .null else { return nil }
        guard let text = value.text else { throw wrong(name, value, "a text") }
        return text
    }

    /// An option that is a text or a list of them; `separator` stands between several in one text.
    package func list(_ name: String, separator: Character? = nil) throws(BustedFileError) -> [String]? {
        guard let value = options[name], value != .null else { return nil }
        let items = value.items ?? (value.members?.isEmpty == true ? [] : [value])
        var texts: [String] = []
        for item in items {
            guard let text = item.text else { throw wrong(name, item, "a text or a list of texts") }
            texts += separator.map { text.split(separator: $0).map(String.init) } ?? [text]
        }
        return texts
    }

    /// An option that is true or false.
    package func flag(_ name: String) throws(BustedFileError) -> Bool? {
        guard let value = options[name], value != .null else { return nil }
        guard case .bool(let flag) = value else { throw wrong(name, value, "true or false") }
        return flag
    }

    /// An option that is an integer, or a text of one.
    package func integer(_ name: String) throws(BustedFileError) -> Int? {
        guard let value = options[name], value != .null else { return nil }
        if case .int(let number) = value { return number }
        guard let number = value.text.flatMap(Int.init) else { throw wrong(name, value, "an integer") }
        return number
    }

    private func wrong(_ name: String, _ value: Value, _ wanted: String) -> BustedFileError {
        BustedFileError("\(path): \(name) takes \(wanted), not \(value.kind)")
    }
}

/// What is wrong with a `.busted`.
package struct BustedFileError: Error, CustomStringConvertible {
    /// Says what and where.
    package let description: String

    init(_ description: String) { self.description = description }
}
