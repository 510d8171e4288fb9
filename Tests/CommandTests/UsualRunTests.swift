import ArgumentParser
import TestSupport
import Testing

@testable import cph

/// The short way from arguments to a run must be the parser's, word for word.
@Suite(.ownThreads)
struct UsualRunTests {
    static let calls: [[String]] =
        Run.usualFlags.map { [$0, "-e", "x"] }
        + Run.usualNumbers.flatMap { [[$0, "0", "-e", "x"], [$0, "7", $0, "12", "s.lua"]] }
        + Run.usualTexts.map { option in
            switch option {
            case "--endpoint": [option, "http://127.0.0.1:1", option, "cph=https://b", "s.lua", "c"]
            case "--proxy": [option, "http://a:1", option, "http://b:2", "s.lua", "c"]
            case "--allow-cost", "--allow-cost-per-day", "--allow-cost-per-month":
                [option, "1", option, "0.50", "s.lua", "c"]
            default: [option, "a", option, "b=1", "s.lua", "c"]
            }
        }
        + [
            ["-e", "print(1)"], ["-e", "a", "-e", "b", "s.lua", "1"], ["s.lua"], ["dir/run"], ["-"], [],
            ["s.lua", "-e", "x", "--json", "--region", "y"], ["run", "s.lua"], ["run"], ["run", "check"],
            ["--emulator", "--json", "s.lua", "a b", "-"], ["--trust", "-e", "_U=true", "all.lua"], ["nofile"],
        ]

    private func parsed(_ arguments: [String]) throws -> RunCommand {
        let command = try Root.parseAsRoot(Run.isCommand(arguments.first) ? arguments : ["run"] + arguments)
        return try #require(command as? RunCommand)
    }

    @Test(arguments: calls)
    func `reads what the parser reads`(arguments: [String]) throws {
        let short = try #require(Run(usual: arguments))
        let long = try parsed(arguments)
        #expect(short.code == long.options.code)
        #expect(short.json == long.options.json)
        #expect(short.words == long.words)
        #expect(values(short.connection) == values(long.options.connection))
        #expect(values(short.spending) == values(long.options.spending))
        #expect(values(short.limits) == values(long.options.limits))
        #expect(values(short.prompt) == values(long.options.prompt))
        #expect(values(short.modules) == values(long.options.modules))
        #expect(values(short.developer) == values(long.options.developer))
    }

    /// The properties of an option group with what the parser, or `unset`, has put there.
    private func values(_ group: Any) -> [String] {
        Mirror(reflecting: group).children.map { "\($0.label ?? ""): \($0.value)" }
    }

    @Test func `has a default for every option`() {
        let run = Run(usual: [])
        let groups: [Any] =
            run.map { [$0.connection, $0.spending, $0.limits, $0.prompt, $0.modules, $0.developer] } ?? []
        #expect(groups.count == 6)
        for group in groups { #expect(!values(group).contains { $0.contains("definition") }) }
    }

    @Test(
        arguments: [
            ["check", "s.lua"], ["--help"], ["-h"], ["help"], ["--version"], ["ledger"], ["--deadline", "2h", "s.lua"],
            ["--no-such", "s.lua"], ["-e"], ["-e", "--json"], ["--sandbox", "--trust", "s.lua"], ["s.lua", "--", "x"],
            ["--", "s.lua"], ["--emulator", "--", "5"],
            ["--json=1"], ["-x"], ["--allow-spend", "x", "s.lua"], ["--allow-spend=1", "s.lua"],
            ["--proxy", "a", "s.lua"], ["--allow-cost", "1e3", "s.lua"], ["--allow-cost", "-1", "s.lua"],
            ["--allow-cost-per-day", "1,5", "s.lua"], ["--allow-cost-per-month", "x", "s.lua"],
            ["--allow-spend", "-1", "s.lua"], ["--region", "", "s.lua"], ["--region"],
            ["--region", "--json", "s.lua"],
        ])
    func `leaves everything else to the parser`(arguments: [String]) {
        #expect(Run(usual: arguments).map { _ in true } == nil)
    }
}
