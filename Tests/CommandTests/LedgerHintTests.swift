import Testing

@testable import cph

/// Commands about the ledger that messages recommend, with the options that the command before had.
@Suite(.ownThreads)
struct LedgerHintTests {
    private func hints(_ arguments: String...) throws -> LedgerHints {
        let command = try #require(try Root.parseAsRoot(["run"] + arguments + ["fleet.lua"]) as? RunCommand)
        return LedgerHints(command.place, command.cloud)
    }

    @Test func `a command that calls gets the cloud, one that only reads gets its ledger`() throws {
        let hints = try hints("--emulator", "--state", "my cloud.json")
        #expect(
            hints.completed("do: cph ledger pay --all") == "do: cph ledger pay --emulator --state 'my cloud.json' --all"
        )
        #expect(
            hints.completed("cph ledger show game-1 tells it")
                == "cph ledger show --ledger 'my cloud.json.ledger' game-1 tells it")
        #expect(
            hints.completed("cph ledger resolve a\nor cph ledger list") == """
                cph ledger resolve --emulator --state 'my cloud.json' a
                or cph ledger list --ledger 'my cloud.json.ledger'
                """)
    }

    @Test func `a ledger that was named stands in every command that takes one`() throws {
        let hints = try hints("--ledger", "here.db", "--witness", "w")
        for verb in ["pay", "resolve", "approve", "list", "verify", "unlock"] {
            #expect(hints.completed("cph ledger \(verb) x") == "cph ledger \(verb) --ledger here.db --witness w x")
        }
        #expect(hints.completed("cph ledger copy a b; cph ledger trust") == "cph ledger copy a b; cph ledger trust")
    }

    @Test func `whoever pays needs the account of the run, whoever approves has one of their own`() throws {
        let hints = try hints(
            "--region", "cn-east-3", "--profile", "shop", "--assume", "buyers@partner", "--ledger", "l")
        #expect(
            hints.completed("cph ledger pay a")
                == "cph ledger pay --region cn-east-3 --profile shop --assume buyers@partner --ledger l a")
        #expect(hints.completed("cph ledger approve 1a2b3c4d") == "cph ledger approve --ledger l 1a2b3c4d")
    }

    @Test func `nothing is added without options, to other words, and to lines of a script`() throws {
        let text = "cph ledger pay --all"
        #expect(try hints("--allow-spend", "3").completed(text) == text)
        #expect(try hints("--emulator").completed(text) == text)
        let shown = "fleet.lua:12: no\n  12 | error 'cph ledger pay x'\n     | ^"
        #expect(try hints("--ledger", "l").completed(shown) == shown)
        #expect(try hints("--ledger", "l").completed("cph ledger knows it") == "cph ledger knows it")
    }

    @Test func `a recommended command is one that its parser reads`() throws {
        let hints = try hints(
            "--emulator", "--state", "c", "--ledger", "l", "--witness", "w")
        for text in ["pay --all", "resolve a", "refresh", "export", "approve 1a2b3c4d", "list", "show a", "verify"] {
            let words = hints.completed("cph ledger \(text)").split(separator: " ").dropFirst().map(String.init)
            #expect(try Root.parseAsRoot(words) is any LedgerUsingCommand, "\(words)")
        }
    }
}
