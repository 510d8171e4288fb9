public import LuaKit
import LuaSyntax
public import Projects
import Schema
import Session
public import Stdlib

/// Finds what is wrong with scripts without running them.
public final class ScriptChecker {
    private let host: HostAPI
    private let mode: LuaMode

    /// - Parameter mode: How the scripts are going to be run.
    /// - Throws: `LuaError` when there is not even memory for a Lua to look things up in.
    public init(mode: LuaMode = .standard, stdlib: Stdlib = .embedded) throws(LuaError) {
        var options = LuaState.Options()
        options.mode = mode
        options.strictGlobals = false
        self.mode = mode
        host = HostAPI(
            try Session(NoService(), version: "", script: "", arguments: [], options: options, stdlib: stdlib))
    }

    /// Lists everything that is wrong with `script`, in the order of its text.
    ///
    /// - Parameter role: What kind of file it is; nil to tell by itself: `*_spec.lua` are tests, and a file that
    ///   returns a table of functions is a library.
    public func check(_ script: Script, as role: ScriptRole? = nil) -> [ScriptFinding] {
        var findings = ScriptFindings(script.name, LuaSource(script.source))
        do throws(LuaRefusal) {
            let tree = try host.session.state.tree(of: script)
            check(tree, role ?? .shown(by: tree, script.name), &findings)
        } catch {
            let isForeign = error.message.hasSuffix(">'") && error.message.contains("near '<\\")
            findings.add(
                error.range, .error, "syntax", error.message,
                hint: isForeign ? "outside of strings and comments Lua takes only ASCII" : "")
        }
        return findings.sorted
    }

    private func check(_ tree: LuaTree, _ role: ScriptRole, _ findings: inout ScriptFindings) {
        let words = role == .test ? host.testGlobals : []
        let reading = ScriptReading(tree, host, own: words)
        if mode != .trusted { checkGlobals(tree, known: host.globals.union(words), in: role, &findings) }
        checkVariables(tree, &findings)
        checkBlocks(tree, &findings)
        var calls = CallCheck(reading, role, findings)
        tree.walk { node in
            if case .expression(let expression) = node { calls.check(expression) }
        }
        findings = calls.findings
        checkRequires(reading, besides: role == .test ? host.testModules : [], &findings)
    }
}
