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
        let capture =
            capture ?? { action in
                try action { _ in }
                return ([], [])
            }
        let written = try capture { say in status = try self.status(of: script, run, say) }
        return ScriptOutcome(
            output: written.output, errors: written.errors, exitCode: Int(status.rawValue),
            purchases: Array(orders().dropFirst(sold)))
    }

    /// Runs the script, and returns what the program would end with.
    private func status(
        of script: Script, _ run: ScriptRun, _ say: @escaping (String) -> Void
    ) throws -> ExitStatus {
        let tally = PurchaseTally(try purchasing())
        let session = try Session(
            tally, control: tally, version: run.version, script: script.name, arguments: run.arguments,
            options: run.lua, stdlib: run.stdlib, modules: ModuleSettings(script: run.path))
        try time.install(in: session.state)
        session.state.setDeadline(after: run.timeLimit)
        session.console.write = say
        do throws(LuaError) {
            _ = try session.run(script, arguments: run.arguments)
            return ExitStatus.done.after(tally.totals)
        } catch {
            if case .exit = error.kind {} else { say("cph: \(session.report(error))") }
            let totals = tally.totals
            for line in [totals.summary, totals.unfinished] { line.map(say) }
            return ExitStatus(error).after(totals)
        }
    }
}
