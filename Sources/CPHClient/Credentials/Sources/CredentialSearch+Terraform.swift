import Text

// What Terraform's provider reads from variables, in its order: a token, keys, a password, a profile of KooCLI, and agencies that
// are entered with any of them.
extension CredentialSearch {
    private func variable(_ names: [String]) -> (name: String, value: String)? {
        for name in names { if let value = surroundings.variable(name) { return (name, value) } }
        return nil
    }

    private var projectID: String? { variable(["HW_PROJECT_ID", "OS_PROJECT_ID", "OS_TENANT_ID"])?.value }
    private var accountID: String? {
        variable(["HW_DOMAIN_ID", "OS_DOMAIN_ID", "OS_USER_DOMAIN_ID", "OS_PROJECT_DOMAIN_ID"])?.value
    }
    private var accountName: String? {
        variable(["HW_DOMAIN_NAME", "OS_DOMAIN_NAME", "OS_USER_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME"])?.value
    }

    func terraform() throws(SetupError) -> Credentials? {
        let accessKeys = ["HW_ACCESS_KEY", "OS_ACCESS_KEY"]
        let beside = [variable(["HW_AUTH_TOKEN", "OS_AUTH_TOKEN"])?.name, variable(accessKeys)?.name].compactMap(\.self)
        if var found = try assumedByIdentity() {
            found.warn(of: beside)
            return found
        }
        if let (name, token) = variable(["HW_AUTH_TOKEN", "OS_AUTH_TOKEN"]) {
            var found = Credentials(
                .token(Secret(token)), projectID: projectID, domainID: accountID, source: "the environment (\(name))")
            found.warn(of: Array(beside.dropFirst()))
            return try assuming(found)
        }
        let keys = try keys(
            accessKeys, ["HW_SECRET_KEY", "OS_SECRET_KEY"], ["HW_SECURITY_TOKEN", "OS_SECURITY_TOKEN"],
            projectID: projectID, domainID: accountID)
        return try keys.map { keys throws(SetupError) in try assuming(keys) }
    }

    /// A profile of KooCLI's settings, the one that is in use there unless one is named.
    func kooCLI() throws(SetupError) -> Credentials? {
        let named = surroundings.variable("HW_PROFILE")
        guard named != nil || surroundings.variable("HW_SHARED_CONFIG_FILE") != nil else { return nil }
        let settings = try command()
        guard let profile = named ?? settings.current else {
            throw SetupError("\(settings.place) says of no profile that it is in use", hint: "name one with HW_PROFILE")
        }
        guard let found = try settings.credentials(of: profile) else {
            throw SetupError(
                "\(settings.place) has no profile \(quoted(profile))",
                hint: settings.names.isEmpty ? "it has none" : "it has \(settings.names.joined(separator: ", "))")
        }
        return try assuming(found)
    }

    func password() throws(SetupError) -> Credentials? {
        let users = ["HW_USER_NAME", "OS_USERNAME", "HW_USER_ID", "OS_USER_ID"]
        let passwords = ["HW_USER_PASSWORD", "OS_PASSWORD"]
        let (user, password) = (variable(users), variable(passwords))
        guard user != nil || password != nil else { return nil }
        let needsAccount = user.map { !$0.name.hasSuffix("_ID") } ?? true
        var absent: [String] = []
        if user == nil { absent.append(users[0]) }
        if password == nil { absent.append(passwords[0]) }
        if needsAccount, accountName == nil, accountID == nil { absent.append("HW_DOMAIN_NAME") }
        guard let user, let password, absent.isEmpty else {
            throw half(absent.joined(separator: " and "), of: user?.name ?? password?.name ?? passwords[0])
        }
        let login = PasswordLogin(
            user: needsAccount ? user.value : nil, userID: needsAccount ? nil : user.value, account: accountName,
            accountID: accountID, password: Secret(password.value))
        return try assuming(
            Credentials(
                .password(login), projectID: projectID, domainID: accountID, source: "the environment (\(user.name))"))
    }

    // MARK: Agencies

    static let agencyVariable = "HW_ASSUME_ROLE_AGENCY_NAME"

    /// An identity token for IAM, whose keys enter an agency by its account's id.
    private func assumedByIdentity() throws(SetupError) -> Credentials? {
        let (idVariable, prefix) = ("HW_ASSUME_ROLE_IDP_ID", "HW_ASSUME_ROLE_ID_TOKEN")
        guard let provider = surroundings.variable(idVariable) else { return nil }
        guard let token = identityToken(text: prefix, file: prefix + "_FILE") else {
            throw half("\(prefix) or \(prefix)_FILE", of: idVariable)
        }
        let found = Credentials(
            .issued(.identityProvider(id: provider, token: token)), projectID: projectID, domainID: accountID,
            source: "the environment (\(idVariable))")
        let assuming = try assuming(found)
        guard !assuming.agencies.isEmpty else { throw half(Self.agencyVariable, of: idVariable) }
        return assuming
    }

    /// Adds the agency that Terraform's variables name, if they name one.
    private func assuming(_ found: Credentials) throws(SetupError) -> Credentials {
        let prefix = "HW_ASSUME_ROLE_"
        let (name, id) = (surroundings.variable(prefix + "DOMAIN_NAME"), surroundings.variable(prefix + "DOMAIN_ID"))
        guard let agencyName = surroundings.variable(Self.agencyVariable) else {
            if let legacy = surroundings.variable("OS_AGENCY_NAME") {
                throw SetupError(
                    "OS_AGENCY_NAME (\(quoted(legacy))) asks for the token of an agency, which cph does not enter",
                    hint:
                        "name the agency with \(Self.agencyVariable) and \(prefix)DOMAIN_NAME, and unset OS_AGENCY_NAME"
                )
            }
            if name != nil { throw half(Self.agencyVariable, of: prefix + "DOMAIN_NAME") }
            if id != nil { throw half(Self.agencyVariable, of: prefix + "DOMAIN_ID") }
            return found
        }
        guard name != nil || id != nil else { throw half("\(prefix)DOMAIN_NAME", of: Self.agencyVariable) }
        var agency = Agency(agencyName, account: id == nil ? name : nil, accountID: id)
        // Terraform's provider asks IAM for half a day, whatever the variable says.
        agency.duration = id == nil ? 43_200 : nil
        if id != nil, let text = surroundings.variable(prefix + "DURATION") {
            guard let seconds = Int(text) else {
                throw SetupError("\(prefix)DURATION is to be a number of seconds, not \(quoted(text))")
            }
            agency.duration = seconds
        }
        try agency.check(Self.agencyVariable)
        var assuming = found
        assuming.agencies.append(agency)
        return assuming
    }
}

extension Credentials {
    /// Says which other variables of Terraform's are set and count less there.
    fileprivate mutating func warn(of others: [String]) {
        guard !others.isEmpty else { return }
        let names = others.joined(separator: ", ")
        warnings = ["credentials are those of \(source), as Terraform takes them; not used: \(names)"]
    }
}
