import Ledger
import LuaKit
import Schema
import Stdlib
import Terminal

/// The usual ways of calling `cph`, read without the parser, with which a start takes three times as long:
/// `Sources/decisions/0002-performance-budget.md`.
///
/// A test compares each with what the parser makes of it, and every default below with the parser's.
extension Run {
    /// The options that the short way knows; each is a word of its own.
    static let usualFlags = [
        "--emulator", "--json", "--dry-run", "--sandbox", "--trust", "--allow-exec", "--no-rc", "--quiet",
        "--log-json",
    ]

    /// The options that it knows with a number as the next word.
    static let usualNumbers = [
        "--allow-spend", "--allow-months", "--allow-change", "--allow-pay", "--allow-request", "--allow-per-day",
    ]
    static let usualTexts = [
        "--allow-cost", "--allow-cost-per-day", "--allow-cost-per-month", "--approve", "--region", "--project-id",
        "--profile", "--endpoint", "--ca-file", "--proxy", "--ledger", "--witness",
    ]

    /// Reads `-e CODE`, the options above, and a script with its arguments. For anything else it is nil; then the
    /// parser reads all of it, and says what is wrong.
    init?(usual arguments: [String]) {
        self.init(
            connection: .unset, spending: .unset, limits: .unset, prompt: .unset, modules: .unset, developer: .unset)
        var rest = arguments[...]
        if rest.first == "run" { rest = rest.dropFirst() } else if Self.isCommand(rest.first) { return nil }
        while let word = rest.first, word.hasPrefix("-"), word != "-" {
            rest = rest.dropFirst()
            if set(word) { continue }
            guard let text = rest.popFirst(), !text.isEmpty, !text.hasPrefix("-"), set(word, text) else { return nil }
        }
        guard !rest.contains("--") else { return nil }
        words = Array(rest)
        guard (try? limits.validate()) != nil, (try? spending.validate()) != nil, (try? connection.validate()) != nil,
            (try? spending.place.validate()) != nil
        else {
            return nil
        }
    }

    private mutating func set(_ flag: String) -> Bool {
        switch flag {
        case "--emulator": connection.emulator = true
        case "--json": json = true
        case "--dry-run": spending.dryRun = true
        case "--sandbox": limits.sandbox = true
        case "--trust": limits.trust = true
        case "--allow-exec": limits.allowExec = true
        case "--no-rc": prompt.withoutRC = true
        case "--quiet": connection.logging.messages.quiet = true
        case "--log-json": connection.logging.messages.asJSON = true
        default: return false
        }
        return true
    }

    private mutating func set(_ option: String, _ text: String) -> Bool {
        switch option {
        case "-e": code.append(text)
        case "--allow-cost", "--allow-cost-per-day", "--allow-cost-per-month":
            guard let cost = try? amount(text) else { return false }
            set(option, cost)
        case "--approve": spending.approve = text
        case "--region": connection.region = text
        case "--project-id": connection.projectID = text
        case "--profile": connection.profile = text
        case "--endpoint": connection.endpoint.append(text)
        case "--ca-file": connection.caFile = text
        case "--proxy": connection.proxy = text
        case "--ledger": spending.place.ledger = text
        case "--witness": spending.place.witness = text
        default: return Int(text).map { set(option, $0) } ?? false
        }
        return true
    }

    private mutating func set(_ option: String, _ cost: Decimal) {
        switch option {
        case "--allow-cost-per-day": spending.allowCostPerDay = cost
        case "--allow-cost-per-month": spending.allowCostPerMonth = cost
        default: spending.allowCost = cost
        }
    }

    private mutating func set(_ option: String, _ number: Int) -> Bool {
        switch option {
        case "--allow-spend": spending.allowSpend = number
        case "--allow-months": spending.allowMonths = number
        case "--allow-change": spending.allowChange = number
        case "--allow-pay": spending.allowPay = number
        case "--allow-request": spending.allowRequest = number
        case "--allow-per-day": spending.allowPerDay = number
        default: return false
        }
        return true
    }

    /// A command's name counts only as the first word: everything else is options and a script.
    static func isCommand(_ word: String?) -> Bool {
        guard let word else { return false }
        if word.hasPrefix("-") { return ["--help", "-h", "--version"].contains(word) }
        // The name of a file is no command's, and the list of those costs something to make.
        if word.contains("/") || word.contains(".") { return false }
        let names = Root.configuration.subcommands.map { $0.configuration.commandName ?? "" }
        return (names + ["help"]).contains(word)
    }
}

// What the parser makes of options that are absent. Reading one that is missing here ends the program, as argument-parser
// has it, which the test of these shows.

extension ConnectionOptions {
    static var unset: ConnectionOptions {
        var options = ConnectionOptions()
        (options.emulator, options.state, options.endpoint) = (false, nil, [])
        (options.faults, options.seed, options.catalogue, options.logging) = (nil, nil, nil, .unset)
        (options.region, options.projectID, options.profile) = (nil, nil, nil)
        (options.caFile, options.proxy, options.site) = (nil, nil, nil)
        (options.credentials, options.assume, options.noAssume) = (nil, [], false)
        return options
    }
}

extension LogOptions {
    static var unset: LogOptions {
        var options = LogOptions()
        (options.logLevel, options.messages) = (nil, .unset)
        return options
    }
}

extension MessageOptions {
    static var unset: MessageOptions {
        var options = MessageOptions()
        (options.asJSON, options.quiet) = (false, false)
        return options
    }
}

extension SpendOptions {
    static var unset: SpendOptions {
        var options = SpendOptions()
        (options.allowSpend, options.allowMonths, options.allowChange) = (nil, nil, nil)
        (options.allowCost, options.allowCostPerDay, options.allowCostPerMonth) = (nil, nil, nil)
        (options.allowPay, options.allowRequest) = (nil, nil)
        (options.allowPerDay, options.approve) = (nil, nil)
        (options.allowRenew, options.dryRun) = (false, false)
        (options.place, options.settle) = (.unset, SettleBudget.usual)
        return options
    }
}

extension LedgerOptions {
    static var unset: LedgerOptions {
        var options = LedgerOptions()
        (options.ledger, options.isForTab, options.witness) = (nil, false, nil)
        return options
    }
}

extension LimitOptions {
    static var unset: LimitOptions {
        var options = LimitOptions()
        (options.memory, options.deadline) = (defaultMemory, nil)
        (options.sandbox, options.trust, options.allowExec) = (false, false, false)
        return options
    }
}

extension PromptOptions {
    static var unset: PromptOptions {
        var options = PromptOptions()
        (options.withoutRC, options.ask, options.color) = (false, false, .auto)
        return options
    }
}

extension ModuleOptions {
    static var unset: ModuleOptions {
        var options = ModuleOptions()
        options.isVerbose = false
        return options
    }
}

extension DeveloperOptions {
    static var unset: DeveloperOptions {
        var options = DeveloperOptions()
        options.stdlib = .embedded
        return options
    }
}
