import Docs
import Testing

/// Words lead to pages.
struct SearchTests {
    @Test(arguments: [
        ("subnet", "cph.api.list_subnets"), ("Subnets", "cph.api.list_subnets"), ("months", "cph.order.months"),
        ("key pair", "cph.api.list_keypair_detail"), ("plan apply", "cph.plan:apply"),
    ])
    func `the best page is among the first three`(words: String, name: String) throws {
        let found = try Library().reference.search(words).prefix(3).map(\.name)
        #expect(found.contains(name), "\(found)")
    }

    @Test func `all words have to fit, and nothing is found by nothing`() throws {
        let reference = try Library().reference
        #expect(reference.search("subnet zzz").isEmpty && reference.search(" ").isEmpty)
        #expect(reference.search("list subnet").count < reference.search("subnet").count)
    }

    @Test func `a name goes before a heading, and that before what is said of a row`() {
        func page(_ name: String, _ doc: String, _ rows: [Page.Row] = []) -> Page {
            Page(name, doc: doc, sections: [.init("", rows)])
        }
        let pages = [
            page("c", "Text.", [Page.Row("x", doc: "of a disk")]), page("b", "A disk."), page("disk", "It."),
            page("show_disks", "More."), page("d", "Text.\n\n## Disks"), page("e", "Nothing."),
        ]
        let reference = Reference(chapters: [Chapter("t", file: "t", group: "g", pages: pages)])
        #expect(reference.search("disk").map(\.name) == ["disk", "show_disks", "b", "d", "c"])
    }
}
