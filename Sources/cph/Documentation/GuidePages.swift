import Docs
import Stdlib

/// The guides: a list of them, then each as a chapter of its own.
var guideChapters: [Chapter] {
    let pages = EmbeddedTexts.all.guides.map { name, text in
        var page = Page("guide \(name)", guide: text)
        page.aliases = [name]
        return page
    }
    let rows = pages.map { Page.Row($0.name, doc: $0.summary, link: $0.name) }
    var list = Page(
        "guide", title: "Guides", doc: "`cph doc guide NAME` shows one.", sections: [.init("", rows)])
    list.aliases = ["guides"]
    return [Chapter("Guides", file: "guides", group: "Guides", doc: "What to do, step by step.", pages: [list])]
        + zip(EmbeddedTexts.all.guides, pages).map { guide, page in
            Chapter(page.title, file: "guide-\(guide.name)", group: "Guides", pages: [page])
        }
}
