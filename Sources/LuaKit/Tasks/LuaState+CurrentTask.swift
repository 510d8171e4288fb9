extension LuaState {
    /// Lists the numbers of the task that runs now and of those that started it, the nearest first; empty outside of tasks.
    public var currentTasks: [Int] {
        var numbers: [Int] = []
        var task = scheduler.current
        while let one = task {
            numbers.append(one.number)
            task = one.parent
        }
        return numbers
    }
}
