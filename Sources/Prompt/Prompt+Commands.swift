import Bindings
import CPHModel
import Catalog
import Docs
import LuaKit
import LuaSyntax
import Projects
import Schema
import Text

/// Carries out the commands, each in a function of its own.
extension Prompt {
    func setDryRun(_ word: String) -> PromptReply {
        switch word {
        case "on": host.isDryRun = true
        case "off": host.isDryRun = false
        case "": break
        default: return .failed(":dry takes on or off")
        }
        return .shown(.text(host.isDryRun ? "dry run: purchases are only shown" : "purchases are made"))
    }

    func time(_ code: String) -> PromptReply {
        guard !code.isEmpty else { return .failed(":time takes code to run") }
        let start = now()
        let reply = evaluate(code)
        let took = (now() - start).words
        switch reply {
        case .shown(.text(let text)): return .shown(.text("\(text)\n\(took)"))
        case .shown(.page(let text)): return .shown(.page("\(text)\n\(took)"))
        case .shown(.table(var table)):
            table.note += ", \(took)"
            return .shown(.table(table))
        case .nothing: return .shown(.text(took))
        case .needsMore: return .failed(":time takes complete code in one line")
        case .failed, .stopped, .leave: return reply
        }
    }

    func edit() -> PromptReply {
        guard let text = host.edit(lastBlock), !trimmed(text).isEmpty else {
            return .shown(.text("nothing was changed"))
        }
        let reply = evaluate(text)
        return reply == .needsMore ? .failed("the block is not complete") : reply
    }

    /// Runs the line again that did not reach its end: what it has bought already is answered from the ledger.
    func resume() -> PromptReply {
        guard let stopped else { return .failed("no line was stopped or failed; there is nothing to go on with") }
        return evaluate(stopped)
    }

    func load(file path: String) -> PromptReply {
        guard !path.isEmpty else { return .failed(":load takes a file") }
        do {
            let script = try Script(path: path)
            session.remember(script)
            let source = String(decoding: script.source, as: UTF8.self)
            let rewritten = LocalRewrite(source)
            let function = try session.state.load(
                Array(rewritten.source.utf8), chunk: path, environment: scope.table)
            return run(
                Chunk(
                    source: "dofile(\(luaLiteral(path)))", statements: source, function: function, isMuted: true,
                    declares: rewritten.names, constants: rewritten.constants, file: path))
        } catch let error as LuaError {
            return .failed(report(error))
        } catch {
            return .failed("\(error)")
        }
    }

    func showHistory(_ word: String) -> PromptReply {
        let count = Int(word) ?? 20
        let lines = history.suffix(max(0, count))
        return lines.isEmpty ? .shown(.text("nothing yet")) : .shown(.text(lines.joined(separator: "\n")))
    }

    // MARK: Jobs

    func showJobs() -> PromptReply {
        let jobs = session.state.tasks
        if jobs.isEmpty { return .shown(.text("no job is under way")) }
        return .shown(.text(jobs.map { "job \($0.number)  \($0.status)" }.joined(separator: "\n")))
    }

    func cancel(_ word: String) -> PromptReply {
        guard let task = session.state.tasks.first(where: { "\($0.number)" == word }) else {
            return .failed("no job \(word.isEmpty ? "was named" : word) under way; :jobs lists them")
        }
        session.state.cancel(task)
        return .shown(.text("job \(task.number) was cancelled"))
    }

    // MARK: Reference

    func document(_ name: String) -> PromptReply {
        if !name.isEmpty { return help(on: name) }
        let models = Models.all.map { "\($0.name)  \($0.doc)" }
        let operations = Operations.all.map { "cph.api.\($0.name)  \($0.doc)" }
        return .shown(.page((["Models:"] + models + ["", "Operations:"] + operations).joined(separator: "\n")))
    }

    func types(_ name: String) -> PromptReply {
        let wanted = name.hasPrefix("cph.") ? String(name.dropFirst(4)) : name
        let models = Models.all.filter { name.isEmpty || $0.name == wanted }
        guard models.isEmpty else { return .shown(.text(models.map(stub).joined(separator: "\n\n"))) }
        guard let entry = catalog[name], entry.isFunction else {
            return .failed("no model or function \(quoted(name))")
        }
        let parameters = entry.parameters.map { "---@param \($0.name)\($0.isOptional ? "?" : "") \($0.type)" }
        let results = entry.results.isEmpty ? [] : ["---@return \(entry.results)"]
        let names = entry.parameters.map(\.name).joined(separator: ", ")
        return .shown(.text((parameters + results + ["function \(name)(\(names)) end"]).joined(separator: "\n")))
    }
}
