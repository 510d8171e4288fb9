import LuaSyntax
import Schema

// Where in a call the field stands that a request has a problem with.
extension LuaTree {
    /// Finds the first of these problems whose field is written in a call at `line`; nil where none is, or several are.
    func place(of problems: [Problem], inCallsAt line: Int) -> Range<Int>? {
        let tables = arguments(ofCallsAt: line)
        return problems.lazy.compactMap { problem in
            let places = Set(tables.compactMap { $0.place(of: problem.path.steps[...]) })
            return places.count == 1 ? places.first : nil
        }.first
    }

    /// Lua gives a call the line where the expression begins.
    private func arguments(ofCallsAt line: Int) -> [LuaExpression] {
        var found: [LuaExpression] = []
        walk { node in
            guard case .expression(let expression) = node, case .chain(_, let suffixes) = expression.kind else {
                return
            }
            let start = source.line(at: expression.range.lowerBound)
            for arguments in suffixes.compactMap(\.arguments) {
                guard (start...source.line(at: arguments.range.lowerBound)).contains(line) else { continue }
                found += arguments.values
            }
        }
        return found
    }
}

extension LuaExpression {
    /// Where the name of the field at `path` stands, in the table that this is; nil for what is not written here.
    fileprivate func place(of path: ArraySlice<Path.Step>) -> Range<Int>? {
        guard case .table(let items) = kind, let step = path.first else { return nil }
        let rest = path.dropFirst()
        switch step {
        case .key(let name):
            guard let item = items.last(where: { $0.name == name }) else { return nil }
            return rest.isEmpty ? item.nameRange : item.value.place(of: rest)
        case .index(let number):
            let list = items.filter(\.isPositional).map(\.value)
            guard list.indices.contains(number - 1) else { return nil }
            return rest.isEmpty ? list[number - 1].range : list[number - 1].place(of: rest)
        case .words: return place(of: rest)
        }
    }
}

extension LuaTableItem {
    fileprivate var isPositional: Bool {
        if case .position = key { true } else { false }
    }

    fileprivate var name: String? {
        switch key {
        case .position: nil
        case .name(let name, _): name
        case .expression(let key): key.text
        }
    }

    fileprivate var nameRange: Range<Int>? {
        switch key {
        case .position: nil
        case .name(_, let range): range
        case .expression(let key): key.range
        }
    }
}
