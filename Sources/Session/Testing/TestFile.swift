import Bindings
public import LuaKit
public import Projects
import Schema
public import Stdlib

/// The tests of one file, in a Lua of their own.
public final class TestFile {
    private let script: Script
    private let stage: any TestStage
    private let options: TestOptions
    private let session: Session
    /// The blocks whose setup failed, by number: their tests are not run.
    private var brokenBlocks: Set<Int> = []

    /// - Throws: `LuaError` when there is not enough memory for a Lua.
    public init(
        _ script: Script, on stage: any TestStage, _ options: TestOptions, stdlib: Stdlib = .embedded
    ) throws(LuaError) {
        (self.script, self.stage, self.options) = (script, stage, options)
        var lua = options.lua
        lua.clock = stage.clock
        var modules = ModuleSettings(script: script.name)
        modules.folders = ["spec"]
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
        let steps: [TestStep]
        do throws(LuaError) { steps = try collect() } catch {
            if error.isFromUser { throw error }
            return note(TestResult(name: "the file", place: script.name, outcome: outcome(error), duration: .zero))
        }
        for step in steps { try run(step).map(note) }
    }

    // MARK: Collecting

    private func collect() throws(LuaError) -> [TestStep] {
        stage.restart()
        let prelude = try session.state.load(Self.prelude, chunk: "stdlib/cph/prelude.lua")
        let functions = LuaModule("testing", doc: "", functions: testingFunctions(stage))
        let hasFile = LuaFunction("hasFile", .init("name", String.self), doc: "") { [unowned session] name in
            session.modules?.hasFile(for: name) ?? false
        }
        let results = try session.state.main(prelude, session.standard.require, functions, hasFile)
        guard case .table(let suite)? = results.first else { return [] }
        session.state.setDeadline(after: options.timeLimit)
        _ = try session.run(script)
        return try TestStep.list(suite, filter: options.filter, in: session.state)
    }

    private static let prelude = """
        local require, functions, has_file = ...
        local testing = cph.testing
        local bench = require "cph.testing.bench"
        for name, action in pairs(functions) do bench[name] = action end
        bench.advance = cph.sleep
        testing.is_running = true
        local suite = require "cph.testing.suite" ()
        suite.install(has_file)
        return suite
        """

    // MARK: Running

    private func run(_ step: TestStep) throws(LuaError) -> TestResult? {
        let start = ContinuousClock.now
        let outcome = try outcome(of: step)
        if step.kind != .test {
            guard case .failed = outcome else { return nil }
            if step.kind == .setup { step.blocks.last.map { _ = brokenBlocks.insert($0) } }
        }
        return TestResult(
            name: step.name, place: step.place, outcome: outcome, duration: ContinuousClock.now - start)
    }

    private func outcome(of step: TestStep) throws(LuaError) -> TestResult.Outcome {
        if let message = step.message { return .failed(message) }
        if let reason = step.pending { return .pending(reason) }
        if step.kind == .test, step.blocks.contains(where: brokenBlocks.contains) {
            return .failed("not run: the setup of a block around it failed")
        }
        if step.kind == .test { stage.restart() }
        session.state.setDeadline(after: options.timeLimit)
        var failure: LuaError?
        for function in step.before + (step.body.map { [$0] } ?? []) where failure == nil {
            failure = try attempt(function)
        }
        for function in step.after {
            let error = try attempt(function)
            failure = failure ?? error
        }
        return failure.map { outcome($0, of: step) } ?? .passed
    }

    private func attempt(_ function: LuaCallback) throws(LuaError) -> LuaError? {
        do throws(LuaError) {
            try session.state.main(function)
            return nil
        } catch {
            if error.isFromUser { throw error }
            if error.isDeadline { session.state.setDeadline(after: options.timeLimit) }
            return error
        }
    }

    private func outcome(_ error: LuaError, of step: TestStep? = nil) -> TestResult.Outcome {
        if let reason = session.field("pending", of: error) { return .pending(reason) }
        if case .exit(let code) = error.kind { return .failed("os.exit(\(code)) was called") }
        var error = error
        error.traceback.removeAll { $0.position.map { Stdlib.owns(chunk: $0.chunk) } ?? true }
        if let position = error.position, Stdlib.owns(chunk: position.chunk) {
            error.position = error.traceback.first?.position
        }
        if error.isDeadline { error.message = "took longer than \(options.timeLimit)" }
        if session.field("kind", of: error) == "assertion" { error.message = "assertion failed\n\(error.message)" }
        if case .table = error.value, error.message.hasPrefix("table: "), let text = try? session.text(of: error.value)
        {
            error.message = text
        }
        let report = session.report(error)
        // Where Lua could not say where it was, as without memory.
        return .failed(
            error.position == nil && error.traceback.isEmpty ? "\(step?.place ?? script.name): \(report)" : report)
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
