import Bindings
import CPHModel
public import Catalog
import LuaKit
import LuaSyntax

/// Makes pages of modules and functions.
extension Catalog {
    /// The page of a function, with the tables it takes and returns, or of a module, with what is in it.
    public func page(of entry: CatalogEntry) -> Page {
        let arrow = entry.results.isEmpty ? "" : " -> \(entry.results)"
        var page = Page(entry.path, title: entry.signature + arrow, doc: doc(of: entry))
        page.sections.append(Page.Section("", parameterRows(entry)))
        if !entry.resultDoc.isEmpty {
            page.sections.append(Page.Section("", [Page.Row("returns", doc: entry.resultDoc)]))
        }
        page.source = entry.source?.place
        let inside = members(of: entry.path).map { member in
            Page.Row(member.signature, doc: member.firstSentence, link: member.path)
        }
        page.sections.append(Page.Section(inside.isEmpty || !entry.isFunction ? "" : "Methods", inside))
        page.sections += typeSections(entry)
        return page
    }

    /// What an entry says of itself; of an operation of the service also how to go through all pages, and an example.
    private func doc(of entry: CatalogEntry) -> String {
        let module = "cph.api."
        let name = String(entry.path.dropFirst(module.count))
        guard entry.path.hasPrefix(module), let example = OperationExamples.embedded[name] else { return entry.doc }
        let fields =
            entry.parameters.first.flatMap { Catalog.model(ofType: $0.type) }?.model.fieldInfos.map(\.name) ?? []
        let isPaged = fields.contains("limit") && (fields.contains("offset") || fields.contains("marker"))
        let paging = isPaged ? "\n\n`cph.pages(\"\(name)\")` goes through all its pages." : ""
        let lines = example.split(separator: "\n", omittingEmptySubsequences: false)
        return "\(entry.doc)\(paging)\n\n" + lines.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
    }

    private func parameterRows(_ entry: CatalogEntry) -> [Page.Row] {
        entry.parameters.filter { !($0.type.isEmpty && $0.doc.isEmpty) }.map { parameter in
            Page.Row(
                parameter.name, type: parameter.type + (parameter.isOptional ? ", optional" : ""), doc: parameter.doc)
        }
    }

    /// The fields of the tables that a function takes, and of those that they hold; of a model only the outermost.
    private func typeSections(_ entry: CatalogEntry) -> [Page.Section] {
        var sections: [Page.Section] = []
        var open = entry.parameters.map(\.type)
        var known: Set<String> = []
        while !open.isEmpty {
            let type = open.removeFirst()
            if let found = Catalog.model(ofType: type) {
                guard entry.parameters.contains(where: { $0.type == type }) else { continue }
                sections.append(Page.Section(found.model.name, Docs.page(of: found.model).sections[0].rows))
            }
            for name in TypeExpression(type)?.names ?? [] where known.insert(name).inserted {
                guard let table = types[name], !table.fields.isEmpty else { continue }
                sections.append(Page.Section(name, table.rows))
                open += table.fields.map(\.type)
            }
        }
        return sections
    }

    /// A chapter for each module, one for the functions of `cph` itself.
    var chapters: [Chapter] {
        let modules = members(of: "cph").filter { (!$0.isFunction || $0.source != nil) && $0.path != "cph.models" }
        let own = projectModules.compactMap { entries[$0] }.filter { !$0.isInternal }
        return [hostChapter] + modules.map(chapter) + own.map(chapter)
    }

    private var hostChapter: Chapter {
        let own = members(of: "cph").filter { $0.isFunction && $0.source == nil }
        let functions = own + hostClasses.flatMap { members(of: $0.luaType) }
        let pages = [entries["cph"]].compactMap(\.self).map(page) + functions.map(page)
        return Chapter(
            "cph", file: "cph", group: "Modules", doc: "", pages: pages + self.pages(ofTypesIn: nil))
    }

    private func chapter(_ module: CatalogEntry) -> Chapter {
        let inside = members(of: module.path).filter { !projectModules.contains($0.path) }
        let pages = [page(of: module)] + inside.map(page)
        let group = projectModules.contains(module.path) ? "This project" : "Modules"
        return Chapter(
            module.path, file: module.path, group: group, pages: pages + self.pages(ofTypesIn: module.path))
    }

    private func pages(ofTypesIn module: String?) -> [Page] {
        types.values.filter { $0.module == module && !$0.isObject }.sorted { $0.name < $1.name }.map(page)
    }

    private func page(of type: TableType) -> Page {
        Page(type.name, doc: type.doc, sections: [Page.Section("Fields", type.rows)])
    }

    /// The page of a function, module or type that is in no chapter.
    func pageOfInternal(_ name: String) -> Page? {
        if let entry = entries[name], entry.isInternal { return page(of: entry) }
        guard let type = types[name], let module = type.module, entries[module]?.isInternal == true else { return nil }
        return page(of: type)
    }
}

extension TableType {
    /// Whether it is a class without fields: an object whose methods are pages of their own.
    fileprivate var isObject: Bool { fields.isEmpty }

    fileprivate var rows: [Page.Row] {
        fields.map { field in
            Page.Row(field.name, type: field.type + (field.isOptional ? ", optional" : ""), doc: field.doc)
        }
    }
}
