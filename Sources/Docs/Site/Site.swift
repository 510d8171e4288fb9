import Catalog
import Stdlib
import Text

/// The reference and the guides as a folder of files for a browser that needs nothing from anywhere else, also without a
/// server and without scripts.
public struct Site {
    /// Texts by file name; `index.html` comes first.
    public private(set) var files: [(name: String, text: String)] = []
    let reference: Reference
    private let version: String

    /// Makes all files at once.
    ///
    /// - Parameter version: The version of cph, which every page shows.
    public init(_ reference: Reference, version: String) {
        (self.reference, self.version) = (reference, version)
        let home = document("cph \(version): the reference", file: "index.html", index(version))
        files.append(("index.html", home))
        for chapter in reference.chapters {
            let file = "\(chapter.file).html"
            files.append((file, document("\(chapter.title) - cph \(version)", file: file, html(chapter))))
        }
        files.append(("search.js", searchData))
        files += EmbeddedTexts.all.siteFiles
    }

    /// Where a name leads; nil when it has no page.
    func address(_ name: String) -> String? {
        guard let chapter = reference.chapter(of: name), let page = reference[name] else { return nil }
        return "\(link(chapter))#\(anchor(page.name))"
    }

    /// A whole file. The search has a label of its own: what stands in an empty field goes when somebody types, and is none.
    private func document(_ title: String, file: String, _ body: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(escaped(title))</title>
        <link rel="stylesheet" href="style.css">
        <script src="search.js" defer></script>
        <script src="site.js" defer></script>
        </head>
        <body>
        <a class="skip" href="#text">To the text</a>
        <header>
        <a class="home" href="index.html">cph <span>\(escaped(version))</span></a>
        <form id="search" role="search" hidden>
        <input type="search" id="words" placeholder="Search" aria-label="Search" aria-keyshortcuts="/" autocomplete="off" \
        autocapitalize="off" spellcheck="false">
        <div id="results" hidden><p id="count" role="status"></p><ul id="found"></ul></div>
        </form>
        <a class="unfold" href="#contents">Contents</a>
        </header>
        \(contents(of: file))
        <main id="text">
        \(body)
        </main>
        </body>
        </html>

        """
    }
}

/// The address of a chapter's file, whose name may be that of a module, and so anything.
func link(_ chapter: Chapter) -> String { PercentEncoding.encoded(chapter.file) + ".html" }

/// A name as part of an address.
func anchor(_ name: String) -> String {
    String(name.map { $0.isLetter || $0.isNumber || "._".contains($0) ? $0 : "-" })
}
