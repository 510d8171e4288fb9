import Addresses
import Text

// What Huawei's SDK reads from variables.
extension CredentialSearch {
    /// An identity provider and an agency for STS; it comes first.
    func oidc() throws(SetupError) -> Credentials? {
        let prefix = "HUAWEICLOUD_OIDC_"
        let value = { (name: String) in surroundings.variable(prefix + name) }
        let token = identityToken(text: prefix + "ID_TOKEN", file: prefix + "TOKEN_FILE")
        let parts: [(name: String, isSet: Bool)] = [
            (prefix + "PROVIDER_URN", value("PROVIDER_URN") != nil),
            (prefix + "AGENCY_URN", value("AGENCY_URN") != nil),
            ("\(prefix)ID_TOKEN or \(prefix)TOKEN_FILE", token != nil),
        ]
        guard let present = parts.first(where: \.isSet)?.name else { return nil }
        guard let provider = value("PROVIDER_URN"), let agency = value("AGENCY_URN"), let token else {
            throw half(parts.filter { !$0.isSet }.map(\.name).joined(separator: " and "), of: present)
        }
        var request = OIDCRequest(provider: provider, agency: agency, token: token)
        if let session = value("SESSION_NAME") { request.session = session }
        request.policy = value("POLICY")
        request.policyIDs = value("POLICY_IDS")?.split(separator: ",").map { trimmed($0) }.filter { !$0.isEmpty } ?? []
        if let text = value("DURATION_SECONDS") {
            guard let seconds = Int(text), Agency.durations.contains(seconds) else {
                throw SetupError(
                    "\(prefix)DURATION_SECONDS is to be \(Agency.durations.lowerBound) to "
                        + "\(Agency.durations.upperBound), not \(quoted(text))")
            }
            request.duration = seconds
        }
        return Credentials(
            .issued(.oidc(request)), projectID: surroundings.variable("HUAWEICLOUD_SDK_PROJECT_ID"),
            domainID: surroundings.variable("HUAWEICLOUD_SDK_DOMAIN_ID"),
            source: "the environment (\(prefix)PROVIDER_URN)")
    }

    /// The token of the variable `text`, or else of the file that the variable `file` names.
    func identityToken(text: String, file: String) -> IdentityToken? {
        if let token = surroundings.variable(text) { return .text(Secret(token), variable: text) }
        return surroundings.variable(file).map { .file($0) }
    }

    /// An identity provider for IAM, which wins over keys beside it, or keys.
    func sdkVariables() throws(SetupError) -> Credentials? {
        let prefix = "HUAWEICLOUD_SDK_"
        let (provider, file) = (
            surroundings.variable(prefix + "IDP_ID"), surroundings.variable(prefix + "ID_TOKEN_FILE")
        )
        let (project, account) = (
            surroundings.variable(prefix + "PROJECT_ID"), surroundings.variable(prefix + "DOMAIN_ID")
        )
        let hasKeys = [prefix + "AK", prefix + "SK"].contains { surroundings.variable($0) != nil }
        if let provider, let file {
            var found = Credentials(
                .issued(.identityProvider(id: provider, token: .file(file))), projectID: project, domainID: account,
                source: "the environment (\(prefix)IDP_ID)")
            if hasKeys { found.warnings = [Self.providerWins(found.source, "\(prefix)AK")] }
            return found
        }
        if !hasKeys {
            if provider != nil { throw half(prefix + "ID_TOKEN_FILE", of: prefix + "IDP_ID") }
            if file != nil { throw half(prefix + "IDP_ID", of: prefix + "ID_TOKEN_FILE") }
        }
        return try keys(
            [prefix + "AK"], [prefix + "SK"], [prefix + "SECURITY_TOKEN"], projectID: project, domainID: account)
    }

    static func providerWins(_ source: String, _ keys: String) -> String {
        "credentials are those of the identity provider of \(source); not used: \(keys) beside it"
    }

    /// Keys of the first variable that is set of each list.
    func keys(
        _ accessKeys: [String], _ secretKeys: [String], _ tokens: [String], projectID: String?, domainID: String?
    ) throws(SetupError) -> Credentials? {
        let first = { (names: [String]) in names.first { surroundings.variable($0) != nil } }
        switch (first(accessKeys), first(secretKeys)) {
        case (nil, nil): return nil
        case (nil, let secret?): throw half(accessKeys[0], of: secret)
        case (let key?, nil): throw half(secretKeys[0], of: key)
        case (let key?, let secret?):
            let token = first(tokens).flatMap(surroundings.variable).map { Secret($0) }
            return Credentials(
                .keys(
                    accessKey: surroundings.variable(key) ?? "", secretKey: Secret(surroundings.variable(secret) ?? ""),
                    securityToken: token), projectID: projectID, domainID: domainID,
                source: "the environment (\(key))")
        }
    }

    /// The agent of a CCE node, which the cluster names to its pods.
    func pod() throws(SetupError) -> Credentials? {
        let (name, file) = ("HC_CONTAINER_CREDENTIALS_FULL_URI", "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE")
        switch (surroundings.variable(name), surroundings.variable(file)) {
        case (nil, nil): return nil
        case (nil, _?): throw half(name, of: file)
        case (_?, nil): throw half(file, of: name)
        case (let address?, let path?):
            do throws(EndpointError) {
                let place = try WebAddress(ofNode: address)
                return Credentials(.issued(.pod(place, token: .file(path))), source: "the environment (\(name))")
            } catch { throw SetupError("\(name): \(error)") }
        }
    }
}
