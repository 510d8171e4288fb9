import Schema

/// What points clients at a cloud that is served: with it in the state file, they go on working after a restart.
struct StateAccess: Hashable, Sendable {
    var accessKey: String
    var secretKey: String
    /// The port where the system chose one; nil where somebody named it.
    var port: Int?
    var identityToken: String
    var podToken: String

    /// Reads what `value` has made; nil where a part is missing.
    init?(_ value: Value) {
        guard let members = value.members, let accessKey = members["access_key"]?.text,
            let secretKey = members["secret_key"]?.text, let identityToken = members["identity_token"]?.text,
            let podToken = members["pod_token"]?.text
        else { return nil }
        self.init(
            accessKey: accessKey, secretKey: secretKey, port: members["port"]?.integer, identityToken: identityToken,
            podToken: podToken)
    }

    init(accessKey: String, secretKey: String, port: Int?, identityToken: String, podToken: String) {
        (self.accessKey, self.secretKey, self.port) = (accessKey, secretKey, port)
        (self.identityToken, self.podToken) = (identityToken, podToken)
    }

    var value: Value {
        [
            "access_key": .string(accessKey), "secret_key": .string(secretKey), "port": port.map(Value.int) ?? .null,
            "identity_token": .string(identityToken), "pod_token": .string(podToken),
        ]
    }
}
