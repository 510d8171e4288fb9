import Files
public import LuaKit
import LuaSyntax
public import Policies
public import Projects
import Schema
import Session
public import Stdlib

/// Finds what is wrong with scripts without running them.
public final class ScriptChecker {
    private let host: HostAPI
    private let mode: LuaMode
    /// The modules that scripts require, by the root of their project.
    private var modules: [String: OwnModules] = [:]

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
    /// - Parameters:
    ///   - role: What kind of file it is; nil to tell by itself: `*_spec.lua` are tests, and a file that returns a table of
    ///     functions is a library.
    ///   - isLenient: Whether undeclared globals read as nil where it runs, as in a `lib` with `lenient_lib`.
    ///   - policies: What purchases have to keep to where it runs.
    public func check(
        _ script: Script, as role: ScriptRole? = nil, isLenient: Bool = false, policies: PolicySet = PolicySet()
    ) -> [ScriptFinding] {
        var findings = ScriptFindings(script.name, LuaSource(script.source))
        do throws(LuaRefusal) {
            let tree = try host.session.state.tree(of: script)
            check(tree, role ?? .shown(by: tree, script.name), isLenient, policies, &findings)
        } catch {
            let isForeign = error.message.hasSuffix(">'") && error.message.contains("near '<\\")
            findings.add(
                error.range, .error, "syntax", error.message,
                hint: isForeign ? "outside of strings and comments Lua takes only ASCII" : "")
        }
        return findings.sorted
    }

    private func check(
        _ tree: LuaTree, _ role: ScriptRole, _ isLenient: Bool, _ policies: PolicySet,
        _ findings: inout ScriptFindings
    ) {
        // A file of definitions for editors is never run.
        if tree.isMeta { return }
        let words = role == .test ? host.testGlobals : []
        let modules = modules(for: findings.file)
        let reading = ScriptReading(tree, host, own: words, modules: modules)
        if mode != .trusted, !isLenient {
            var known = host.globals.union(words).union(reading.required.flatMap(\.globals))
            if role == .test {
                known.formUnion(TestHelper(host.session.state, modules).globals(for: findings.file))
            }
            checkGlobals(reading, known: known, in: role, &findings)
        }
        checkVariables(tree, &findings)
        checkBlocks(tree, &findings)
        var calls = CallCheck(reading, role, findings, policies)
        tree.walk { node in
            if case .expression(let expression) = node { calls.check(expression) }
        }
        findings = calls.findings
        // A trusted script finds modules by `package.path` too, as Lua does where it runs.
        let builtIn: Set = mode == .sandbox ? [] : [BuiltInModules.fileSystem]
        if mode != .trusted {
            checkRequires(reading, besides: builtIn.union(role == .test ? host.testModules : []), &findings)
        }
        dropMeant(tree, &findings)
    }

    private func modules(for file: String) -> OwnModules {
        let folder = Files.real(file).map(Files.folder(of:)) ?? "."
        guard let root = Project.root(from: folder) else { return OwnModules(for: file, host.session.state) }
        if let known = modules[root] { return known }
        let found = OwnModules(for: file, host.session.state)
        modules[root] = found
        return found
    }

    /// Takes out what comments for luacheck say is meant.
    private func dropMeant(_ tree: LuaTree, _ findings: inout ScriptFindings) {
        let comments = LuacheckComments(tree)
        guard !comments.rules.isEmpty else { return }
        let set = Set(tree.globals.filter(\.isSet).map(\.name))
        findings.drop { finding, range, name in
            comments.allows(
                finding, name, at: range, setInScript: set, words: host.words(ofStandard:), matches: host.matches)
        }
    }
}

extension LuaTree {
    /// Whether the file says `---@meta`.
    fileprivate var isMeta: Bool {
        comments.contains { source.bytes[$0].starts(with: "---@meta".utf8) }
    }
}
