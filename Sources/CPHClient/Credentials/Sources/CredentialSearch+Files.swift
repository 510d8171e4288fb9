import Text

// Files: Huawei's credentials file, and KooCLI's settings.
extension CredentialSearch {
    private static let fileVariable = "HUAWEICLOUD_SDK_CREDENTIALS_FILE"

    var path: String? {
        surroundings.variable(Self.fileVariable) ?? surroundings.home.map { "\($0)/.huaweicloud/credentials" }
    }

    /// The file's contents; nil where nobody has named one and the usual one is not there. A file that is there and cannot be
    /// read is no reason to buy on the account of the next source.
    func file() throws(SetupError) -> INIFile? {
        let named = surroundings.variable(Self.fileVariable)
        guard let path else { return nil }
        guard let bytes = try surroundings.bytes(of: path) else {
            guard let named else { return nil }
            throw SetupError(
                "\(Self.fileVariable) names \(named), which does not exist", hint: "correct the variable, or unset it")
        }
        return try INIFile(bytes, path: path)
    }

    /// The section that the SDK reads where nobody names one: that of a project, or else that of the whole account.
    func usualSection() throws(SetupError) -> Credentials? {
        guard let path, let file = try file() else { return nil }
        for name in ["basic", "global"] where file.has(name) { return try credentials(in: file, name, path) }
        guard surroundings.variable(Self.fileVariable) != nil else { return nil }
        let names = file.names.map { "[\($0)]" }.joined(separator: ", ")
        throw SetupError(
            "\(Self.fileVariable) names \(path), which has no section [basic]",
            hint: names.isEmpty ? "it has no sections" : "it has \(names); choose one with --profile")
    }

    func file(section name: String) throws(SetupError) -> Credentials? {
        guard let path, let file = try file(), file.has(name) else { return nil }
        return try credentials(in: file, name, path)
    }

    private func credentials(in file: INIFile, _ name: String, _ path: String) throws(SetupError) -> Credentials {
        let section = try file.values(of: name)
        let place = "\(path): section [\(name)]"
        let source = "\(path), section [\(name)]"
        // A slip there would act as somebody else, and Huawei's SDK reads nothing of the kind.
        if let key = section.keys.first(where: { $0 != "assume" && $0.hasPrefix("assume") || Self.isSlip($0) }) {
            throw SetupError("\(place): \(quoted(key)) is no key that cph reads", hint: "did you mean assume?")
        }
        let (accessKey, secretKey) = (section["ak"], section["sk"])
        var warnings: [String] = []
        let proof: Credentials.Proof
        if let provider = section["idp_id"], let tokenFile = section["id_token_file"] {
            proof = .issued(.identityProvider(id: provider, token: .file(tokenFile)))
            if accessKey != nil { warnings = [Self.providerWins(source, "ak")] }
        } else if let accessKey, let secretKey {
            proof = .keys(
                accessKey: accessKey, secretKey: Secret(secretKey),
                securityToken: section["security_token"].map { Secret($0) })
        } else {
            throw SetupError(
                "\(place) needs both ak and sk",
                hint: "add the missing line, or remove the section; or idp_id and id_token_file")
        }
        var found = Credentials(
            proof, projectID: section["project_id"], domainID: section["domain_id"],
            iamEndpoint: section["iam_endpoint"],
            source: source)
        found.warnings = warnings
        if let text = section["assume"] { found.agencies = try AgencyList(text, place: "\(place): assume").agencies }
        return found
    }

    private static func isSlip(_ key: String) -> Bool {
        key != "assume" && suggestion(for: key, among: ["assume"]) != nil
    }

    /// The settings of Huawei's command-line tool.
    func command() throws(SetupError) -> KooCLISettings { try KooCLISettings(surroundings) }

    /// The profiles there are, sorted: sections of the credentials file, and KooCLI's. A file that cannot be read has none
    /// here; who asks for one of its profiles is told.
    var profiles: [String] {
        let sections = (try? file())?.names ?? []
        return Set(sections).union((try? command())?.names ?? []).sorted()
    }

    /// Every secret that one of the sources holds, also of profiles that are not in use.
    var secrets: [Secret] {
        let variables = secretVariables.compactMap(surroundings.variable)
        var kept: [String] = []
        var tokenFiles = [
            "HUAWEICLOUD_SDK_ID_TOKEN_FILE", "HUAWEICLOUD_OIDC_TOKEN_FILE", "HW_ASSUME_ROLE_ID_TOKEN_FILE",
            "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE",
        ].compactMap(surroundings.variable)
        if let file = try? file() {
            for name in file.names {
                let section = (try? file.values(of: name)) ?? [:]
                kept += ["sk", "security_token"].compactMap { section[$0] }
                tokenFiles += [section["id_token_file"]].compactMap(\.self)
            }
        }
        kept += tokenFiles.compactMap { (try? IdentityToken.file($0).read(surroundings))?.exposed }
        return (variables + kept).map { Secret($0) } + ((try? command())?.secrets ?? [])
    }
}
