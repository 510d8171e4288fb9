import Bindings
import CPHModel
public import Catalog
public import Schema
import Text

/// All pages: modules, functions, models, error codes, Lua's own library, and what the host adds.
public struct Reference {
    /// The chapters in the order of the index.
    public let chapters: [Chapter]
    private let places: [String: (chapter: Int, page: Int)]
    /// Finds the page of something that is shown only to those who ask for it by name, and so is in no chapter.
    private var hidden: (String) -> Page? = { _ in nil }

    /// - Parameter extra: Chapters of what only the host knows, such as its commands.
    public init(_ catalog: Catalog, extra: [Chapter] = []) {
        self.init(chapters: extra + catalog.chapters + [modelsChapter, errorsChapter, luaChapter])
        hidden = catalog.pageOfInternal
    }

    /// Makes a reference of these chapters alone. Where two pages have a name in common, the first is found by it, and a guide only
    /// where nothing else has its name: a project may have a module that is called so.
    public init(chapters: [Chapter]) {
        self.chapters = chapters
        var places: [String: (chapter: Int, page: Int)] = [:]
        let numbered = Array(chapters.enumerated())
        for (number, chapter) in numbered.filter({ !$0.element.isGuide }) + numbered.filter(\.element.isGuide) {
            for (index, page) in chapter.pages.enumerated() {
                for name in [page.name] + page.aliases where places[name] == nil { places[name] = (number, index) }
            }
        }
        self.places = places
    }

    /// The page of a name, or one that lists the models with a field of this name; nil where there is neither.
    public subscript(name: String) -> Page? {
        if let place = places[name] { return chapters[place.chapter].pages[place.page] }
        return hidden(name) ?? fieldPage(name)
    }

    /// The chapter that holds the page of a name.
    public func chapter(of name: String) -> Chapter? { places[name].map { chapters[$0.chapter] } }

    /// Every name that has a page, aliases too, sorted, with its page.
    public var names: [(name: String, page: Page)] {
        places.keys.sorted().compactMap { name in self[name].map { (name, $0) } }
    }

    /// Lists every page with its first sentence, by chapter, for a terminal.
    public var overview: String {
        // Guides, of which each is a chapter, stand in one list.
        let guides = chapters.filter(\.isGuide).flatMap(\.pages)
        let lists = chapters.filter { !$0.isGuide && $0.file != "guides" }.map { ($0.title, $0.pages) }
        let all = guides.isEmpty ? lists : [("Guides", guides)] + lists
        return all.map { title, pages in "\(title)\n\(Self.list(pages, indent: "  "))" }.joined(separator: "\n\n")
    }

    /// Lists pages with their first sentences, a line for each.
    public static func list(_ pages: [Page], indent: String = "") -> String {
        let width = pages.map(\.name.count).max() ?? 0
        return pages.map { page in indent + trimmed("\(padded(page.name, to: width))  \(page.summary)") }
            .joined(separator: "\n")
    }

    /// The name that was probably meant: a function's before a type's.
    public func suggestion(for name: String) -> String? {
        let types = places.keys.filter { $0.contains(where: \.isUppercase) }.sorted()
        return Text.suggestion(
            for: name, among: places.keys.sorted().filter { !types.contains($0) } + types + fieldNames)
    }
}

/// The page of a model: its fields with their limits, and the limits across fields.
public func page(of model: any Model.Type) -> Page {
    let rows = model.fieldInfos.map { field in
        let absent = field.defaultValue.map { ", default \($0)" } ?? ""
        return Page.Row(
            field.name, type: "\(field.luaType), \(field.isRequired ? "required" : "optional")\(absent)",
            doc: field.doc, limits: field.limits, link: field.model?.name)
    }
    let checks = model.checkLimits.map { Page.Row("", doc: $0) }
    var page = Page(
        model.name, doc: model.doc, sections: [.init("Fields", rows), .init("Limits across fields", checks)])
    let path = "cph.models.\(model.name)"
    page.aliases = [model.luaType, path, "\(path).validate", "\(path).examine"]
    page.screen = modelPage(model)
    return page
}

/// Every model that has a field of this name, with what is known of the field; nil when there is none.
public func fieldPage(_ name: String) -> Page? {
    var rows: [Page.Row] = []
    for model in Models.all {
        guard var row = page(of: model).sections[0].rows.first(where: { $0.name == name }) else { continue }
        (row.name, row.link) = ("\(model.name).\(name)", model.name)
        rows.append(row)
    }
    guard !rows.isEmpty else { return nil }
    var page = Page(name, doc: "", sections: [.init("", rows)])
    let lines = rows.flatMap { ["\($0.name)  \($0.type)"] + ([$0.doc] + $0.limits).map { "  \($0)" } }
    page.screen = lines.joined(separator: "\n")
    return page
}

private var fieldNames: [String] { Models.all.flatMap { $0.fieldInfos.map(\.name) } }

private var modelsChapter: Chapter {
    Chapter(
        "Models", file: "models", group: "The service",
        doc: "What the service takes and answers. `cph.models.NAME` checks a table and builds a value of it.",
        pages: Models.all.map { page(of: $0) })
}

private var errorsChapter: Chapter {
    let pages = ErrorCatalog.entries.map { error in
        let retry = error.isRetryable ? " The same call may succeed later." : ""
        // A field's name stays as it is written.
        let isField = error.meaning.prefix { $0 != " " }.contains("_")
        let meaning = isField ? error.meaning : error.meaning.prefix(1).uppercased() + error.meaning.dropFirst()
        var page = Page(error.code, doc: "\(meaning).\(retry) What to do: \(error.hint).")
        page.screen = "\(error.code): \(error.meaning)\n  \(error.hint)"
        return page
    }
    return Chapter(
        "Error codes", file: "errors", group: "The service",
        doc: "What the codes of the service, its gateway and its billing mean.", pages: pages)
}

private var luaChapter: Chapter {
    let pages = luaOwnLibrary.map { Page($0.path, title: $0.signature, doc: $0.doc) }
    return Chapter(
        "Lua's own library", file: "lua", group: "Lua", doc: "Standard Lua 5.4, in one line each.", pages: pages)
}
