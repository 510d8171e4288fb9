import ArgumentParser
import Emulator
import Glibc
import Purchasing
import Schema

struct EmulatorCommand: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "emulator", abstract: "Runs a local cloud over HTTP, for any client.",
        discussion: """
            Keys and project id come from the options, or are made up; the keys of a real account are not looked at. \
            The password of every user is the secret key. The variables that point a client at the emulator are printed; \
            comments behind them say what other sources of keys need: an identity provider, agencies of this account and \
            of a second one, a pod, the metadata service of a machine.

            \(FaultPlan.grammar)

            \(FaultKind.all.map { "\($0.syntax): \($0.doc)" }.joined(separator: "\n"))
            """)

    @Option(
        help: ArgumentHelp(
            """
            Where to listen; port 0 picks a free one. Given again, there too: 169.254.169.254:80 is the metadata service of \
            a machine whose loopback interface has that address.
            """,
            valueName: "address"))
    var listen = ["127.0.0.1:0"]

    @Option(
        help: ArgumentHelp(
            """
            Keep orders, servers, project, keys, tokens and port in this file, so that clients work after a restart with the \
            variables printed before; not the servers of the second account.
            """, valueName: "file"), completion: .file())
    var state: String?

    @Option(
        help: ArgumentHelp(
            "What the account has: a JSON file of zones, models, subnets and so on; cph examples mirror prints a script that writes one.",
            valueName: "file"))
    var catalogue: String?

    @Option(help: ArgumentHelp("Faults to inject.", valueName: "spec"))
    var faults: String?

    @Option(help: ArgumentHelp("The seed of ids and faults; drawn at random when absent.", valueName: "n"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("Access key that clients sign with.", valueName: "key"))
    var accessKey: String?

    @Option(help: ArgumentHelp("Secret key that clients sign with.", valueName: "key"))
    var secretKey: String?

    @Option(help: ArgumentHelp("The one project that exists.", valueName: "id"))
    var projectID: String?

    @Option(help: ArgumentHelp("The token of the identity provider; drawn when absent.", valueName: "text"))
    var identityToken: String?

    @Option(
        help: ArgumentHelp("The longest life of keys and tokens that are given out.", valueName: "duration"),
        transform: duration)
    var keyLife: Duration?

    @Option(
        help: ArgumentHelp("How old the access key is, for whoever asks IAM.", valueName: "duration"),
        transform: duration)
    var keyAge: Duration = .zero

    @Option(
        help: ArgumentHelp(
            "How the metadata service gives keys: "
                + MetadataMode.allCases.map { "\($0.rawValue), \($0.doc)" }.joined(separator: "; ") + ".",
            valueName: "mode"),
        completion: .list(MetadataMode.allCases.map(\.rawValue)), transform: metadataMode)
    var metadata = MetadataMode.both

    @OptionGroup var messages: MessageOptions

    func run() throws {
        do {
            try serve(EmulatorServer(configuration()))
        } catch let status as ExitStatus {
            throw status
        } catch {
            Output.error("cph emulator: \(error)")
            throw ExitStatus.usage
        }
    }

    private func configuration() throws -> EmulatorServer.Configuration {
        var cloud = EmulatedCloud.Configuration(
            projectID: projectID, seed: seed)
        cloud.stateFile = state
        cloud.catalogue = try catalogue.map { path throws(CatalogueError) in try Catalogue(file: path) }
        if let faults { cloud.faults = try FaultPlan(parsing: faults) }
        if let identityToken { try cloud.identity.setIdentityToken(identityToken) }
        cloud.identity.keyLife = keyLife
        cloud.identity.keyAge = keyAge
        cloud.identity.metadata = metadata
        var configuration = EmulatorServer.Configuration(
            accessKey: accessKey, secretKey: secretKey, cloud: cloud)
        let addresses = try listen.map { try ListenAddress(parsing: $0) }
        configuration.address = addresses[0]
        configuration.otherAddresses = Array(addresses.dropFirst())
        return configuration
    }

    /// Serves until the process is told to end.
    private func serve(_ server: EmulatorServer) throws {
        let end = EndSignals()
        let port = try Blocking.run { try await server.start() }
        for (name, value) in server.environment(port: port) { Output.line("export \(name)=\(shellWord(value))") }
        for (name, value) in server.notes(port: port) { Output.line("# \(name)=\(shellWord(value))") }
        fflush(nil)
        Output.note("cph emulator: listening on \(server.configuration.address.host):\(port); Ctrl-C ends it")
        end.wait()
        try Blocking.run { await server.stop() }
    }
}

/// The signals that ask a process to end, taken by `wait` instead of killing it, so that what is under way is finished.
private struct EndSignals {
    private var set = sigset_t()

    init() {
        sigemptyset(&set)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&set, number) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    func wait() {
        var set = set
        var number: Int32 = 0
        sigwait(&set, &number)
    }
}
