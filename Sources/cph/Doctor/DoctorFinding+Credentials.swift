import CPHClient
import CPHModel
import Clock
import Text

/// Checks which credentials are used and why not the others, and who that is.
extension DoctorFinding {
    private static let topic = "credentials"
    /// From how many days on a permanent key counts as old.
    private static let oldAge = 90

    /// What the sources have, the chosen one first.
    static func credentials(_ surroundings: Surroundings, _ settings: ClientSettings) -> [DoctorFinding] {
        var found: Credentials
        do throws(SetupError) {
            found = try .find(surroundings, profile: settings.profile, source: settings.source)
        } catch { return [wrong(topic, error.message, error.hint), sources(surroundings, besides: nil)] }
        found.agencies += settings.agencies
        let rest = sources(surroundings, besides: found.source)
        let chosen = right(topic, "\(found.kind), from \(found.source)")
        return [chosen] + found.warnings.map { look(topic, $0, "unset what is not meant") } + [rest]
    }

    /// What each source has, or lacks.
    private static func sources(_ surroundings: Surroundings, besides chosen: String?) -> DoctorFinding {
        let others = Credentials.survey(surroundings).filter { chosen == nil || $0.found != chosen }
        let lines = others.map { "\($0.source.rawValue): \(cleaned($0.found.map { "not used: \($0)" } ?? "not set"))" }
        return right(topic, (["other sources"] + lines).joined(separator: "\n"))
    }

    /// Who signs, until when, and with how old a key.
    static func identity(_ client: CloudPhoneClient, now: Int) async -> [DoctorFinding] {
        let identity: CallerIdentity
        do throws(CPHError) { identity = try await client.identity() } catch {
            // Only the credentials themselves are needed: who one is does not have to be known.
            let hint = error.hint ?? "cph needs it only to show it"
            let isRefused = error.isOfCredentials || error.httpStatus == 401
            return [isRefused ? wrong("identity", words(error), hint) : look("identity", words(error), hint)]
        }
        let agency = identity.agency.map { ", agency \(cleaned($0))" } ?? ""
        var findings = [right("identity", "\(cleaned(identity.principal)), account \(identity.accountID)\(agency)")]
        if let end = identity.expires {
            let left = Duration.seconds(max(end - now, 0)).words
            findings.append(right("keys", "until \(ISOTime.text(unixSeconds: end)), \(left) from now"))
        }
        if let days = await client.keyAge() { findings.append(keyAge(days)) }
        return findings
    }

    private static func keyAge(_ days: Int) -> DoctorFinding {
        let text = "the access key is \(counted(days, "day")) old"
        guard days > oldAge else { return right("keys", text) }
        return look("keys", text, "make a new one and delete this one: keys are to be changed every \(oldAge) days")
    }

    /// On which site the account is: orders and prices of another one are not to be had.
    static func site(_ client: CloudPhoneClient) async -> DoctorFinding {
        do throws(CPHError) {
            let (site, endpoint) = try await client.billing()
            return right("site", "\(site.rawValue), billed at \(endpoint)")
        } catch { return look("site", words(error), "say where the account is with --site") }
    }
}
