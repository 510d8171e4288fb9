import CLua

/// One call of `parallel`: a function applied to each item of a list, a few at a time.
///
/// After a failure no new item is started, those under way end by themselves, and the first failure in list order is
/// the failure of the whole: what was begun may have bought something, and its answer must not be lost.
final class ParallelRun {
    private unowned let scheduler: LuaScheduler
    private let operation: PendingOperation
    private let items: [LuaValue]
    private let function: LuaCallback
    private let limit: Int
    private var next = 0
    private var running: [Int: LuaTask] = [:]
    private var results: [Int: LuaValue] = [:]
    private var failure: (index: Int, error: LuaError)?

    init(_ items: [LuaValue], limit: Int, function: LuaCallback, scheduler: LuaScheduler) {
        self.items = items
        self.limit = limit
        self.function = function
        self.scheduler = scheduler
        operation = scheduler.makeOperation()
    }

    /// Starts, and makes the calling function wait for the end.
    func start(on lua: LuaContext) throws -> Int32 {
        fill(on: lua)
        if items.isEmpty { operation.finish(.values(ResultList(items: [], results: [:]))) }
        return try scheduler.wait(for: operation, on: lua) { [self] in
            next = items.count
            return running.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    private func fill(on lua: LuaContext) {
        while next < items.count, running.count < limit, failure == nil {
            let index = next
            next += 1
            lua_checkstack(lua.stack, 4)
            function.push(to: lua)
            items[index].push(to: lua)
            lua.push(index + 1)
            let task = scheduler.spawn(popping: lua, arguments: 2)
            task.isObserved = true
            running[index] = task
            task.onFinish.append { self.ended(index, $0, on: task.thread) }
        }
    }

    private func ended(_ index: Int, _ result: Result<[LuaValue], LuaError>, on lua: LuaContext) {
        running[index] = nil
        switch result {
        case .success(let values): results[index] = values.first
        case .failure(let error): if index < failure?.index ?? .max { failure = (index, error) }
        }
        fill(on: lua)
        guard running.isEmpty else { return }
        let outcome = failure.map { Outcome.failure($0.error) }
        scheduler.complete(operation, outcome ?? .values(ResultList(items: items, results: results)))
    }
}

/// The results in list order, as one table.
private struct ResultList: LuaResult, Sendable {
    static var luaType: String { "any[]" }
    let items: [LuaValue]
    let results: [Int: LuaValue]

    func pushResults(to lua: LuaContext) -> Int32 {
        lua_checkstack(lua.stack, 3)
        lua.createTable(arrayCount: items.count)
        for index in items.indices {
            guard let value = results[index] else { continue }
            value.push(to: lua)
            lua.rawSet(index + 1, at: -2)
        }
        return 1
    }
}
