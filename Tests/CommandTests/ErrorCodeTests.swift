import CPHModel
import Ledger
import Schema
import TestSupport
import Testing

@testable import cph

/// The codes of cph's own errors: what the code raises is what the pages say.
@Suite(.ownThreads)
struct ErrorCodeTests {
    /// Codes that nobody sees in an error: of findings, and of tests.
    private static let others: Set<String> = ["crashed", "syntax", "refused", "unchecked"]

    @Test func `every code that is raised has a page, and every page is of one that is raised`() throws {
        let find =
            "cd \"$0\" && find Sources stdlib \\( -name '*.swift' -o -name '*.lua' \\) ! -path '*/Documentation/*'"
        var raised: Set = [CPHError.nothingToPay, CPHError.unknownPurchase, CPHError.credentialsCode]
        for file in try RunningCommand("/bin/sh", ["-c", find, Vectors.root]).wait().lines {
            let code = String(decoding: try Vectors.file(file), as: UTF8.self)
            for match in code.matches(of: /(?:code: |code = |refusal\(\s*|refused\(\s*)"([a-z_]+)"/) {
                raised.insert(String(match.1))
            }
        }
        let documented = documentedErrorCodes.map(\.code)
        let problems = Set(Problem.Code.allCases.map(\.rawValue))
        #expect(Set(documented).count == documented.count && documented.count > 50)
        #expect(raised.subtracting(documented).subtracting(problems).subtracting(Self.others) == [])
        #expect(Set(documented).subtracting(raised) == [])
        let page = try Command.cph("doc", "cost_limit").output
        #expect(page.hasPrefix("error code cost_limit\nKind `denied`: it would pass a limit in money"), "\(page)")
    }
}
