public import CPHModel
import Clock
public import Schema
import Text

// What a policy says of one purchase by itself.
extension Policy {
    /// What it has against a purchase, in the order of its rules; empty where nothing.
    public func breaches(_ subject: PolicySubject) -> [PolicyBreach] {
        servers(subject) + places(subject) + names(subject) + terms(subject)
    }

    private func servers(_ subject: PolicySubject) -> [PolicyBreach] {
        guard let most = rules.servers?.perCall, case .known(let servers) = subject.servers, servers > most else {
            return serverMonths(subject)
        }
        return [
            breach(
                "servers.per_call", at: "count", "is \(servers)", "at most \(counted(most, "server")) in one call")
        ] + serverMonths(subject)
    }

    private func serverMonths(_ subject: PolicySubject) -> [PolicyBreach] {
        guard let most = rules.serverMonths?.perCall, case .known(let servers) = subject.paidServers,
            case .known(let period) = subject.period
        else { return [] }
        let (months, overflows) = servers.multipliedReportingOverflow(by: period.months)
        guard overflows || months > most else { return [] }
        return [
            breach(
                "server_months.per_call", at: subject.paidServersField, "is \(servers) for \(period.words)",
                "at most \(counted(most, "server-month")) in one call")
        ]
    }

    /// What it has against what is more by itself than a run, a day or a month may come to.
    func sumBreaches(_ subject: PolicySubject) -> [PolicyBreach] {
        guard case .known(let servers) = subject.servers else { return [] }
        var sums = [("servers", "server", servers, "is \(servers)", rules.servers)]
        if case .known(let period) = subject.period {
            let (months, overflows) = servers.multipliedReportingOverflow(by: period.months)
            let words = "is \(servers) for \(period.words)"
            sums.append(("server_months", "server-month", overflows ? .max : months, words, rules.serverMonths))
        }
        return sums.flatMap { name, unit, sum, words, counts in
            [("run", counts?.perRun), ("day", counts?.perDay), ("month", counts?.perMonth)].compactMap { span, most in
                guard let most, sum > most else { return nil }
                return breach(
                    Path([.key(name), .key("per_\(span)")]), at: "count", words,
                    "at most \(counted(most, unit)) in one \(span)")
            }
        }
    }

    private func places(_ subject: PolicySubject) -> [PolicyBreach] {
        [
            only("zones", rules.zones, subject.zone, at: "availability_zone"),
            only("models", rules.models, subject.model, at: "server_model_name"),
            only("images", rules.images, subject.image, at: "image_id"),
            only("key_pairs", rules.keyPairs, subject.keyPair, at: "keypair_name"),
        ].compactMap(\.self)
    }

    private func names(_ subject: PolicySubject) -> [PolicyBreach] {
        guard let patterns = rules.names, case .known(let name) = subject.name,
            !patterns.contains(where: { NameGlob($0).matches(name) })
        else { return [] }
        return [
            breach("names", at: "server_name", "is \(quoted(name))", "names fit \(patterns.joined(separator: " or "))")
        ]
    }

    private func terms(_ subject: PolicySubject) -> [PolicyBreach] {
        var found: [PolicyBreach] = []
        if let periods = rules.periods, case .known(let period) = subject.period,
            !periods.contains(where: { PolicyPeriod($0) == period })
        {
            let limit = "the only periods are \(periods.joined(separator: ", "))"
            found.append(breach("periods", at: subject.term("period_num"), "is \(period.words)", limit))
        }
        if rules.autoRenewal == false, case .known(true) = subject.renewsItself {
            found.append(
                breach("auto_renewal", at: subject.term("is_auto_renew"), "is 1", "no order may renew itself"))
        }
        if rules.autoPayment == false, case .known(true) = subject.paysAtOnce {
            found.append(
                breach("auto_payment", at: subject.term("is_auto_pay"), "is 1", "no order is paid when it is made"))
        }
        return found
    }

    /// Looks whether a field is one of a list.
    private func only(
        _ rule: Path, _ allowed: [String]?, _ fact: PolicySubject.Fact<String>, at field: Path
    ) -> PolicyBreach? {
        guard let allowed else { return nil }
        let message: String
        switch fact {
        case .unknown: return nil
        // What the service chooses may be anything.
        case .absent: message = "is left out, so that the service chooses"
        case .known(let value):
            if allowed.contains(value) { return nil }
            message = "is \(quoted(value))"
        }
        return breach(rule, at: field, message, "the only \(rule) are \(allowed.joined(separator: ", "))")
    }

    func breach(_ rule: Path, at field: Path = Path(), _ message: String, _ limit: String) -> PolicyBreach {
        PolicyBreach(rule: rule, place: place(of: rule), field: field, message: message, limit: limit)
    }
}

extension Policy {
    /// What it has against whose money is spent, where, and when.
    ///
    /// - Parameters:
    ///   - account: Nil where it is not known, such as without credentials.
    ///   - now: Milliseconds since 1970; nil where nothing is bought now.
    public func breaches(by account: AccountScope?, at now: Int?) -> [PolicyBreach] {
        var found: [PolicyBreach] = []
        // A cloud inside this process has no region and no project of anybody's.
        if let account, account.isReal {
            found = breaches(inRegion: account.region, project: account.projectID)
            if found.isEmpty, rules.regions != nil { found += foreignHost(account).map { [$0] } ?? [] }
        }
        if let hours = rules.hours, let now {
            let local = zone.local(now / 1000)
            if !hours.hold(weekday: local.weekday, minute: local.hour * 60 + local.minute) {
                found.append(
                    breach("hours", "it is \(zone.text(unixSeconds: now / 1000))", "purchases are made \(hours.words)"))
            }
        }
        return found
    }

    /// What `regions` has against where calls go: the name of a region alone does not lead there.
    private func foreignHost(_ account: AccountScope) -> PolicyBreach? {
        let host = account.host(of: .cph)
        let name = host.hasPrefix("[") ? String(host.prefix { $0 != "]" }) : String(host.prefix { $0 != ":" })
        // An emulator on this machine costs nothing. A name may begin like an address, and lead anywhere.
        let isNumeric = name.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        if name == "localhost" || name == "[::1" || isNumeric && name.hasPrefix("127.") { return nil }
        // Europe's addresses end with another label.
        let own = "cph.\(account.region).myhuaweicloud."
        if name.hasPrefix(own), !name.dropFirst(own.count).contains(".") { return nil }
        return breach(
            "regions", at: "region", "calls go to \(host), which is not the address of \(account.region)",
            "where regions are limited, calls go to the region's own address")
    }

    /// What it has against buying in a region and for a project; nil for what is not known.
    public func breaches(inRegion region: String?, project: String?) -> [PolicyBreach] {
        [
            region.flatMap { only("regions", rules.regions, .known($0), at: "region") },
            project.flatMap { only("projects", rules.projects, .known($0), at: "project_id") },
        ].compactMap(\.self)
    }

    /// What it has against a call that changes something: a server must not become what could not have been bought.
    ///
    /// - Parameter request: What is sent, in whatever it is wrapped: a field forbids wherever it stands.
    public func breaches(ofChange request: Value) -> [PolicyBreach] {
        switch request {
        case .object(let fields):
            places(PolicySubject(request: request)) + fields.flatMap { breaches(ofChange: $0.value) }
        case .list(let items): items.flatMap { breaches(ofChange: $0) }
        // Text that is sent as it is may be an object, too.
        case .string(let text) where text.utf8.first == UInt8(ascii: "{") || text.utf8.first == UInt8(ascii: "["):
            (try? Value(json: Array(text.utf8))).map { breaches(ofChange: $0) } ?? []
        case .string, .null, .bool, .int, .number, .foreign: []
        }
    }
}
