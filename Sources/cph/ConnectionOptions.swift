import ArgumentParser
import CPHClient
import CPHModel
import Emulator
import Files
import Purchasing
import Text

/// Where calls go, and as whom. Each option has a variable `CPH_…`, which counts where the option is absent.
struct ConnectionOptions: ParsableArguments {
    @Flag(help: "Use an embedded cloud: no account, no network, no approval. (CPH_EMULATOR=1)")
    var emulator = false

    @Option(
        help: ArgumentHelp(
            "Keep the embedded cloud in this file between runs, and its ledger in FILE.ledger unless --ledger names another. "
                + "(CPH_STATE)", valueName: "file"),
        completion: .file())
    var state: String?

    @Option(help: ArgumentHelp("Faults of the embedded cloud.", valueName: "spec"))
    var faults: String?

    @Option(
        help: ArgumentHelp("The embedded cloud's seed: the same seed gives the same ids and faults.", valueName: "n"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "What the embedded cloud's account has: a JSON file. (CPH_CATALOGUE)", valueName: "file"),
        completion: .file())
    var catalogue: String?

    @Option(
        help: ArgumentHelp("Region, such as cn-east-3. (CPH_REGION)", valueName: "name"),
        completion: .list(Regions.known))
    var region: String?

    @Option(help: ArgumentHelp("Project id; looked up by region when absent. (CPH_PROJECT_ID)", valueName: "id"))
    var projectID: String?

    @Option(
        help: ArgumentHelp("Section of the credentials file, or profile of KooCLI. (CPH_PROFILE)", valueName: "name"))
    var profile: String?

    @Option(
        help: ArgumentHelp(
            "The one source of credentials to use: \(CredentialSource.names). (CPH_CREDENTIALS)", valueName: "source"),
        completion: .list(CredentialSource.allCases.map(\.rawValue)),
        transform: { try choice($0, "source of credentials") })
    var credentials: CredentialSource?

    @Option(
        help: ArgumentHelp(
            "Agency to enter, AGENCY@ACCOUNT; repeatable, one behind the other. (CPH_ASSUME, separated by commas)",
            valueName: "agency"), transform: agency)
    var assume: [Agency] = []

    @Flag(help: "Enter no agency, whatever CPH_ASSUME says.")
    var noAssume = false

    @Option(
        help: ArgumentHelp(
            "Where the account is: \(AccountSite.names); found out when absent. (CPH_SITE)", valueName: "site"),
        completion: .list(AccountSite.allCases.map(\.rawValue)), transform: { try choice($0, "site") })
    var site: AccountSite?

    @Option(
        help: ArgumentHelp(
            "One address on this machine for every service, or SERVICE=URL; repeatable, and several for one service are tried "
                + "in turn. Services: \(Service.listed). (CPH_ENDPOINT, separated by commas)",
            valueName: "url"))
    var endpoint: [String] = []

    @Option(
        help: ArgumentHelp("PEM certificates to trust besides the system's. (CPH_CA_FILE)", valueName: "file"),
        completion: .file())
    var caFile: String?

    @Option(
        help: ArgumentHelp(
            "Proxy for all calls, http://HOST:PORT; HTTPS_PROXY and NO_PROXY are not read. (CPH_PROXY)",
            valueName: "url"))
    var proxy: String?

    @OptionGroup var logging: LogOptions

    func validate() throws {
        if let proxy, !proxy.isEmpty {
            do throws(SetupError) { try CloudPhoneClient.checkProxy(proxy) } catch {
                throw ValidationError("\(error.message)\nhint: \(error.hint ?? "")")
            }
        }
        do throws(SetupError) { try CloudPhoneClient.checkEndpoints(endpoint) } catch {
            throw ValidationError("\(error.message)\(error.hint.map { "\nhint: \($0)" } ?? "")")
        }
        guard state == nil || usesEmulator else {
            throw ValidationError("--state keeps the embedded cloud; it goes with --emulator")
        }
        guard catalogue == nil || usesEmulator else {
            throw ValidationError("--catalogue is what the embedded cloud has; it goes with --emulator")
        }
    }

    var usesEmulator: Bool { emulator || CPHVariable.emulator.isOn }

    /// Where the embedded cloud is kept; nil where it ends with the run, and where calls go to a service.
    var stateFile: String? { usesEmulator ? state ?? CPHVariable.state.text : nil }

    /// Says for people where calls go and as whom.
    var words: String {
        if usesEmulator {
            return "embedded cloud\(stateFile.map { " in \($0)" } ?? ""), nothing costs anything"
        }
        let settings = settings
        let parts: [String?] =
            [
                settings.region.map { "region \($0)" } ?? (settings.endpoints.isEmpty ? "no region chosen" : nil),
                settings.projectID.map { "project \($0)" },
                settings.profile.map { "profile \($0)" },
                settings.profile == nil ? settings.source.map { "credentials of \($0.rawValue)" } : nil,
            ] + settings.agencies.map(\.words) + [
                settings.site.map { "site \($0.rawValue)" },
                settings.endpoints.isEmpty ? nil : settings.endpoints.joined(separator: " "),
            ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    func embeddedCloud() throws -> EmulatedCloud {
        var configuration = EmulatedCloud.Configuration(seed: seed)
        if let faults { configuration.faults = try FaultPlan(parsing: faults) }
        configuration.stateFile = stateFile
        configuration.patienceAfterCancelling = Deadlines().afterCancelling
        let catalogue = catalogue ?? CPHVariable.catalogue.text
        configuration.catalogue = try catalogue.map { path throws(CatalogueError) in try Catalogue(file: path) }
        return try EmulatedCloud(configuration)
    }

    /// What commands call: the service, or the embedded cloud that a run has kept.
    func client() -> LazyClient {
        if usesEmulator { return LazyClient { () throws(SetupError) in EmbeddedAccount(cloud: try keptCloud()) } }
        let (settings, logger) = (settings, logging.logger)
        return LazyClient { () throws(SetupError) in
            let client = try CloudPhoneClient(settings, .machine(Environment.withSecrets), logger: logger)
            for warning in client.warnings { Output.note("cph: warning: \(cleaned(warning))") }
            return client
        }
    }

    private func keptCloud() throws(SetupError) -> EmulatedCloud {
        guard let stateFile else { throw .nothingKept }
        guard Files.exists(stateFile) else {
            throw SetupError(
                "no embedded cloud is kept in \(stateFile)", hint: "name the file that the run had as --state")
        }
        do { return try embeddedCloud() } catch { throw SetupError("\(error)") }
    }

    /// Returns the options with another profile or region; nil leaves either as it is. The project is not kept, because
    /// it belongs to the account and region before.
    func with(profile: String?, region: String?) -> ConnectionOptions {
        var copy = self
        copy.projectID = ""
        copy.profile = profile ?? self.profile
        // A profile is acted as by itself: what the session began with, or a variable says, was for the account before.
        if profile != nil { (copy.credentials, copy.assume, copy.noAssume) = (.file, [], true) }
        copy.region = region ?? self.region
        return copy
    }

    /// Returns the options for one project, and for its region.
    func with(region: String, projectID: String) -> ConnectionOptions {
        var copy = self
        (copy.region, copy.projectID) = (region, projectID)
        return copy
    }

    var settings: ClientSettings {
        var settings = ClientSettings()
        settings.region = region ?? CPHVariable.region.text
        settings.projectID = (projectID ?? CPHVariable.projectID.text).flatMap { $0.isEmpty ? nil : $0 }
        settings.profile = profile ?? CPHVariable.profile.text
        settings.source = credentials ?? CPHVariable.credentials.text.flatMap { CredentialSource(rawValue: $0) }
        settings.agencies = noAssume ? [] : assume.isEmpty ? CPHVariable.assume.agencies : assume
        settings.site = site ?? CPHVariable.site.text.flatMap { AccountSite(rawValue: $0) }
        settings.endpoints = endpoint.isEmpty ? CPHVariable.endpoint.endpoints : endpoint
        settings.caFile = caFile ?? CPHVariable.caFile.text
        settings.proxy = proxy ?? CPHVariable.proxy.text
        return settings
    }
}

/// The embedded cloud, and the one account that it has.
private struct EmbeddedAccount: AccountClient {
    let cloud: EmulatedCloud

    func exchange(_ call: APICall) async throws(CPHError) -> Exchange { try await cloud.exchange(call) }

    func scope() async throws(CPHError) -> AccountScope { .embedded(projectID: cloud.projectID) }

    var givenAccount: (region: String?, project: String?) { (nil, cloud.projectID) }
}

extension SetupError {
    static let nothingKept = SetupError(
        "an embedded cloud without --state has bought nothing",
        hint: "name the file that keeps it: --state FILE, or CPH_STATE")
}

extension CredentialSource {
    /// The names of all sources, in their order.
    static var names: String { list(allCases.map(\.rawValue)) }
}

extension AccountSite {
    static var names: String { list(allCases.map(\.rawValue)) }
}

extension Service {
    /// The names of the services, with commas between them.
    static var listed: String { list(names) }
}

/// Returns the words with commas between them. Every start needs these, and `joined` looks up a conformance.
private func list(_ words: [String]) -> String {
    var text = words.first ?? ""
    for word in words.dropFirst() { text += ", \(word)" }
    return text
}
