import Schema
import Text

/// `~/.hcloud/config.json`, where KooCLI keeps its profiles. They are used only by name: it encrypts the keys unless it
/// was told not to, and then nobody else can read them.
struct KooCLISettings {
    private let path: String?
    private let profiles: [Object]
    /// The profile that is in use; nil where the file does not say.
    let current: String?
    /// Whether the file says that its keys are encrypted.
    private let isEncrypted: Bool
    /// Whether the machine's metadata service may be asked.
    private let mayAskMetadata: Bool

    /// - Throws: `SetupError` when the file is there and cannot be read, or is no JSON.
    init(_ surroundings: Surroundings) throws(SetupError) {
        let named = surroundings.variable("HW_SHARED_CONFIG_FILE")
        path = named ?? surroundings.home.map { "\($0)/.hcloud/config.json" }
        mayAskMetadata = !surroundings.isWithoutMetadata
        guard let path, let bytes = try surroundings.bytes(of: path) else {
            if let named { throw SetupError("HW_SHARED_CONFIG_FILE names \(named), which does not exist") }
            (profiles, current, isEncrypted) = ([], nil, false)
            return
        }
        do throws(JSONError) {
            let settings = try Value(json: bytes).members
            profiles = (settings?["profiles"]?.items ?? []).compactMap(\.members)
            current = settings?["current"]?.text.flatMap { $0.isEmpty ? nil : $0 }
            isEncrypted = settings?["authEncrypt"]?.text == "true" || settings?["authEncrypt"] == .bool(true)
        } catch {
            throw SetupError("\(path) is no JSON: \(error)", hint: "KooCLI keeps its profiles there")
        }
    }

    /// The file, for people.
    var place: String { path ?? "~/.hcloud/config.json" }

    var names: [String] { profiles.compactMap { $0["name"]?.text } }

    /// What a profile keeps that must not be seen, by the places at which it does.
    private static let secretPlaces = [
        ["secretAccessKey"], ["securityToken"], ["ssoAuth", "stsToken", "secretAccessKey"],
        ["ssoAuth", "stsToken", "securityToken"], ["ssoAuth", "accessTokenResult", "accessToken"],
        ["ssoAuth", "clientIdAndSecret", "clientSecret"],
    ]

    var secrets: [Secret] {
        profiles.flatMap { profile in
            Self.secretPlaces.compactMap { place in
                place.reduce(Value.object(profile) as Value?) { $0?.members?[$1] }?.text
            }.filter { !$0.isEmpty }.map { Secret($0) }
        }
    }

    /// Nil when there is no such profile.
    ///
    /// - Throws: `SetupError` for one that has no access key, as other modes of KooCLI have none.
    func credentials(of name: String) throws(SetupError) -> Credentials? {
        guard let path, let profile = profiles.first(where: { $0["name"]?.text == name }) else { return nil }
        let source = "\(path), profile \"\(name)\""
        let (project, account) = (text("projectId", profile), text("domainId", profile))
        if text("mode", profile) == "ecsAgency" {
            guard mayAskMetadata else {
                throw SetupError("\(source) is that of the machine's metadata, and CPH_NO_METADATA is set")
            }
            guard text("agencyName", profile) == nil else {
                throw SetupError(
                    "\(source) enters an agency with the machine's, which cph does not read there",
                    hint: "use --credentials metadata --assume AGENCY@ACCOUNT")
            }
            var found = Credentials(.issued(.metadata), projectID: project, domainID: account, source: source)
            found.region = text("region", profile)
            return found
        }
        // A profile of single sign-on keeps the keys that it was given last.
        let session = profile["ssoAuth"]?.members?["stsToken"]?.members
        let keys = session.flatMap { text("accessKeyId", $0) == nil ? nil : $0 } ?? profile
        guard let accessKey = text("accessKeyId", keys), let secretKey = text("secretAccessKey", keys) else {
            throw SetupError(
                "\(path): profile \"\(name)\" has no accessKeyId and secretAccessKey",
                hint:
                    "its mode is \(text("mode", profile).map { cleaned($0, limit: 32) } ?? "unknown"); choose one of mode AKSK, "
                    + "or set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK")
        }
        guard !isEncrypted else {
            throw SetupError(
                "\(path): profile \"\(name)\" is encrypted, which only KooCLI can read",
                hint: "store it as it is: hcloud configure set --cli-auth-encrypt=false")
        }
        let token = text("securityToken", keys).map { Secret($0) }
        var found = Credentials(
            .keys(accessKey: accessKey, secretKey: Secret(secretKey), securityToken: token), projectID: project,
            domainID: account, source: source)
        found.region = text("region", profile)
        if let agencyName = text("agencyName", profile) {
            var agency = Agency(
                agencyName, account: text("agencyDomainName", profile), accountID: text("agencyDomainId", profile))
            if agency.accountID != nil { agency.account = nil }
            guard agency.account != nil || agency.accountID != nil else {
                throw SetupError("\(source) has an agencyName, and neither agencyDomainName nor agencyDomainId")
            }
            try agency.check(source)
            found.agencies = [agency]
        }
        return found
    }

    private func text(_ name: String, _ profile: Object) -> String? {
        profile[name]?.text.flatMap { $0.isEmpty ? nil : $0 }
    }
}
