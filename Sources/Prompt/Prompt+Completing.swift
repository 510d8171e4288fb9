import CPHModel
import Catalog
import Files
import LuaKit
import LuaSyntax
import Projects
import Schema
import Text

/// Completes with Tab. Nothing here runs Lua code, metamethods included.
extension Prompt {
    /// Finds what can stand at `cursor`, an offset in UTF-8 bytes; nil where nothing is left to offer.
    public func complete(_ text: String, cursor: Int) -> PromptCompletion? {
        var head = String(decoding: text.utf8.prefix(cursor), as: UTF8.self)
        if head.hasPrefix(":"), !head.hasPrefix("::") {
            guard head.contains(" ") else { return completeCommand(head) }
            guard head.hasPrefix(":t"), PromptCommand.of(head)?.name == "time" else { return completeArgument(head) }
            head = blanked(head, through: " ")
        }
        while head.hasPrefix("?") { head = blanked(head, through: "?") }
        return complete(CursorContext(head))
    }

    /// Replaces the text up to and with `end` by blanks, so that what follows is Lua at the same place.
    private func blanked(_ text: String, through end: Character) -> String {
        guard let index = text.firstIndex(where: { $0 == end }) else { return text }
        let after = text.index(after: index)
        return String(repeating: " ", count: text[..<after].utf8.count)
            + text[after...].drop { $0 == " " && end == "?" }
    }

    private func complete(_ context: CursorContext) -> PromptCompletion? {
        if context.isInString { return completeString(context) }
        let before = context.text[context.end - 1]
        if before == "." || before == ":" { return completeMember(context) }
        if let shape = shape(context), !shape.isList {
            if context.isAtKey { return completeKey(shape.model, context) }
            if let values = completeValue(shape.model, context) { return values }
        }
        return offer(names(), context)
    }

    func offer(_ candidates: [PromptCompletion.Candidate], _ context: CursorContext) -> PromptCompletion? {
        PromptCompletion(context.start..<context.cursor, candidates, matching: context.typed)
    }

    // MARK: Strings

    private func completeString(_ context: CursorContext) -> PromptCompletion? {
        guard let quote = context.typed.unicodeScalars.first, quote == "\"" || quote == "'" else { return nil }
        // Without the quote that is there already. Texts of the service must not end the string.
        func inside(_ text: String) -> String { String(luaLiteral(text, quote: quote).dropFirst()) }
        let content = String(context.typed.dropFirst())
        let range = (context.start + 1)..<context.cursor
        if let candidates = fieldTexts(context) ?? argumentTexts(context) {
            let texts = candidates.map { PromptCompletion.Candidate(inside($0.text), display: $0.text, $0.explanation) }
            return PromptCompletion(range, texts, matching: content)
        }
        return PromptCompletion(range, paths(content) { String(inside($0).dropLast()) }, matching: content)
    }

    private func fieldTexts(_ context: CursorContext) -> [PromptCompletion.Candidate]? {
        guard let key = context.key, let model = shape(context)?.model,
            let field = model.fieldInfos.first(where: { $0.name == key })
        else { return nil }
        let meanings = field.choices.map { PromptCompletion.Candidate($0.value.text ?? "", $0.meaning) }
        if !meanings.isEmpty { return meanings }
        let seen = seen(key)
        // A zone is a region and a letter.
        let regions =
            key.contains("zone")
            ? host.regions.map { PromptCompletion.Candidate($0 + "a", "zone a of region \($0)") } : []
        return seen + regions.filter { region in !seen.contains { $0.text == region.text } }
    }

    /// Offers values for an argument that has the name of a field, as in `cph.servers.show "`. Nil where no values of
    /// that name are known.
    private func argumentTexts(_ context: CursorContext) -> [PromptCompletion.Candidate]? {
        guard let call = context.callOfString,
            let parameter = parameters(of: call.function)?.dropFirst(call.argument).first
        else { return nil }
        let texts = seen(parameter.name)
        return texts.isEmpty ? nil : texts
    }

    /// - Parameter written: A file's name as it stands in the line.
    func paths(_ content: String, _ written: (String) -> String = { $0 }) -> [PromptCompletion.Candidate] {
        let slash = content.lastIndex(of: "/").map { content.index(after: $0) } ?? content.startIndex
        let folder = String(content[..<slash])
        return Files.list(folder.isEmpty ? "." : folder).filter { !$0.hasPrefix(".") }.map {
            .init(folder + written($0), display: $0)
        }
    }

    // MARK: Commands

    private func completeCommand(_ head: String) -> PromptCompletion? {
        let candidates = PromptCommand.all.map {
            PromptCompletion.Candidate(":\($0.name)", display: $0.usage, $0.doc)
        }
        return PromptCompletion(0..<head.utf8.count, candidates, matching: head)
    }

    private func completeArgument(_ head: String) -> PromptCompletion? {
        guard let blank = head.firstIndex(of: " ") else { return nil }
        let typed = String(head[blank...].drop { $0 == " " })
        let range = (head.utf8.count - typed.utf8.count)..<head.utf8.count
        switch PromptCommand.of(head)?.name {
        case "dry": return PromptCompletion(range, [.init("on"), .init("off")], matching: typed)
        case "profile": return completeProfile(typed, head.utf8.count)
        case "load", "save": return PromptCompletion(range, paths(typed), matching: typed)
        case "help", "doc", "types":
            let paths = catalog.entries.values.filter { !$0.isInternal }.sorted { $0.path < $1.path }.map {
                PromptCompletion.Candidate($0.path, $0.firstSentence)
            }
            let models = Models.all.map { PromptCompletion.Candidate($0.name, $0.doc) }
            return PromptCompletion(range, paths + models, matching: typed)
        default: return nil
        }
    }
}

extension Prompt {
    /// The last word of what `:profile` takes.
    fileprivate func completeProfile(_ typed: String, _ end: Int) -> PromptCompletion? {
        let word = typed.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        let candidates =
            host.profiles.map { PromptCompletion.Candidate($0, "profile") }
            + host.regions.map { PromptCompletion.Candidate($0, "region") }
        return PromptCompletion((end - word.utf8.count)..<end, candidates, matching: word)
    }
}

extension PromptCommand {
    /// The command a line begins with.
    static func of(_ line: String) -> PromptCommand? {
        named(String(line.dropFirst().prefix { $0 != " " }))
    }
}
