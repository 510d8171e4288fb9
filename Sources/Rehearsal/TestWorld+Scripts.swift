import CPHModel
import LuaKit
import Projects
import Purchasing
package import Session

extension TestWorld {
    /// Runs a script with this world's cloud, ledger and time, as `cph` would run it.
    ///
    /// - Throws: `CPHError` of kind `argument` when there is no such script.
    package func run(_ run: ScriptRun) throws -> ScriptOutcome {
        let script: Script
        do throws(ScriptError) { script = try Script(path: run.path, mode: run.lua.mode) } catch {
            throw CPHError(.argument, "cph.testing.run: \(error)")
        }
        let sold = orders().count
        var status = ExitStatus.done
        var messages = ""
        let capture =
            capture ?? { action in
                try action()
                return ([], [])
            }
        let written = try capture {
            (status, messages) = try self.status(of: script, run)
        }
        return ScriptOutcome(
            output: written.output, errors: written.errors + Array(messages.utf8), exitCode: Int(status.rawValue),
            purchases: Array(orders().dropFirst(sold)))
    }

    /// Runs the script, and returns what the program would end with and what it would say.
    private func status(of script: Script, _ run: ScriptRun) throws -> (ExitStatus, String) {
        let tally = PurchaseTally(try purchasing())
        let session = try Session(
            tally, control: tally, version: run.version, script: script.name, arguments: run.arguments,
            options: run.lua, stdlib: run.stdlib, modules: ModuleSettings(script: run.path))
        try time.install(in: session.state)
        session.state.setDeadline(after: run.timeLimit)
        var messages = ""
        session.console.write = { messages += $0 + "\n" }
        do throws(LuaError) {
            _ = try session.run(script, arguments: run.arguments)
            return (ExitStatus.done.after(tally.totals), messages)
        } catch {
            if case .exit = error.kind {} else { messages += "cph: \(session.report(error))\n" }
            return (ExitStatus(error).after(tally.totals), messages)
        }
    }
}
