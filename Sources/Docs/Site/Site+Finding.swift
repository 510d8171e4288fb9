import Catalog
import Text

/// What leads from page to page: the list at the side, the first page and what is searched.
extension Site {
    private var groups: [(title: String, chapters: [Chapter])] {
        let titles = reference.chapters.reduce(into: [String]()) { list, chapter in
            if !list.contains(chapter.group) { list.append(chapter.group) }
        }
        return titles.map { title in (title, reference.chapters.filter { $0.group == title }) }
    }

    /// The list of all chapters, where `file` is the one that is read.
    func contents(of file: String) -> String {
        let lists = groups.enumerated().map { number, group in
            let items = group.chapters.map { chapter in
                let isHere = "\(chapter.file).html" == file
                return
                    "<li><a href=\"\(link(chapter))\"\(isHere ? " aria-current=\"page\"" : "")>\(escaped(chapter.title))</a></li>"
            }
            return """
                <p id="contents-\(number)">\(escaped(group.title))</p>
                <ul aria-labelledby="contents-\(number)">
                \(items.joined(separator: "\n"))
                </ul>
                """
        }
        return """
            <nav id="contents" aria-label="Contents">
            <a class="fold" href="#text">Close</a>
            \(lists.joined(separator: "\n"))
            </nav>
            """
    }

    /// The first page.
    func index(_ version: String) -> String {
        let lists = groups.map { group in
            """
            <section>
            <h2>\(escaped(group.title))</h2>
            <dl class="index">
            \(group.chapters.map(indexItem).joined(separator: "\n"))
            </dl>
            </section>
            """
        }
        return """
            <h1>cph \(escaped(version))</h1>
            <p>Scripts the purchase of Huawei Cloud Phone servers in Lua. The same text is in the terminal: \
            <code>cph doc NAME</code>, <code>cph doc --search WORDS</code>, and <code>?NAME</code> at the prompt.</p>
            <p><img src="prompt.svg" alt="\(escaped(promptPictureWords))"></p>
            \(lists.joined(separator: "\n"))
            """
    }

    private func indexItem(_ chapter: Chapter) -> String {
        let summary = chapter.doc.isEmpty ? chapter.pages.first?.summary ?? "" : chapter.doc.firstSentence
        return "<dt><a href=\"\(link(chapter))\">\(escaped(chapter.title))</a></dt><dd>\(inline(summary))</dd>"
    }

    /// The index of all pages as a script: `["name", "address", "summary", advance, breadth, order]` for each page, and by word
    /// `"weight:page,page weight:page"`.
    var searchData: String {
        let places = reference.chapters.flatMap { chapter in chapter.pages.map { (chapter: chapter, page: $0) } }
        let index = SearchIndex(places.map(\.page))
        let pages = places.enumerated().map { number, place in
            let address = "\(link(place.chapter))#\(anchor(place.page.name))"
            let texts = [place.page.name, address, String(place.page.summary.filter { $0 != "`" })]
            let numbers = [index.advances[number], index.breadths[number], index.order[number]].map(String.init)
            return "[\((texts.map(scriptString) + numbers).joined(separator: ","))]"
        }
        let words = index.postings.sorted { $0.key < $1.key }.map { word, postings in
            let byWeight = Dictionary(grouping: postings, by: \.weight).sorted { $0.key > $1.key }
            let lists = byWeight.map { "\($0):\($1.map { String($0.page) }.joined(separator: ","))" }
            return "\(scriptString(word)):\"\(lists.joined(separator: " "))\""
        }
        return """
            const searched = {
            missing: \(SearchIndex.missing),
            small: [\(SearchWords.small.sorted().map(scriptString).joined(separator: ","))],
            pages: [
            \(pages.joined(separator: ",\n"))
            ],
            words: {
            \(words.joined(separator: ",\n"))
            }};

            """
    }
}

/// What the picture of the prompt shows, for those who do not see it.
private let promptPictureWords =
    "A session at the prompt: a slip is named with what was meant, a plan of 10 servers is bought after a question with all that it costs, and Tab offers a field's values."

/// A text as a string of a script, which no `</script>` in it may end.
private func scriptString(_ text: String) -> String {
    var result = "\""
    for character in text {
        switch character {
        case "\"", "\\": result += "\\\(character)"
        case "<": result += "\\u003c"
        case "\n": result += " "
        default: result.append(character)
        }
    }
    return result + "\""
}
