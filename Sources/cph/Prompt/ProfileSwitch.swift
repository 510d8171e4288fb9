import CPHClient
import CPHModel
import Files
import Ledger
import Purchasing

/// Knows where a prompt's calls go, and changes it.
struct ProfileSwitch {
    private(set) var connection: ConnectionOptions
    let spending: SpendOptions
    /// The folder from which the project is looked for, whose settings may name a ledger.
    let projectFolder: String
    /// Whether nobody is asked before a purchase, because it costs nothing.
    let isFree: Bool
    /// False inside a script, which began on one account and has to end on it.
    private var canChange = true

    init(_ connection: ConnectionOptions, _ spending: SpendOptions, projectFolder: String, isFree: Bool) {
        (self.connection, self.spending, self.isFree) = (connection, spending, isFree)
        self.projectFolder = projectFolder
    }

    var fixed: ProfileSwitch {
        var copy = self
        copy.canChange = false
        return copy
    }

    /// What `:profile` shows.
    var words: String {
        [connection.words, spending.words(isFree: isFree), "ledger: \(ledgerWords)"].joined(separator: "\n")
    }

    private var ledgerWords: String {
        do throws(CPHError) {
            return try spending.place.beside(connection.stateFile).choice(
                isEmulated: connection.usesEmulator, from: projectFolder
            ).words
        } catch { return error.message }
    }

    var names: [String] { Credentials.profiles(.machine(Environment.withSecrets)) }

    /// Changes to another account.
    ///
    /// Limits that were given apply to the account the session began with, so from now on every purchase is asked for.
    ///
    /// - Returns: The account that answers from now on, or why nothing has changed.
    mutating func change(profile: String?, region: String?, from old: Purchasing) -> Result<Purchasing, Problem> {
        guard canChange else { return .failure(Problem("a script stays on the account it began with")) }
        guard !connection.usesEmulator else {
            return .failure(
                Problem("this session is on the embedded cloud; start cph without --emulator for an account"))
        }
        let next = connection.with(profile: profile, region: region)
        let client = next.client()
        if let problem = client.problem { return .failure(Problem("\(problem)")) }
        connection = next
        Output.hints = LedgerHints(spending.place, next)
        var settings = old.settings
        settings.limits = SpendLimits()
        settings.earlier = { await old.spending }
        return .success(Purchasing(client, settings))
    }

    struct Problem: Error {
        let text: String

        init(_ text: String) { self.text = text }
    }
}
