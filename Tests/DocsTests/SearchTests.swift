import Testing

@testable import Docs

/// Words lead to pages.
struct SearchTests {
    @Test(arguments: [
        ("subnet", "cph.api.list_subnets"), ("Subnets?", "cph.api.list_subnets"), ("month", "cph.order.months"),
        ("key pair", "cph.api.list_keypairs"), ("plan apply", "cph.plan:apply"),
        ("orders", "cph.api.list_customer_orders"),
        ("how do I cancel an order", "cph.api.cancel_customer_order"),
        ("refunding", "cph.api.show_refund_order_details"),
        ("cph.plan:add", "cph.plan:add"), ("what a plan costs", "cph.plan:cost"),
    ])
    func `the best page comes first`(words: String, name: String) throws {
        let found = try Library().reference.search(words)
        #expect(found.first?.name == name, "\(found.prefix(3).map(\.name))")
    }

    @Test func `a page that lacks a word comes behind those that have all, and nothing is found by nothing`() throws {
        let reference = try Library().reference
        #expect(reference.search(" ? ").isEmpty && reference.search("zzz").isEmpty)
        #expect(reference.search("subnet zzz").first?.name == "cph.api.list_subnets")
        #expect(reference.search("list subnet").count < reference.search("subnet").count)
    }

    @Test func `words without weight count only alone, and what is alike leads there, too`() {
        let pages = [Page("the", doc: "."), Page("discount", doc: "."), Page("x", doc: "Money.")]
        let reference = Reference(chapters: [Chapter("t", file: "t", group: "g", pages: pages)])
        #expect(reference.search("the discounts").map(\.name) == ["discount"])
        #expect(reference.search("the").map(\.name) == ["the"])
        #expect(reference.search("price").map(\.name) == ["x"])
    }

    @Test(arguments: [
        ("subnets", "subnet"), ("agencies", "agency"), ("address", "address"), ("stopped", "stop"),
        ("stopping", "stop"),
        ("renewing", "renew"), ("price", "pric"), ("prices", "pric"), ("zone", "zone"), ("is", "is"), ("string", "str"),
    ])
    func `endings make no difference`(word: String, stem: String) {
        #expect(SearchWords.stem(word) == stem)
    }

    @Test func `a name goes before a heading, and that before what is said of a row`() {
        func page(_ name: String, _ doc: String, _ rows: [Page.Row] = []) -> Page {
            Page(name, doc: doc, sections: [.init("", rows)])
        }
        let pages = [
            page("c", "Text.", [Page.Row("x", doc: "the hull of a disk")]), page("b", "A disk."), page("disk", "It."),
            page("show_disks", "More."), page("d", "Text.\n\n## Disks"), page("e", "Nothing."),
        ]
        let reference = Reference(chapters: [Chapter("t", file: "t", group: "g", pages: pages)])
        #expect(reference.search("disk").map(\.name) == ["disk", "show_disks", "b", "d"])
        #expect(reference.search("hull").map(\.name) == ["c"])
    }
}
