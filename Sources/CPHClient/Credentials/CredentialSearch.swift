import Text

/// Looks for credentials in one source after the other (`CredentialSource`).
struct CredentialSearch {
    let surroundings: Surroundings
    private let profile: String?
    private let source: CredentialSource?

    /// - Parameters:
    ///   - profile: A section of the credentials file, or else a profile of KooCLI; naming one means these files and nothing
    ///     else.
    ///   - source: The one source to look at; nil for all in turn.
    init(_ surroundings: Surroundings, profile: String?, source: CredentialSource? = nil) {
        (self.surroundings, self.profile, self.source) = (surroundings, profile, source)
    }

    func run() throws(SetupError) -> Credentials {
        try refuseOddEnds()
        if let profile {
            guard source == nil || source == .file else {
                throw SetupError(
                    "a profile and the source \(source?.rawValue ?? "") are named: one of them says whom to act as",
                    hint: "leave out --profile or --credentials")
            }
            if let found = try file(section: profile) { return found }
            guard let found = try command().credentials(of: profile) else { throw missing(profile: profile) }
            return found
        }
        if let source { return try only(source) }
        for (index, source) in CredentialSource.allCases.enumerated() {
            switch finding(source) {
            case .absent: continue
            case .unusable(let error): throw error
            case .found(var found):
                found.warnings = warnings(of: found, CredentialSource.allCases.dropFirst(index + 1)) + found.warnings
                return found
            }
        }
        throw nothingFound
    }

    /// What a source has.
    func finding(_ source: CredentialSource) -> CredentialFinding {
        do throws(SetupError) {
            let found =
                switch source {
                case .oidc: try oidc()
                case .sdk: try sdkVariables()
                case .file: try usualSection()
                case .terraform: try terraform()
                case .token: token
                case .password: try password()
                case .koocli: try kooCLI()
                case .pod: try pod()
                case .metadata: surroundings.isECS && !surroundings.isWithoutMetadata ? metadata : nil
                }
            return found.map { .found($0) } ?? .absent
        } catch { return .unusable(error) }
    }

    private func only(_ source: CredentialSource) throws(SetupError) -> Credentials {
        // Whoever asks for the machine's own keys knows what machine it is.
        if source == .metadata {
            guard surroundings.isWithoutMetadata else { return metadata }
            throw SetupError("the metadata of this machine is not asked: CPH_NO_METADATA is set", hint: "unset it")
        }
        switch finding(source) {
        case .found(let found): return found
        case .unusable(let error): throw error
        case .absent:
            throw SetupError(
                "no credentials found in \(source.rawValue): \(source.place)", hint: "set them, or name another")
        }
    }

    private var token: Credentials? {
        surroundings.variable("CPH_AUTH_TOKEN").map {
            Credentials(.token(Secret($0)), source: "the environment (CPH_AUTH_TOKEN)")
        }
    }

    private var metadata: Credentials { Credentials(.issued(.metadata), source: "the metadata of this machine") }

    /// Names the sources that are set, too: who set them may have meant them.
    private func warnings(of found: Credentials, _ others: ArraySlice<CredentialSource>) -> [String] {
        var passedOver: [String] = []
        for source in others where source != .metadata {
            switch finding(source) {
            case .absent: continue
            case .found(let other): passedOver.append(other.source)
            case .unusable: passedOver.append(source.place)
            }
        }
        passedOver += agencyBeside(found)
        guard !passedOver.isEmpty else { return [] }
        return ["credentials are those of \(found.source); not used: \(passedOver.joined(separator: "; "))"]
    }

    /// Terraform's agency, where it is named and not entered.
    private func agencyBeside(_ found: Credentials) -> [String] {
        guard found.agencies.isEmpty, surroundings.variable(Self.agencyVariable) != nil else { return [] }
        return ["\(Self.agencyVariable), which goes with Terraform's variables"]
    }

    // MARK: What to say

    func half(_ absent: String, of present: String) -> SetupError {
        SetupError("\(present) is set, but not \(absent)", hint: "set all of them, or none to use another source")
    }

    private func missing(profile: String) -> SetupError {
        let path = path ?? "~/.huaweicloud/credentials"
        guard (try? file()) != nil else {
            return SetupError(
                "profile \"\(profile)\": \(path) does not exist",
                hint: "create the file with a section [\(profile)] that has ak and sk")
        }
        let names = profiles
        return SetupError(
            "\(path) has no profile \"\(profile)\"",
            hint: names.isEmpty ? "the file has no sections" : "it has \(names.joined(separator: ", "))")
    }

    /// A key with a line's end of another system is another key: the service would say that it does not know it.
    private func refuseOddEnds() throws(SetupError) {
        for name in identityVariables {
            guard let value = surroundings.variable(name) else { continue }
            let hasControls = value.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
            guard hasOddEnd(value) || hasControls else { continue }
            throw SetupError(
                hasOddEnd(value)
                    ? "\(name) begins or ends with a blank, a quote or a control character"
                    : "\(name) has a control character in it",
                hint: "set it to the value alone; a file from Windows has \\r at the ends of its lines")
        }
    }

    private var nothingFound: SetupError {
        let places = CredentialSource.allCases.map { source in
            source == .file ? source.place.replacing("~/.huaweicloud/credentials", with: path ?? "~") : source.place
        }
        return SetupError(
            "no credentials found; looked for\n" + places.map { "  \($0)" }.joined(separator: "\n"),
            hint: "set one of these (cph doc guide credentials says more), or try --emulator, which needs no account")
    }
}

extension Credentials {
    /// Finds the credentials that a client would use.
    ///
    /// - Parameters:
    ///   - profile: A section of the credentials file or a profile of KooCLI; nil searches all other sources in turn.
    ///   - source: The one source to look at; nil for all in turn.
    /// - Throws: `SetupError` when there are none, when a source is only half filled in, or when there is no such
    ///   profile.
    public static func find(
        _ surroundings: Surroundings, profile: String?, source: CredentialSource? = nil
    ) throws(SetupError) -> Credentials {
        try CredentialSearch(surroundings, profile: profile, source: source).run()
    }

    /// Says of each source what it has, in the order of the search; nil for what is not set at all.
    public static func survey(_ surroundings: Surroundings) -> [(source: CredentialSource, found: String?)] {
        let search = CredentialSearch(surroundings, profile: nil)
        return CredentialSource.allCases.map { source in
            switch search.finding(source) {
            case .absent: (source, nil)
            case .found(let found): (source, found.source)
            case .unusable(let error): (source, error.message)
            }
        }
    }

    /// Tells whether `text` holds a secret of any source, profiles that are not in use included. Secrets of fewer than
    /// 8 bytes are not looked for.
    public static func isSecret(in text: String, _ surroundings: Surroundings) -> Bool {
        CredentialSearch(surroundings, profile: nil).secrets.contains { $0.isFound(in: text) }
    }

    /// Lists the names that `profile` may have, sorted: sections of the credentials file and KooCLI's profiles.
    public static func profiles(_ surroundings: Surroundings) -> [String] {
        CredentialSearch(surroundings, profile: nil).profiles
    }
}
