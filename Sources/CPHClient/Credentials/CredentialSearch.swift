import Text

/// Looks for credentials in one source after the other: the variables of Huawei's SDK, those of Terraform, section
/// `[basic]` of `~/.huaweicloud/credentials`, `CPH_AUTH_TOKEN`, and user name with password.
///
/// The first source that holds any is used. A source that is only half filled in is an error: using the next one might
/// buy on another account than the user meant.
struct CredentialSearch {
    private let surroundings: Surroundings
    private let profile: String?

    /// - Parameter profile: A section of the credentials file, or else a profile of KooCLI; naming one means these files
    ///   and nothing else.
    init(_ surroundings: Surroundings, profile: String?) {
        (self.surroundings, self.profile) = (surroundings, profile)
    }

    func run() throws(SetupError) -> Credentials {
        try refuseOddEnds()
        if let profile {
            if let found = try file(section: profile) { return found }
            guard let found = try command().credentials(of: profile) else { throw missing(profile: profile) }
            return found
        }
        if surroundings.variable("HUAWEICLOUD_SDK_IDP_ID") != nil,
            surroundings.variable("HUAWEICLOUD_SDK_ID_TOKEN_FILE") != nil
        {
            throw federation("HUAWEICLOUD_SDK_IDP_ID and HUAWEICLOUD_SDK_ID_TOKEN_FILE")
        }
        if let found = try sdkVariables() { return found }
        try refuseOtherPrincipals()
        if let found = try terraformVariables() { return found }
        if let found = try file(section: "basic") { return found }
        if let token = surroundings.variable("CPH_AUTH_TOKEN") {
            return Credentials(.token(Secret(token)), source: "the environment (CPH_AUTH_TOKEN)")
        }
        if let found = try password() { return found }
        throw nothingFound
    }

    private func sdkVariables() throws(SetupError) -> Credentials? {
        try keys(
            accessKey: "HUAWEICLOUD_SDK_AK", secretKey: "HUAWEICLOUD_SDK_SK",
            securityToken: "HUAWEICLOUD_SDK_SECURITY_TOKEN", projectID: "HUAWEICLOUD_SDK_PROJECT_ID",
            domainID: "HUAWEICLOUD_SDK_DOMAIN_ID")
    }

    private func terraformVariables() throws(SetupError) -> Credentials? {
        try keys(
            accessKey: "HW_ACCESS_KEY", secretKey: "HW_SECRET_KEY", securityToken: "HW_SECURITY_TOKEN",
            projectID: "HW_PROJECT_ID", domainID: "HW_DOMAIN_ID")
    }

    /// Terraform's variables that make it act as somebody else than `HW_ACCESS_KEY`, or than the password, says.
    private static let otherPrincipals = [
        "HW_AUTH_TOKEN", "HW_ASSUME_ROLE_AGENCY_NAME", "HW_ASSUME_ROLE_IDP_ID", "OS_AGENCY_NAME",
    ]

    /// Refuses to buy as somebody else than Terraform would with the same variables.
    private func refuseOtherPrincipals() throws(SetupError) {
        let own = ["HW_ACCESS_KEY", "HW_SECRET_KEY", "HW_USER_NAME", "HW_USER_PASSWORD"]
        guard let name = own.first(where: { surroundings.variable($0) != nil }),
            let other = Self.otherPrincipals.first(where: { surroundings.variable($0) != nil })
        else { return }
        throw SetupError(
            "\(other) is set beside \(name): Terraform would act as another principal with it, which cph cannot",
            hint: "unset \(other) to use \(name)")
    }

    private func keys(
        accessKey: String, secretKey: String, securityToken: String, projectID: String, domainID: String
    ) throws(SetupError) -> Credentials? {
        let values = (surroundings.variable(accessKey), surroundings.variable(secretKey))
        switch values {
        case (nil, nil): return nil
        case (nil, _?): throw half(accessKey, of: secretKey)
        case (_?, nil): throw half(secretKey, of: accessKey)
        case (let key?, let secret?):
            let token = surroundings.variable(securityToken).map { Secret($0) }
            return Credentials(
                .keys(accessKey: key, secretKey: Secret(secret), securityToken: token),
                projectID: surroundings.variable(projectID), domainID: surroundings.variable(domainID),
                source: "the environment (\(accessKey))")
        }
    }

    private func password() throws(SetupError) -> Credentials? {
        let names = ["HW_USER_NAME", "HW_USER_PASSWORD", "HW_DOMAIN_NAME"]
        let values = names.map(surroundings.variable)
        guard values[0] != nil || values[1] != nil else { return nil }
        guard let user = values[0], let password = values[1], let account = values[2] else {
            let absent = zip(names, values).filter { $0.1 == nil }.map(\.0)
            throw half(absent.joined(separator: " and "), of: values[0] == nil ? names[1] : names[0])
        }
        return Credentials(
            .password(user: user, account: account, password: Secret(password)),
            projectID: surroundings.variable("HW_PROJECT_ID"), domainID: surroundings.variable("HW_DOMAIN_ID"),
            source: "the environment (HW_USER_NAME)")
    }

    // MARK: The credentials file

    private static let fileVariable = "HUAWEICLOUD_SDK_CREDENTIALS_FILE"

    private var path: String? {
        surroundings.variable(Self.fileVariable) ?? surroundings.home.map { "\($0)/.huaweicloud/credentials" }
    }

    /// The file's contents; nil where nobody has named one and the usual one is not there. A file that is there and cannot be
    /// read is no reason to buy on the account of the next source.
    private func file() throws(SetupError) -> INIFile? {
        let named = surroundings.variable(Self.fileVariable)
        guard let path else { return nil }
        guard let bytes = try surroundings.bytes(of: path) else {
            guard let named else { return nil }
            throw SetupError(
                "\(Self.fileVariable) names \(named), which does not exist", hint: "correct the variable, or unset it")
        }
        return try INIFile(bytes, path: path)
    }

    private func file(section name: String) throws(SetupError) -> Credentials? {
        guard let path, let file = try file() else { return nil }
        guard file.has(name) else {
            guard surroundings.variable(Self.fileVariable) != nil, profile == nil else { return nil }
            let names = file.names.map { "[\($0)]" }.joined(separator: ", ")
            throw SetupError(
                "\(Self.fileVariable) names \(path), which has no section [\(name)]",
                hint: names.isEmpty ? "it has no sections" : "it has \(names); choose one with --profile")
        }
        let section = try file.values(of: name)
        let place = "\(path): section [\(name)]"
        if section["idp_id"] != nil, section["id_token_file"] != nil { throw federation(place) }
        guard let accessKey = section["ak"], let secretKey = section["sk"] else {
            throw SetupError("\(place) needs both ak and sk", hint: "add the missing line, or remove the section")
        }
        return Credentials(
            .keys(
                accessKey: accessKey, secretKey: Secret(secretKey),
                securityToken: section["security_token"].map { Secret($0) }),
            projectID: section["project_id"], domainID: section["domain_id"], iamEndpoint: section["iam_endpoint"],
            source: "\(path), section [\(name)]")
    }

    /// The settings of Huawei's command-line tool.
    private func command() throws(SetupError) -> KooCLISettings { try KooCLISettings(surroundings) }

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
        if let file = try? file() {
            for name in file.names {
                let section = (try? file.values(of: name)) ?? [:]
                kept += ["sk", "security_token"].compactMap { section[$0] }
            }
        }
        return (variables + kept).map { Secret($0) } + ((try? command())?.secrets ?? [])
    }

    // MARK: What to say

    private func half(_ absent: String, of present: String) -> SetupError {
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

    /// Huawei's SDK would use the identity provider there, and so another principal than any keys beside it.
    private func federation(_ place: String) -> SetupError {
        SetupError(
            "\(place): an identity provider is set, and cph has no such way to sign in",
            hint: "remove those settings to use keys")
    }

    /// The variables whose values identify somebody.
    private static let identities =
        secretVariables + [
            "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_PROJECT_ID", "HUAWEICLOUD_SDK_DOMAIN_ID", "HW_ACCESS_KEY",
            "HW_PROJECT_ID", "HW_DOMAIN_ID", "HW_USER_NAME", "HW_DOMAIN_NAME", "HW_REGION_NAME",
        ]

    /// A key with a line's end of another system is another key: the service would say that it does not know it.
    private func refuseOddEnds() throws(SetupError) {
        for name in Self.identities {
            guard let value = surroundings.variable(name), hasOddEnd(value) else { continue }
            throw SetupError(
                "\(name) begins or ends with a blank, a quote or a control character",
                hint: "set it to the value alone; a file from Windows has \\r at the ends of its lines")
        }
    }

    private var nothingFound: SetupError {
        SetupError(
            """
            no credentials found; looked for
              HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK
              HW_ACCESS_KEY and HW_SECRET_KEY
              \(path ?? "~/.huaweicloud/credentials"), section [basic]
              CPH_AUTH_TOKEN
              HW_USER_NAME, HW_USER_PASSWORD and HW_DOMAIN_NAME
            """,
            hint: "set one of these, or try --emulator, which needs no account")
    }
}

extension Credentials {
    /// Finds the credentials that a client would use.
    ///
    /// - Parameter profile: A section of the credentials file or a profile of KooCLI; nil searches all other sources in
    ///   turn.
    /// - Throws: `SetupError` when there are none, when a source is only half filled in, or when there is no such
    ///   profile.
    public static func find(_ surroundings: Surroundings, profile: String?) throws(SetupError) -> Credentials {
        try CredentialSearch(surroundings, profile: profile).run()
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
