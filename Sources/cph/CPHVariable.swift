import CPHClient
import CPHModel
import Files
import Ledger
import Schema
import Text

/// The variables of cph's own, all of them. What stands in one is looked at at the start: what cannot be read must neither
/// buy nor be taken for nothing.
enum CPHVariable: String, CaseIterable {
    case allowChange = "CPH_ALLOW_CHANGE"
    case allowCost = "CPH_ALLOW_COST"
    case allowCostPerDay = "CPH_ALLOW_COST_PER_DAY"
    case allowCostPerMonth = "CPH_ALLOW_COST_PER_MONTH"
    case allowPay = "CPH_ALLOW_PAY"
    case allowPerDay = "CPH_ALLOW_PER_DAY"
    case allowRequest = "CPH_ALLOW_REQUEST"
    case allowSpend = "CPH_ALLOW_SPEND"
    case assume = "CPH_ASSUME"
    case authToken = "CPH_AUTH_TOKEN"
    case caFile = "CPH_CA_FILE"
    case catalogue = "CPH_CATALOGUE"
    case credentials = "CPH_CREDENTIALS"
    case dryRun = "CPH_DRY_RUN"
    case dumpable = "CPH_DUMPABLE"
    case emulator = "CPH_EMULATOR"
    case endpoint = "CPH_ENDPOINT"
    case lease = "CPH_LEASE"
    case ledger = "CPH_LEDGER"
    case ledgerWitness = "CPH_LEDGER_WITNESS"
    case logJSON = "CPH_LOG_JSON"
    case logLevel = "CPH_LOG_LEVEL"
    case noMetadata = "CPH_NO_METADATA"
    case notifySecret = "CPH_NOTIFY_SECRET"
    case profile = "CPH_PROFILE"
    case projectID = "CPH_PROJECT_ID"
    case proxy = "CPH_PROXY"
    case quiet = "CPH_QUIET"
    case region = "CPH_REGION"
    case site = "CPH_SITE"
    case state = "CPH_STATE"

    /// What a variable holds.
    private enum Kind {
        case isSwitch
        /// A number from 0 to `SpendOptions.most`.
        case number
        /// An amount of money, from 0 on.
        case amount
        case logLevel
        /// How long a run counts as living after its last sign, from 1 s to an hour.
        case lease
        case text
        /// Addresses of services.
        case endpoints
        /// One of a few words.
        case choice([String])
        /// Agencies, with commas between them.
        case agencies
        /// A file, or a server whose password is never shown.
        case ledger
        /// A text that is never shown.
        case secret
        /// An address that may hold a password, and is never shown.
        case proxy
    }

    private var kind: Kind {
        switch self {
        case .dryRun, .dumpable, .emulator, .logJSON, .noMetadata, .quiet: .isSwitch
        case .allowChange, .allowPay, .allowPerDay, .allowRequest, .allowSpend: .number
        case .allowCost, .allowCostPerDay, .allowCostPerMonth: .amount
        case .logLevel: .logLevel
        case .lease: .lease
        case .authToken, .notifySecret: .secret
        case .proxy: .proxy
        case .endpoint: .endpoints
        case .caFile, .catalogue, .ledgerWitness, .profile, .projectID, .region, .state: .text
        case .ledger: .ledger
        case .credentials: .choice(CredentialSource.allCases.map(\.rawValue))
        case .site: .choice(AccountSite.allCases.map(\.rawValue))
        case .assume: .agencies
        }
    }

    /// What may stand in it, in words.
    var form: String {
        switch kind {
        case .isSwitch: "1, true, yes or on, or else 0, false, no or off"
        case .number: "a number from 0 on, up to \(SpendOptions.most)"
        case .amount: "an amount of money from 0 on, such as 50000 or 0.50"
        case .logLevel: "trace, debug, info, notice, warning or error"
        case .lease: "a duration from 1s to 1h, such as 15s"
        case .text: "a text"
        case .endpoints: "URL or SERVICE=URL, several with commas between them; services are \(Service.listed)"
        case .choice(let words): words.joined(separator: ", ")
        case .agencies: "AGENCY@ACCOUNT, several with commas between them"
        case .ledger: "a file, or a server as postgresql://HOST/DATABASE"
        case .secret: "a secret"
        case .proxy: "http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT with %XX for signs such as @"
        }
    }

    /// Whether a variable turns something on or off.
    static func isSwitch(_ variable: CPHVariable) -> Bool {
        if case .isSwitch = variable.kind { true } else { false }
    }

    /// What stands in it; nil where it is not set, or to nothing.
    var text: String? { Environment[rawValue] }

    /// Whether a switch is on. One that says neither is off here, and refused by `check`.
    var isOn: Bool { text.flatMap(Environment.isOn) ?? false }

    /// The duration in it; nil where none stands, or one that no lease can have.
    var lease: Duration? {
        let duration = text.flatMap { Duration(text: $0) ?? Double($0).flatMap(Duration.init(checkedSeconds:)) }
        return duration.flatMap { (.seconds(1) ... .seconds(3600)).contains($0) ? $0 : nil }
    }

    /// The amount of money in it; nil where none stands.
    var amount: Decimal? { text.flatMap { Decimal($0) }.flatMap { $0 >= 0 ? $0 : nil } }

    /// The agencies in it, in their order; none where it can't be read, which `check` refuses.
    var agencies: [Agency] { (try? readAgencies()) ?? [] }

    private func readAgencies() throws(SetupError) -> [Agency] {
        try (text ?? "").split(separator: ",").map { part throws(SetupError) in try Agency(option: trimmed(part)) }
    }

    /// The addresses in it, as `--endpoint` takes them.
    var endpoints: [String] { text?.split(separator: ",").map(String.init) ?? [] }

    /// The number in it; nil where none stands.
    var number: Int? { text.flatMap { Int($0) }.flatMap { (0...SpendOptions.most).contains($0) ? $0 : nil } }
}

/// The variables that neither scripts nor children see.
let hiddenVariables =
    secretVariables + [DatabaseAddress.passwordVariable, CPHVariable.notifySecret.rawValue]

extension CPHVariable {
    /// Takes a password out of the ledger's address where children and scripts see it. They connect without, or not at all,
    /// and never to another ledger.
    static func hideLedgerPassword() {
        guard let text = ledger.text, DatabaseAddress.isOne(text), let address = try? DatabaseAddress(text),
            address.hasPassword
        else { return }
        Environment.hide(ledger.rawValue, behind: address.words)
    }
}

// MARK: What is wrong

extension CPHVariable {
    /// Says what is wrong with the variables that are set, all at once; nil when nothing is.
    static func problems() -> String? {
        let problems = allCases.compactMap(\.problem)
        return problems.isEmpty ? nil : problems.joined(separator: "\n")
    }

    /// Says which variables look like cph's and are not.
    static func warnings() -> [String] {
        let known = allCases.map(\.rawValue)
        return Environment.names(startingWith: "CPH_").filter { !known.contains($0) }.sorted().map { name in
            let near = suggestion(for: name, among: known).map { "; did you mean \($0)?" } ?? ""
            return "\(name) is no variable that cph reads\(near)"
        }
    }

    private var problem: String? {
        guard let text else { return nil }
        switch kind {
        case .isSwitch where Environment.isOn(text) == nil: return "\(rawValue) is to be \(form), not \(quoted(text))"
        // A limit that nobody can read must not become no limit.
        case .number where number == nil: return "\(rawValue) is to be \(form), not \(quoted(text))"
        case .amount where amount == nil: return "\(rawValue) is to be \(form), not \(quoted(text))"
        case .logLevel where LogOptions.level(named: text) == nil:
            return "\(rawValue) is to be \(form), not \(quoted(text))"
        case .lease where lease == nil: return "\(rawValue) is to be \(form), not \(quoted(text))"
        // A server's words may end with the quote of a value, and hold a password.
        case .ledger where hasOddEnd(text) && !(DatabaseAddress.isOne(text) && text.hasSuffix("'")):
            return "\(rawValue) begins or ends with a blank, a quote or a control character"
        case .text where hasOddEnd(text):
            return "\(rawValue) begins or ends with a blank, a quote or a control character: \(quoted(text))"
        case .endpoints where hasOddEnd(text):
            return "\(rawValue) begins or ends with a blank, a quote or a control character: \(quoted(text))"
        case .endpoints:
            do throws(SetupError) { try CloudPhoneClient.checkEndpoints(endpoints) } catch {
                let message = error.message.replacing("--endpoint: ", with: "")
                return "\(rawValue): \(message)\(error.hint.map { "; \($0)" } ?? "")"
            }
            return nil
        case .secret where hasOddEnd(text), .proxy where hasOddEnd(text):
            return "\(rawValue) begins or ends with a blank, a quote or a control character"
        case .proxy:
            do throws(SetupError) { try CloudPhoneClient.checkProxy(text) } catch { return error.message }
            return nil
        case .choice(let words) where !words.contains(text):
            let near = suggestion(for: text, among: words).map { "; did you mean \($0)?" } ?? ""
            return "\(rawValue) is to be \(form), not \(quoted(text))\(near)"
        case .agencies:
            do throws(SetupError) { _ = try readAgencies() } catch { return "\(rawValue): \(error.message)" }
            return nil
        case .ledger where DatabaseAddress.isOne(text):
            do throws(DatabaseAddressError) { _ = try DatabaseAddress(text) } catch { return "\(rawValue): \(error)" }
            return nil
        case .isSwitch, .number, .amount, .logLevel, .lease, .text, .choice, .ledger, .secret: return nil
        }
    }
}
