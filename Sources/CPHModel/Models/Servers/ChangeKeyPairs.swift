public import Schema

/// Source: Huawei's SDK 3.1.219, `UpdateKeypairRequestBody`.
public struct ChangeKeyPairs: Model {
    public var servers: [ServerKeyPair] = []

    public init() {}

    public static let name = "ChangeKeyPairs"
    public static let doc = "Servers and their new key pairs."

    public static let fields: [Field<ChangeKeyPairs>] = [
        Field("servers", \.servers, .someItems().implied, doc: "Servers with the key pair that each gets")
    ]
}

/// Source: Huawei's SDK 3.1.219, `ServerKeypair`.
public struct ServerKeyPair: Model {
    public var serverID = ""
    public var keypairName = ""

    public init() {}

    public static let name = "ServerKeyPair"
    public static let doc = "A server and its new key pair."

    public static let fields: [Field<ServerKeyPair>] = [
        Field("server_id", \.serverID, .bytes(1...32), doc: "ID of the server"),
        Field(
            "keypair_name", \.keypairName, .notEmpty, .bytes(0...64).inferred, doc: "Existing key pair for logging in"),
    ]
}
