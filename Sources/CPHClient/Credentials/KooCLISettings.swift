import Schema

/// `~/.hcloud/config.json`, where KooCLI keeps its profiles. They are used only by name: it encrypts the keys unless it
/// was told not to, and then nobody else can read them.
struct KooCLISettings {
    private let path: String?
    private let profiles: [Object]
    /// Whether the file says that its keys are encrypted.
    private let isEncrypted: Bool

    /// - Throws: `SetupError` when the file is there and cannot be read, or is no JSON.
    init(_ surroundings: Surroundings) throws(SetupError) {
        path = surroundings.home.map { "\($0)/.hcloud/config.json" }
        guard let path, let bytes = try surroundings.bytes(of: path) else {
            (profiles, isEncrypted) = ([], false)
            return
        }
        do throws(JSONError) {
            let settings = try Value(json: bytes).members
            profiles = (settings?["profiles"]?.items ?? []).compactMap(\.members)
            isEncrypted = settings?["authEncrypt"]?.text == "true" || settings?["authEncrypt"] == .bool(true)
        } catch {
            throw SetupError("\(path) is no JSON: \(error)", hint: "KooCLI keeps its profiles there")
        }
    }

    var names: [String] { profiles.compactMap { $0["name"]?.text } }

    var secrets: [Secret] {
        profiles.flatMap { profile in
            ["secretAccessKey", "securityToken"].compactMap { profile[$0]?.text }.filter { !$0.isEmpty }.map {
                Secret($0)
            }
        }
    }

    /// Nil when there is no such profile.
    ///
    /// - Throws: `SetupError` for one that has no access key, as other modes of KooCLI have none.
    func credentials(of name: String) throws(SetupError) -> Credentials? {
        guard let path, let profile = profiles.first(where: { $0["name"]?.text == name }) else { return nil }
        guard let accessKey = text("accessKeyId", profile), let secretKey = text("secretAccessKey", profile) else {
            throw SetupError(
                "\(path): profile \"\(name)\" has no accessKeyId and secretAccessKey",
                hint: "choose a profile of mode AKSK, or set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK")
        }
        guard !isEncrypted else {
            throw SetupError(
                "\(path): profile \"\(name)\" is encrypted, which only KooCLI can read",
                hint: "store it as it is: hcloud configure set --cli-auth-encrypt=false")
        }
        let token = text("securityToken", profile).map { Secret($0) }
        return Credentials(
            .keys(accessKey: accessKey, secretKey: Secret(secretKey), securityToken: token),
            source: "\(path), profile \"\(name)\"")
    }

    private func text(_ name: String, _ profile: Object) -> String? {
        profile[name]?.text.flatMap { $0.isEmpty ? nil : $0 }
    }
}
