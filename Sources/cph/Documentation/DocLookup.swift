import Docs
import Schema

/// What `cph doc NAME…` finds.
struct DocLookup {
    private let reference: Reference

    init(_ reference: Reference) { self.reference = reference }

    /// The pages of names, what else there is of them, and why the others have none.
    struct Answer {
        var pages: [Page] = []
        var notes: [String] = []
        var errors: [String] = []
    }

    func answer(to names: [String]) -> Answer {
        var answer = Answer()
        for (name, page) in topics(names) {
            guard let page else {
                answer.errors.append(missing(name))
                continue
            }
            answer.pages.append(page)
            if let others = others(than: page, called: name) { answer.notes.append(others) }
        }
        return answer
    }

    /// The names that the words are, each of as many words as a page has: `ledger list` is one.
    private func topics(_ names: [String]) -> [(name: String, page: Page?)] {
        var rest = names[...]
        var topics: [(name: String, page: Page?)] = []
        while !rest.isEmpty {
            let counts = (1...rest.count).reversed()
            let found = counts.lazy.compactMap { count in
                page(rest.prefix(count).joined(separator: " ")).map { (count, $0) }
            }.first
            // Of words that are nothing, all are shown: they may be one slip.
            let count = found?.0 ?? (topics.isEmpty ? rest.count : 1)
            topics.append((rest.prefix(count).joined(separator: " "), found?.1))
            rest = rest.dropFirst(count)
        }
        return topics
    }

    /// Finds the page of a topic, also without `cph.` in front, of a method written with a point (`plan.add`), and by a last part
    /// that no other name has.
    private func page(_ topic: String) -> Page? {
        var names = [topic, "cph.\(topic)"]
        if let point = topic.lastIndex(of: ".") {
            let method = "\(topic[..<point]):\(topic[topic.index(after: point)...])"
            names += [method, "cph.\(method)"]
        }
        return names.lazy.compactMap { reference[$0] }.first
            ?? lastPart(topic).only.flatMap { reference[$0] }
    }

    private func lastPart(_ topic: String) -> LastPart {
        // The ending of a file's name is no name.
        let pages = reference.chapters.filter { $0.file != filesChapter.file }.flatMap(\.pages)
        return LastPart(topic, among: pages.map(\.name))
    }

    /// Says what may have been meant: of a word the pages that have to do with it, of a name that is misspelt the right one.
    private func missing(_ topic: String) -> String {
        if let several = lastPart(topic).words { return several }
        let pages = reference.search(topic)
        let isWord = topic.allSatisfy { $0.isLetter || $0 == " " || $0 == "-" }
        let near = reference.suggestion(for: topic) ?? reference.suggestion(for: "cph.\(topic)")
        if let near, !isWord || pages.isEmpty { return "nothing is called \(topic); did you mean \(near)?" }
        guard !pages.isEmpty else { return "nothing is called \(topic); cph doc lists what there is" }
        let left = pages.count - Self.mostNamed
        let more = left > 0 ? "\n  \(left) more: cph doc --search \(shellWord(topic))" : ""
        let list = Reference.list(Array(pages.prefix(Self.mostNamed)), indent: "  ")
        return "nothing is called \(topic); this has to do with it:\n\(list)\(more)"
    }

    private static let mostNamed = 5

    /// A word that is a field of models may have been meant for something else: `region`.
    private func others(than page: Page, called name: String) -> String? {
        guard reference.chapter(of: page.name) == nil, page.name == name else { return nil }
        let others = reference.search(name).prefix(3).map(\.name)
        return others.isEmpty ? nil : "\(name) is a field; see also \(others.joined(separator: ", "))"
    }
}
