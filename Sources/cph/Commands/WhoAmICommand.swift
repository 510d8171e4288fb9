import ArgumentParser
import CPHClient
import CPHModel
import Clock
import Files
import Purchasing
import Schema
import Text

/// `cph whoami`: who the service takes one for.
struct WhoAmICommand: ConnectedCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami", abstract: "Says as whom calls are made, and in which account and project.",
        discussion: """
            The service is asked, with the credentials that a script would use here. Exit code 2: there are none, or their \
            source gives none. 5: the service does not tell.
            """)

    @OptionGroup var connection: ConnectionOptions

    @Flag(help: "Print it as JSON.")
    var json = false

    func run() throws {
        guard !connection.usesEmulator else {
            return Output.line(json ? Value.object(["emulator": true]).json() : connection.words)
        }
        do {
            let client: CloudPhoneClient
            do throws(SetupError) {
                client = try CloudPhoneClient(
                    connection.settings, .machine(Environment.withSecrets), logger: connection.logging.logger)
            } catch { throw CPHError(.denied, code: CPHError.credentialsCode, error.message, hint: error.hint) }
            for warning in client.warnings { Output.note("cph: warning: \(cleaned(warning))") }
            let found = try Blocking.run { () throws(CPHError) in
                Found(client, try await client.identity(), try await client.currentProjectID())
            }
            Output.line(json ? Value.object(found.value).json() : found.words)
        } catch let error as CPHError {
            Output.error("cph whoami: \(error)")
            throw ExitStatus(error)
        }
    }

    /// What is printed.
    private struct Found: Sendable {
        let identity: CallerIdentity
        let projectID, region, source: String

        init(_ client: CloudPhoneClient, _ identity: CallerIdentity, _ projectID: String) {
            (self.identity, self.projectID) = (identity, projectID)
            (region, source) = (client.endpoints.region, client.credentialSource)
        }

        var words: String {
            let parts: [String?] = [
                cleaned(identity.principal), "account \(identity.accountID)",
                identity.agency.map { "agency \(cleaned($0))" },
                "project \(projectID) in \(region)",
                identity.expires.map { "until \(ISOTime.text(unixSeconds: $0))" }, "from \(source)",
            ]
            return parts.compactMap(\.self).joined(separator: ", ")
        }

        var value: Object {
            var value: Object = [
                "principal": .string(identity.principal), "account_id": .string(identity.accountID),
                "project_id": .string(projectID), "region": .string(region), "source": .string(source),
            ]
            value["agency"] = identity.agency.map(Value.string)
            value["expires_at"] = identity.expires.map { .string(ISOTime.text(unixSeconds: $0)) }
            return value
        }
    }
}
