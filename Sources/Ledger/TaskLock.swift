/// Lets one task at a time work on a name. The next waits until the first has its result in the ledger.
struct TaskLock {
    private var busy: Set<String> = []
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

    /// Takes the name when it is free.
    mutating func take(_ key: String) -> Bool { busy.insert(key).inserted }

    mutating func wait(_ key: String, _ continuation: CheckedContinuation<Void, Never>) {
        waiting[key, default: []].append(continuation)
    }

    /// Hands the name to the next task that waits for it, or frees it.
    mutating func leave(_ key: String) {
        guard var line = waiting[key], !line.isEmpty else {
            busy.remove(key)
            return
        }
        let next = line.removeFirst()
        waiting[key] = line.isEmpty ? nil : line
        next.resume()
    }
}
