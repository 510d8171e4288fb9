import LuaKit
import Session

/// Watches what a line does with the standard streams: what is typed is shown while it reads, and hidden and kept for the
/// next line otherwise; and what it writes may leave the screen in the middle of a row.
final class ScriptStreams {
    /// Where what was written to standard output has left the cursor.
    enum Row {
        case start, middle
        /// Another program has written too.
        case unknown
    }

    var row = Row.start
    private unowned let session: Session
    private var replaced: [(name: String, table: LuaTable, original: LuaValue)] = []

    /// Replaces the functions that read and write; a sandbox has none.
    init(_ session: Session, _ host: any PromptHost) {
        self.session = session
        guard case .table(let io) = session.state.global("io") else { return }
        replace("read", in: io) { original, lua in try host.letRead { try lua.pass(to: original) } }
        replace("lines", in: io) { original, lua in
            guard lua.isNilOrNone(at: 1) else { return try lua.pass(to: original) }
            return try host.pushIterator(of: original, lua)
        }
        replaceMethods(ofStandardInputIn: io, host)
        watchOutput(in: io)
        watchPrograms()
    }

    /// Puts back what was there before.
    func close() {
        let lua = session.state.context
        for (name, table, original) in replaced { set(name, original, in: table, lua) }
        replaced = []
    }

    /// The file that `io` has under a name, and the methods of files.
    private func stream(_ name: String, in io: LuaTable) -> (file: UnsafeRawPointer, methods: LuaTable)? {
        let lua = session.state.context
        let base = lua.top
        defer { lua.setTop(base) }
        lua.push(io)
        lua.rawGet(name, at: -1)
        guard let file = lua.identity(at: -1), lua.pushMetafield("__index", at: -1),
            case .table(let methods) = lua.value(at: -1)
        else { return nil }
        return (file, methods)
    }

    private func replaceMethods(ofStandardInputIn io: LuaTable, _ host: any PromptHost) {
        guard let (input, methods) = stream("stdin", in: io) else { return }
        replace("read", in: methods) { original, lua in
            guard lua.identity(at: 1) == input else { return try lua.pass(to: original) }
            return try host.letRead { try lua.pass(to: original) }
        }
        replace("lines", in: methods) { original, lua in
            guard lua.identity(at: 1) == input else { return try lua.pass(to: original) }
            return try host.pushIterator(of: original, lua)
        }
    }

    /// A program that a line runs may write whatever it likes.
    private func watchPrograms() {
        guard case .table(let os) = session.state.global("os") else { return }
        replace("execute", in: os) { [unowned self] original, lua in
            let count = try lua.pass(to: original)
            row = .unknown
            return count
        }
    }

    private func watchOutput(in io: LuaTable) {
        guard let (output, methods) = stream("stdout", in: io), let errors = stream("stderr", in: io)?.file else {
            return
        }
        // Both return the file that they wrote to.
        for (table, first) in [(io, Int32(1)), (methods, 2)] {
            replace("write", in: table) { [unowned self] original, lua in
                let last = lua.top < first ? nil : lua.bytes(at: lua.top)?.last
                let count = try lua.pass(to: original)
                guard let last, count > 0 else { return count }
                let file = lua.identity(at: -count)
                let endsRow = last == UInt8(ascii: "\n")
                if file == output { row = endsRow ? .start : .middle }
                // Standard error may be the same screen.
                if file == errors, !endsRow { row = .unknown }
                return count
            }
        }
    }

    private func replace(
        _ name: String, in table: LuaTable, by body: @escaping (_ original: LuaValue, LuaContext) throws -> Int32
    ) {
        let lua = session.state.context
        lua.push(table)
        lua.rawGet(name, at: -1)
        let original = lua.value(at: -1)
        lua.setTop(lua.top - 2)
        if case .nil = original { return }
        set(name, PromptFunction { try body(original, $0) }, in: table, lua)
        replaced.append((name, table, original))
    }

    private func set(_ name: String, _ value: some LuaPushable, in table: LuaTable, _ lua: LuaContext) {
        lua.push(table)
        value.push(to: lua)
        lua.rawSet(name, at: -2)
        lua.pop()
    }
}

extension PromptHost {
    fileprivate func letRead(_ body: () throws -> Int32) rethrows -> Int32 {
        showTyping(true)
        defer { showTyping(false) }
        return try body()
    }

    /// Pushes the iterator that `lines` returns; each call of it reads.
    fileprivate func pushIterator(of lines: LuaValue, _ lua: LuaContext) throws -> Int32 {
        let next = lua.value(at: -(try lua.pass(to: lines)))
        PromptFunction { lua in try self.letRead { try lua.pass(to: next) } }.push(to: lua)
        return 1
    }
}
