import LuaKit

/// Counts how many calls that buy, change or pay each job has begun, those of the jobs it started included.
final class BegunCalls {
    private var begun: [Int: Int] = [:]

    func add(_ state: LuaState) {
        for task in state.currentTasks { begun[task, default: 0] += 1 }
    }

    func count(_ state: LuaState) -> Int { state.currentTasks.first.flatMap { begun[$0] } ?? 0 }
}
