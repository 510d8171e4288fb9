/// What pages can be found by: words, each with how much it has to do with which page.
///
/// The site has the same index as a script, and `stdlib/site/site.js` searches it in the same way, which
/// `scripts/tools/package/pages/look.py` holds them to.
struct SearchIndex {
    /// A page that a word leads to.
    struct Posting: Hashable {
        var page: Int
        /// How much the word has to do with the page, from 1 to 50.
        var weight: Int
    }

    /// By word, stemmed, the pages that have to do with it, in the order of pages.
    private(set) var postings: [String: [Posting]] = [:]
    /// What each page has in advance of others: a function says what can be done, a type only what it is done with.
    let advances: [Int]
    /// What each page has in advance for each word of a question but the first that it has: a guide is about several
    /// things.
    let breadths: [Int]
    /// The order among pages that have equally much to do with the words: the shorter name first.
    let order: [Int]

    /// Makes the index of these pages, which are numbered as they stand.
    init(_ pages: [Page]) {
        advances = pages.map(Self.advance)
        breadths = pages.map { $0.written == nil ? 0 : 8 }
        let byName = pages.indices.sorted {
            (pages[$0].name.count, pages[$0].name) < (pages[$1].name.count, pages[$1].name)
        }
        order = byName.enumerated().reduce(into: Array(repeating: 0, count: pages.count)) { $0[$1.element] = $1.offset }
        for (number, page) in pages.enumerated() {
            for (word, weight) in Self.weights(page) {
                postings[word, default: []].append(Posting(page: number, weight: weight))
            }
        }
    }

    /// The numbers of the pages that have to do with the words, the best first.
    func search(_ words: String) -> [Int] {
        let words = SearchWords.asked(in: words) { postings[$0] != nil }
        var (scores, counts): ([Int: Int], [Int: Int]) = ([:], [:])
        for word in words {
            for (page, weight) in best(for: word) {
                scores[page, default: 0] += weight
                counts[page, default: 0] += 1
            }
        }
        let ranks = scores.map { page, score in
            let count = counts[page] ?? 0
            let rank = score + advances[page] + breadths[page] * (count - 1) - Self.missing * (words.count - count)
            return (page: page, rank: rank)
        }
        let most = ranks.map(\.rank).max() ?? 0
        return ranks.filter { $0.rank > 0 && $0.rank * 4 >= most }
            .sorted { ($1.rank, order[$0.page]) < ($0.rank, order[$1.page]) }
            .map(\.page)
    }

    /// What a page loses for a word that it doesn't have.
    static let missing = 30

    /// The pages of all words that are this one, begin with it, or hold it, each with the best weight.
    private func best(for word: String) -> [Int: Int] {
        var best: [Int: Int] = [:]
        for (other, postings) in postings {
            let share = Self.share(of: word, in: other)
            guard share > 0 else { continue }
            for posting in postings {
                best[posting.page] = max(best[posting.page] ?? 0, posting.weight * share / 3)
            }
        }
        return best.filter { $0.value > 0 }
    }

    /// In thirds, how much a word that was asked for is another: all of it, its beginning, or a part.
    private static func share(of word: String, in other: String) -> Int {
        if other == word { return 3 }
        if word.count < 2 { return 0 }
        if other.hasPrefix(word) { return 2 }
        return word.count > 2 && other.contains(word) ? 1 : 0
    }
}

extension SearchIndex {
    /// A list comes before what shows one of many: it needs nothing that one would have to know before.
    private static func advance(_ page: Page) -> Int {
        let isDeed =
            page.written != nil || page.name.hasPrefix("example ")
            || page.title.contains("(") && page.name.hasPrefix("cph.")
        guard isDeed else { return 0 }
        return SearchWords.parts(of: page.name).contains("list") ? 9 : 8
    }

    /// The words of a page with their weights.
    private static func weights(_ page: Page) -> [String: Int] {
        var weights: [String: Int] = [:]
        func add(_ words: some Sequence<String>, _ weight: Int) {
            for word in words { weights[word] = max(weights[word] ?? 0, weight) }
        }
        let names = [page.name] + page.aliases
        add(names.map(SearchWords.whole), 50)
        add(names.flatMap(SearchWords.parts), 45)
        let headings = page.doc.split(separator: "\n").filter { $0.hasPrefix("#") }.map(String.init)
        add(([page.title, page.summary] + headings).flatMap(SearchWords.parts), 20)
        let rows = page.sections.flatMap(\.rows)
        add(rows.map { SearchWords.whole($0.name) }, 15)
        for (word, weight) in weights where weight >= 20 { add(SearchWords.alike(word), weight / 3) }
        let texts = [page.doc] + rows.flatMap { [$0.name, $0.doc] + $0.limits }
        add(texts.flatMap(SearchWords.parts).filter { !SearchWords.small.contains($0) }, 5)
        weights[""] = nil
        return weights
    }
}
