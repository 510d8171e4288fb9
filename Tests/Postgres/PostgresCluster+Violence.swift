public import Glibc

/// What happens to servers that nobody stops.
extension PostgresCluster {
    /// Kills the server and all its processes, as the machine's end would. `start` lets it recover.
    public func kill() {
        let child = child
        guard child.isInProcessTable else { return }
        // A stopped server starts no process behind our back.
        child.signal(SIGSTOP)
        let others = RunningProcess.children(of: child.number)
        for process in others { Glibc.kill(process, SIGKILL) }
        child.signal(SIGKILL)
        _ = child.wait()
        // The next start finds their memory in use as long as one of them is there.
        _ = Waiting.until { !others.contains(where: RunningProcess.isAlive) }
    }

    /// Stops the server and all its processes where they are. Connections stay open and get no answer.
    public func freeze() {
        let child = child
        child.signal(SIGSTOP)
        for process in RunningProcess.children(of: child.number) { Glibc.kill(process, SIGSTOP) }
    }

    /// Lets a frozen server go on.
    public func thaw() {
        let child = child
        for process in RunningProcess.children(of: child.number) { Glibc.kill(process, SIGCONT) }
        child.signal(SIGCONT)
    }

    /// The processes that work for clients, one for each connection.
    public var backends: [pid_t] {
        let child = child
        return RunningProcess.children(of: child.number).filter {
            // `postgres: USER DATABASE [local] idle` or `… 127.0.0.1(5432) idle`.
            let title = RunningProcess.title($0)
            return title.hasPrefix("postgres: ") && !title.hasPrefix("postgres: walsender")
                && (title.contains(" [local] ") || title.contains("(") && title.contains(") "))
        }
    }

    /// Waits until there are at least so many backends, and returns them.
    public func waitForBackends(_ count: Int) -> [pid_t] {
        _ = Waiting.until { backends.count >= count }
        return backends
    }

    /// Ends a client's process. After SIGKILL the server ends all others too and recovers; SIGTERM is what
    /// `pg_terminate_backend` sends.
    public func killBackend(_ process: pid_t, _ signal: Int32 = SIGKILL) {
        if RunningProcess.children(of: child.number).contains(process) { Glibc.kill(process, signal) }
    }
}
