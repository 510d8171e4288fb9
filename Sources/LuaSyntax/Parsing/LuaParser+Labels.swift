/// Labels, gotos and the ends of blocks, where they meet.
extension LuaParser {
    mutating func enterBlock(isLoop: Bool = false) { scope.enterBlock(isLoop: isLoop) }

    mutating func leaveBlock() throws(LuaSyntaxError) {
        guard let block = scope.blocks.last else { return }
        if block.isLoop { try resolveGotos(to: .init(name: "break", line: 0, activeCount: scope.active.count)) }
        scope.blocks.removeLast()
        scope.active.removeSubrange(block.activeCount...)
        scope.labels.removeSubrange(block.firstLabel...)
        if scope.blocks.isEmpty {
            if scope.gotos.count > block.firstGoto { throw undefined(scope.gotos[block.firstGoto]) }
        } else {
            for index in block.firstGoto..<scope.gotos.count { scope.gotos[index].activeCount = block.activeCount }
        }
    }

    /// `name` is followed by nothing but the end of its block.
    mutating func addLabel(_ name: String, _ range: Range<Int>, line: Int, isLast: Bool) throws(LuaSyntaxError) {
        if let other = scope.label(name) {
            throw failure("label '\(name)' already defined on line \(other.line)", range)
        }
        let visible = isLast ? scope.blocks.last?.activeCount ?? 0 : scope.active.count
        let label = FunctionScope.Label(name: name, line: line, activeCount: visible)
        scope.labels.append(label)
        try resolveGotos(to: label)
    }

    mutating func addGoto(_ name: String, _ range: Range<Int>, line: Int) {
        guard name == "break" || scope.label(name) == nil else { return }
        scope.gotos.append(.init(name: name, range: range, line: line, activeCount: scope.active.count))
    }

    private mutating func resolveGotos(to label: FunctionScope.Label) throws(LuaSyntaxError) {
        var index = scope.blocks.last?.firstGoto ?? 0
        while index < scope.gotos.count {
            let jump = scope.gotos[index]
            guard jump.name == label.name else {
                index += 1
                continue
            }
            guard jump.activeCount >= label.activeCount else {
                let local = scope.active[jump.activeCount].name
                throw failure(
                    "<goto \(jump.name)> at line \(jump.line) jumps into the scope of local '\(local)'", jump.range)
            }
            scope.gotos.remove(at: index)
        }
    }

    private func undefined(_ jump: FunctionScope.Goto) -> LuaSyntaxError {
        jump.name == "break"
            ? failure("break outside loop at line \(jump.line)", jump.range)
            : failure("no visible label '\(jump.name)' for <goto> at line \(jump.line)", jump.range)
    }
}
