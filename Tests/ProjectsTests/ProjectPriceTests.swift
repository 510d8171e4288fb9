import CPHModel
import Projects
import Schema
import TestSupport
import Testing

/// What `cph.project.lua` says of prices is read to the letter.
struct ProjectPriceTests {
    private func prices(_ text: String) throws(ProjectError) -> ServerPrices? {
        try ProjectSettings(Array("return { prices = \(text) }".utf8), name: "cph.project.lua").prices
    }

    @Test func `a price of a server-month stands under the model's name`() throws {
        let read = try prices(#"{ currency = "CNY", ["physical.rx2"] = "12000.50", other = 7 }"#)
        #expect(read == ServerPrices(byModel: ["physical.rx2": Decimal("12000.5") ?? 0, "other": 7], currency: "CNY"))
        #expect(try ProjectSettings(Array("return {}".utf8), name: "x").prices == nil)
    }

    @Test(arguments: [
        ("{}", "prices.currency: must be an ISO code"),
        (#"{ currency = "yuan" }"#, "prices.currency: must be an ISO code"),
        (
            #"{ currency = "CNY", m = 12000.5 }"#,
            #"prices["m"]: must be the price of a server-month as text, such as "12000.00""#
        ),
        (#"{ currency = "CNY", m = "12,5" }"#, #"prices["m"]: must be"#),
        (#"{ currency = "CNY", m = "-1" }"#, #"prices["m"]: must be"#),
        (#"{ currency = "CNY", m = true }"#, #"prices["m"]: must be"#), ("5", "prices: must be a table"),
    ])
    func `anything else is an error that says where`(text: String, words: String) {
        let error = #expect(throws: ProjectError.self) { try prices(text) }
        #expect(error.map { "\($0)".contains("cph.project.lua: \(words)") } == true, "\(String(describing: error))")
    }

    @Test func `the project of a folder is asked`() throws {
        let folder = try TemporaryFolder([
            "cph.project.lua": #"return { prices = { currency = "CNY", m = "1" } }"#, "sub/x.lua": "",
        ])
        #expect(try ProjectSettings.prices(from: "\(folder.path)/sub")?.byModel == ["m": 1])
    }
}
