import Bindings
import CPHModel
import Catalog
import Docs
import LuaKit
import Testing

/// Every name has a page, and every link leads somewhere.
struct ReferenceTests {
    @Test func `every function, module, type, model and error code has a page`() throws {
        let library = try Library()
        let (catalog, reference) = (library.catalog, library.reference)
        for path in catalog.entries.keys { #expect(reference[path] != nil, "\(path) has no page") }
        for type in catalog.types.keys { #expect(reference[type] != nil, "\(type) has no page") }
        for model in Models.all {
            #expect(reference[model.name]?.text == Bindings.modelPage(model))
            for field in model.fieldInfos { #expect(reference[field.name] != nil, "\(field.name) has no page") }
        }
        for error in ErrorCatalog.entries { #expect(reference[error.code]?.text.contains(error.hint) == true) }
    }

    @Test func `every function and module is described in a sentence`() throws {
        for entry in try Library().catalog.entries.values {
            #expect(!entry.firstSentence.isEmpty, "\(entry.path) is not described")
            for parameter in entry.parameters where entry.path.hasPrefix("cph.") {
                #expect(!parameter.type.isEmpty, "\(entry.path): \(parameter.name) has no type")
            }
        }
    }

    @Test func `every link of the site leads to a file and a place in it`() throws {
        let files = Site(try Library().reference, version: "test").files
        let texts = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) })
        var count = 0
        for file in files where file.name.hasSuffix(".html") {
            for link in Self.attributes("href", in: file.text) {
                let parts = link.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
                let target = parts[0].isEmpty ? file.text : texts[parts[0]]
                #expect(target != nil, "\(file.name): \(link)")
                if parts.count > 1 { #expect(target?.contains("id=\"\(parts[1])\"") == true, "\(file.name): \(link)") }
                count += 1
            }
            for source in Self.attributes("src", in: file.text) {
                #expect(texts[source] != nil, "\(file.name): \(source)")
            }
            #expect(!file.text.contains("http://") && !file.text.contains("url("), "\(file.name) needs the network")
        }
        #expect(count > 2500)
    }

    @Test func `no two pages of a file share a place`() throws {
        for file in Site(try Library().reference, version: "test").files where file.name.hasSuffix(".html") {
            let places = Self.attributes("id", in: file.text)
            #expect(Set(places).count == places.count, "\(file.name)")
        }
    }

    @Test func `a page is the same text in the terminal and as Markdown`() throws {
        let page = try #require(Library().reference["cph.order.months"])
        #expect(
            page.text == """
                cph.order.months(count, options?) -> cph.OrderParam
                Makes an order for 1 to 9 months. Nothing is paid yet, unless `options.pay` is true.
                  count    integer  months
                  options  cph.order.Options, optional

                cph.order.Options:
                  pay    boolean, optional  pay at once; when absent, the order waits for payment
                  renew  boolean, optional  renew the subscription by itself when it ends
                  source: \(page.source ?? "")
                """)
        #expect(
            page.markdown().hasPrefix(
                "# `cph.order.months(count, options?) -> cph.OrderParam`\n\nMakes an order for 1 to 9 months."))
        #expect(page.markdown().contains("\n- `count` *integer*: months\n"))
    }

    @Test func `what a doc comment could break in HTML is escaped`() {
        let page = Page("a<b", doc: "1 < 2 & \"x\"\n\n    code <tag>\n\n- one\n- two `a<b`")
        let chapter = Chapter("c", file: "c", group: "g", pages: [page])
        let text = Site(Reference(chapters: [chapter]), version: "1").files[1].text
        #expect(text.contains("<p>1 &lt; 2 &amp; &quot;x&quot;</p>"))
        #expect(text.contains("<code class=\"lua\">code &lt;tag&gt;</code></pre>"))
        #expect(text.contains("<ul><li>one</li><li>two <a href=\"c.html#a-b\"><code>a&lt;b</code></a></li></ul>"))
    }

    @Test func `an error has exactly the fields that are described`() throws {
        let library = try Library()
        var error = CPHError(.api, "message", hint: "hint", operation: "operation")
        (error.code, error.requestID, error.httpStatus) = ("code", "id", 400)
        error.problems = CreateServer.problems(in: [:])
        error.result = CreateServerResponse()
        let lua = library.state.context
        error.pushLuaError(to: lua)
        var names: [String] = []
        lua.forEachPair(at: lua.top) { names.append(lua.string(at: -2) ?? "?") }
        #expect(names.sorted() == library.catalog.types["cph.Error"]?.fields.map(\.name).sorted())
    }

    private static func attributes(_ name: String, in text: String) -> [String] {
        text.split(separator: " ").flatMap { $0.split(separator: "\n") }.compactMap { word in
            guard word.hasPrefix("\(name)=\"") else { return nil }
            return String(word.dropFirst(name.count + 2).prefix { $0 != "\"" })
        }
    }
}
