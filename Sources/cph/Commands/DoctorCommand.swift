import ArgumentParser
import CPHClient
import CPHModel
import Files
import Glibc
import Ledger
import Purchasing
import Schema
import Terminal

struct DoctorCommand: ConnectedCommand, LedgerUsingCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Looks at credentials, clock, network, permissions and ledger; buys nothing.",
        discussion: """
            Exit code 0: nothing is wrong. 1: something is, and the lines say what to do. Whether the user may buy \
            (cph:servers:create) can't be asked without buying.
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var place: LedgerOptions

    @Flag(help: "Print the findings as JSON.")
    var json = false

    func run() throws {
        let findings = try self.findings()
        let isHealthy = !findings.contains { $0.verdict == .wrong }
        if json {
            let report: Value = ["healthy": .bool(isHealthy), "findings": .list(findings.map(\.value))]
            Output.line(report.prettyJSON())
        } else {
            let palette = Palette(.auto, isTerminal: isatty(1) == 1) { Environment[$0] }
            for (index, finding) in findings.enumerated() {
                let said = index > 0 ? findings[index - 1].advice : nil
                for line in finding.lines(palette, advises: finding.advice != said) { Output.line(line) }
            }
        }
        if !isHealthy { throw ExitStatus.scriptError }
    }

    private func findings() throws -> [DoctorFinding] {
        let here =
            DoctorFinding.versions + DoctorFinding.terminal
            + DoctorFinding.proxies(used: connection.settings.proxy)
            + DoctorFinding.ledger(place.beside(connection.stateFile), isEmulated: connection.usesEmulator)
            + DoctorFinding.policies(projectOf: Files.real(".") ?? ".")
            + DoctorFinding.notices
        return here + (connection.usesEmulator ? [.right("service", connection.words)] : try service())
    }

    private func service() throws -> [DoctorFinding] {
        let surroundings = Surroundings.machine(Environment.withSecrets)
        let credentials = DoctorFinding.credentials(surroundings, connection.settings)
        guard !credentials.contains(where: { $0.verdict == .wrong }) else { return credentials }
        let client: CloudPhoneClient
        do throws(SetupError) {
            client = try CloudPhoneClient(connection.settings, surroundings, logger: connection.logging.logger)
        } catch {
            return credentials + [.wrong("service", error.message, error.hint)]
        }
        return try Blocking.run {
            let services = await DoctorFinding.services(client, now: surroundings.now)
            guard !services.contains(where: { $0.verdict == .wrong }) else { return credentials + services }
            let identity = await DoctorFinding.identity(client, now: surroundings.now())
            guard !identity.contains(where: { $0.verdict == .wrong }) else { return credentials + services + identity }
            let project = await DoctorFinding.project(client)
            let rest = project.verdict == .right
            let site = rest ? [await DoctorFinding.site(client)] : []
            let permissions = rest ? await DoctorFinding.permissions(client) : []
            return credentials + services + identity + [project] + site + permissions
        }
    }
}
