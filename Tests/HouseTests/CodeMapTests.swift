import TestSupport
import Testing

/// `Sources/README.md` draws the house that `Package.swift` builds.
struct CodeMapTests {
    private let house: House

    init() throws { house = try House() }

    /// The targets in the map's first column, in its order.
    private func map() throws -> [String] {
        let text = try Repository.text("Sources/README.md")
        let map = text.split(separator: "## Code map")[1].split(separator: "\n## ")[0]
        return map.split(separator: "\n").filter { $0.hasPrefix("| `") }.flatMap { row in
            row.split(separator: "|")[0].split(separator: "`").filter { $0.first?.isLetter == true }.map(String.init)
        }
    }

    @Test func `the map has every target in the order of the package`() throws {
        #expect(try map() == house.targets)
    }

    @Test func `every folder of sources is a target`() {
        let folders = Repository.paths(matching: "Sources/*/").map { String($0.split(separator: "/")[1]) }
        #expect(Set(folders).subtracting(["decisions"]).isSubset(of: house.targets))
    }

    /// C is tested by those who call it, and the executable by its commands.
    @Test func `every target has tests of its name`() {
        let folders = Set(Repository.paths(matching: "Tests/*Tests").map { String($0.dropFirst("Tests/".count)) })
        for target in house.targets where !target.isOfC {
            let tests = target == "cph" ? "CommandTests" : "\(target)Tests"
            #expect(folders.contains(tests), "no Tests/\(tests)")
        }
    }

    @Test func `every folder of tests is for a target`() {
        let known = Set(house.targets.map { "\($0)Tests" } + ["CommandTests", "HouseTests"])
        for path in Repository.paths(matching: "Tests/*Tests") {
            #expect(known.contains(String(path.dropFirst("Tests/".count))), "\(path) is for no target")
        }
    }
}

extension String {
    /// Whether a target of this name is written in C: `CLua`, `CSQLite`.
    fileprivate var isOfC: Bool { hasPrefix("C") && !hasPrefix("CPH") && dropFirst().first?.isUppercase == true }
}
