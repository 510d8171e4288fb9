import Catalog
import Text

/// Finds pages by words, for who does not know the name.
extension Reference {
    /// The pages that have something to do with all of these words, the best first.
    ///
    /// - Parameter words: As somebody types them; capital letters and an `s` at the end make no difference.
    public func search(_ words: String) -> [Page] {
        let words = words.lowercased().split { $0.isWhitespace }.map { stem(String($0)) }
        guard !words.isEmpty else { return [] }
        let found = chapters.flatMap { chapter in
            chapter.pages.compactMap { page -> (page: Page, rank: Int)? in
                let terms = SearchTerms(page)
                let ranks = words.map(terms.rank)
                // A function or a guide says what can be done, a type only what it is done with.
                let isDeed = chapter.isGuide || page.title.contains("(") && page.name.hasPrefix("cph.")
                return ranks.contains(0) ? nil : (page, ranks.reduce(isDeed ? 8 : 0, +))
            }
        }
        return found.sorted {
            ($1.rank, $0.page.name.count, $0.page.name) < ($0.rank, $1.page.name.count, $1.page.name)
        }
        .map(\.page)
    }
}

/// What a page can be found by, in small letters.
private struct SearchTerms {
    private let names: [String]
    /// The words that the names are made of.
    private let parts: Set<String>
    private let summary: String
    private let text: String

    init(_ page: Page) {
        names = ([page.name] + page.aliases).map { $0.lowercased() }
        parts = Set(names.flatMap { $0.split { !$0.isLetter && !$0.isNumber } }.map { stem(String($0)) })
        let headings = page.doc.split(separator: "\n").filter { $0.hasPrefix("#") }.joined(separator: " ")
        let titles = "\(page.title) \(headings)".split { !$0.isLetter && !$0.isNumber }.map { stem($0.lowercased()) }
        summary = "\(titles.joined(separator: " ")) \(page.summary.lowercased())"
        let rows = page.sections.flatMap(\.rows).flatMap { [$0.name, $0.doc] + $0.limits }
        text = ([page.doc] + rows).joined(separator: " ").lowercased()
    }

    /// How much the page has to do with a word; 0 where nothing.
    func rank(_ word: String) -> Int {
        if names.contains(where: { stem($0) == word }) { return 50 }
        if parts.contains(word) { return 45 }
        if names.contains(where: { $0.contains(word) }) { return 30 }
        if summary.contains(word) { return 20 }
        return text.contains(word) ? 5 : 0
    }
}

/// A word without the ending of more than one: `agencies` as `agency`, `subnets` as `subnet`.
private func stem(_ word: String) -> String {
    guard word.count > 3, word.hasSuffix("s") else { return word }
    return word.hasSuffix("ies") ? word.dropLast(3) + "y" : String(word.dropLast())
}
