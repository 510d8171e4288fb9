import Bindings
import Files
public import LuaKit
public import Projects
import Schema
public import Stdlib

/// The tests of one file, in a Lua of their own.
public final class TestFile {
    private let script: Script
    let stage: any TestStage
    private let options: TestOptions
    private let session: Session
    let stdlib: Stdlib

    /// - Throws: `LuaError` when there is not enough memory for a Lua.
    public init(
        _ script: Script, on stage: any TestStage, _ options: TestOptions, stdlib: Stdlib = .embedded
    ) throws(LuaError) {
        (self.script, self.stage, self.options, self.stdlib) = (script, stage, options, stdlib)
        var lua = options.lua
        lua.clock = stage.clock
        var modules = ModuleSettings(script: script.name)
        modules.folders = ["spec"]
        modules.templates = options.modulePaths
        modules.rewrite = options.coverage.map { coverage in { coverage.instrumented($0) } }
        session = try Session(
            stage.api, control: stage.control, version: options.version, script: script.name, arguments: [],
            options: lua,
            stdlib: stdlib, modules: modules)
        try stage.install(in: session.state)
        options.coverage?.install(in: session.state)
    }

    /// Runs all tests, in order, and hands each result on as it comes.
    ///
    /// - Throws: `LuaError` of kind `interrupted` when somebody pressed Ctrl-C.
    public func run(_ note: (TestResult) -> Void) throws(LuaError) {
        session.state.interrupt(onSignal: 2)
        defer {
            session.state.stopInterruptingOnSignal()
            options.coverage?.collect()
        }
        do throws(LuaError) {
            try run(try load(), note)
        } catch {
            if error.isFromUser { throw error }
            note(TestResult(name: "the file", place: script.name, outcome: .error(report(error)), duration: .zero))
        }
    }

    var timeLimit: Duration { options.timeLimit }
    var version: String { options.version }

    /// How the Lua of a script is limited that a test runs.
    var scriptOptions: LuaState.Options {
        var lua = options.lua
        lua.clock = stage.clock
        return lua
    }

    /// Where a script is that a test names: below the project's folder, else below the working directory.
    func place(ofScript path: String) -> String {
        guard !path.hasPrefix("/"), let root = session.modules?.root, Files.isFile("\(root)/\(path)") else {
            return path
        }
        return "\(root)/\(path)"
    }

    // MARK: Loading

    private func load() throws(LuaError) -> TestSuite {
        stage.restart()
        let prelude = try session.state.load(Self.prelude, chunk: "stdlib/cph/prelude.lua")
        let functions = LuaModule("testing", doc: "", functions: testingFunctions(stage) + [runFunction()])
        let remember = LuaFunction(raw: "remember", doc: "Returns what puts back which libraries are loaded.") {
            [unowned session] lua in
            let restore = session.modules?.remember()
            lua.pushFunction { _ in
                restore?()
                return 0
            }
            return 1
        }
        let hasFile = LuaFunction("hasFile", .init("name", String.self), doc: "") { [unowned session] name in
            session.modules?.hasFile(for: name) ?? false
        }
        let results = try session.state.main(
            prelude, session.standard.require, functions, hasFile, remember, PlainValue(options.choice.value),
            PlainValue(.list(options.modulePaths.map(Value.string))), options.interpreter)
        guard case .table(let table)? = results.first else { throw LuaError.runtime("no suite") }
        let suite = TestSuite(table, in: session.state)
        try runHelper()
        guard let environment = suite.environment else { return suite }
        session.remember(script)
        session.state.lenientChunks.insert(script.name)
        try suite.start(
            script.name, session.state.load(script.source, chunk: script.name, environment: environment))
        return suite
    }

    private static let prelude = """
        local require, functions, has_file, remember, options, paths, interpreter = ...
        local testing = cph.testing
        local bench = require "cph.testing.bench"
        for name, action in pairs(functions) do bench[name] = action end
        bench.advance = cph.sleep
        testing.is_running = true
        local suite = require "cph.testing.suite" (options)
        if package.searchers and package.path ~= "" then
          package.path = table.concat(paths, ";") .. ";" .. package.path
        end
        arg[-1] = interpreter
        suite.install(has_file, remember)
        return suite
        """

    /// Runs what the project wants to have run before its tests.
    private func runHelper() throws(LuaError) {
        guard let helper = options.helper, !helper.isEmpty else { return }
        session.state.setDeadline(after: options.timeLimit)
        let arguments = session.state.global("arg")
        session.state.setGlobal("arg", PlainValue(.list(options.helperArguments.map(Value.string))))
        defer { session.state.setGlobal("arg", arguments) }
        guard helper.hasSuffix(".lua") else {
            let load = try session.state.load("require(...)", chunk: "helper")
            try session.state.main(load, helper)
            return
        }
        let script: Script
        do throws(ScriptError) { script = try Script(path: helper) } catch {
            throw LuaError.runtime("the helper: \(error)")
        }
        session.state.lenientChunks.insert(script.name)
        _ = try session.run(script, arguments: options.helperArguments)
    }

    // MARK: Running

    private func run(_ suite: TestSuite, _ note: (TestResult) -> Void) throws(LuaError) {
        var outcome = StepOutcome.passed
        var start = ContinuousClock.now
        while let step = try suite.next(after: outcome) {
            outcome = .passed
            switch step {
            case .begin:
                stage.restart()
                start = .now
            case .call(let function, let place):
                if let error = try attempt(function) { outcome = self.outcome(error, place) }
            case .note(let name, let place, let result):
                note(TestResult(name: name, place: place, outcome: result, duration: ContinuousClock.now - start))
            }
        }
    }

    private func attempt(_ function: LuaCallback) throws(LuaError) -> LuaError? {
        session.state.setDeadline(after: options.timeLimit)
        do throws(LuaError) {
            try session.state.main(function)
            return nil
        } catch {
            if error.isFromUser { throw error }
            // What is past its time would stop the suite itself, too.
            if error.isDeadline { session.state.setDeadline(after: options.timeLimit) }
            return error
        }
    }

    private func outcome(_ error: LuaError, _ place: String) -> StepOutcome {
        if session.field("kind", of: error) == "pending" {
            return .pending(session.field("pending", of: error) ?? "pending")
        }
        let isFailure = session.field("kind", of: error) == "assertion"
        let report = report(error, place)
        return isFailure ? .failed(report) : .error(report)
    }

    /// What to say of an error in a function that is written at `place`.
    private func report(_ error: LuaError, _ place: String? = nil) -> String {
        if case .exit(let code) = error.kind { return "os.exit(\(code)) was called" }
        var error = error
        error.traceback.removeAll { $0.position.map { Stdlib.owns(chunk: $0.chunk) } ?? true }
        if let position = error.position, Stdlib.owns(chunk: position.chunk) {
            error.position = error.traceback.first?.position
        }
        if error.isDeadline { error.message = "took longer than \(options.timeLimit)" }
        if session.field("kind", of: error) == "assertion" {
            error.message = "assertion failed\n\(session.field("text", of: error) ?? error.message)"
            moveToLevel(&error)
        }
        if case .table = error.value, error.message.hasPrefix("table: "), let text = try? session.text(of: error.value)
        {
            error.message = text
        }
        let report = session.report(error)
        // Where Lua could not say where it was: without memory, or when the function itself is one of C.
        return error.position == nil && error.traceback.isEmpty ? "\(place ?? script.name): \(report)" : report
    }

    /// Shows an assertion where its level says that it belongs.
    private func moveToLevel(_ error: inout LuaError) {
        guard session.field("is_elsewhere", of: error) != nil, let place = session.field("place", of: error),
            let colon = place.lastIndex(of: ":"),
            let line = Int(place[place.index(after: colon)...])
        else { return }
        let position = LuaPosition(chunk: String(place[..<colon]), line: line)
        error.position = position
        error.traceback.removeFirst(error.traceback.firstIndex { $0.position == position } ?? error.traceback.count)
    }
}

extension LuaError {
    fileprivate var isFromUser: Bool {
        if case .interrupted(.user) = kind { true } else { false }
    }

    fileprivate var isDeadline: Bool {
        if case .interrupted(.deadline) = kind { true } else { false }
    }
}

extension Session {
    /// A text field of the table that was raised.
    fileprivate func field(_ name: String, of error: LuaError) -> String? {
        guard case .table(let table) = error.value else { return nil }
        let lua = state.context
        let base = lua.top
        defer { lua.setTop(base) }
        table.push(to: lua)
        lua.rawGet(name, at: -1)
        return lua.string(at: -1)
    }
}
