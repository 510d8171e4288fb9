public import Schema

/// Source: Huawei's SDK for KPS 3.1.219, `ListKeypairDetailRequest`.
public struct ShowKeyPair: Model {
    public var keypairName = ""

    public init() {}

    public static let name = "ShowKeyPair"
    public static let doc = "Which key pair to show."

    public static let fields: [Field<ShowKeyPair>] = [
        Field(
            "keypair_name", \.keypairName, .notEmpty, .bytes(0...64).inferred, .pathSegment, doc: "Name of the key pair"
        )
    ]
}

/// Source: Huawei's SDK for KPS 3.1.219, `ListKeypairDetailResponse`.
public struct KeyPairAnswer: Model {
    public var keypair: KeyPair?

    public init() {}

    public static let name = "KeyPairAnswer"
    public static let doc = "A key pair, as the service wraps it."

    public static let fields: [Field<KeyPairAnswer>] = [
        Field("keypair", \.keypair, doc: "The key pair")
    ]
}

/// Source: Huawei's SDK for KPS 3.1.219, `KeypairDetail`.
public struct KeyPair: Model {
    public var name: String?
    public var id: Int?
    public var type: String?
    public var scope: String?
    public var publicKey: String?
    public var fingerprint: String?
    public var isKeyProtection: Bool?
    public var deleted: Bool?
    public var summary: String?
    public var userID: String?
    public var createTime: Int?
    public var deleteTime: Int?
    public var updateTime: Int?
    public var frozenState: Int?
    public var keyID: String?
    public var algorithm: String?

    public init() {}

    public static let name = "KeyPair"
    public static let doc = "A key pair for logging in; the service never shows the private half."

    public static let fields: [Field<KeyPair>] = [
        Field("name", \.name, doc: "Name of the key pair"),
        Field("id", \.id, doc: "ID of the key pair"),
        Field("type", \.type, doc: "ssh or x509"),
        Field("scope", \.scope, doc: "domain: of the account; user: of the user"),
        Field("public_key", \.publicKey, doc: "The public half"),
        Field("fingerprint", \.fingerprint, doc: "Fingerprint of the public half"),
        Field("is_key_protection", \.isKeyProtection, doc: "Whether the service keeps the private half"),
        Field("deleted", \.deleted, doc: "Whether it is deleted"),
        Field("description", \.summary, doc: "Description"),
        Field("user_id", \.userID, doc: "User who owns it"),
        Field("create_time", \.createTime, doc: "When it was created, in Unix seconds"),
        Field("delete_time", \.deleteTime, doc: "When it was deleted, in Unix seconds"),
        Field("update_time", \.updateTime, doc: "When it was last changed, in Unix seconds"),
        Field("frozen_state", \.frozenState, doc: "0 usable; others frozen"),
        Field("key_id", \.keyID, doc: "ID of the key"),
        Field("algorithm", \.algorithm, doc: "Algorithm"),
    ]
}

/// Source: Huawei's SDK for KPS 3.1.219, `ListKeypairsRequest`.
public struct ListKeyPairs: Model {
    public var limit: String?
    public var marker: String?

    public init() {}

    public static let name = "ListKeyPairs"
    public static let doc = "Which key pairs to list."

    public static let fields: [Field<ListKeyPairs>] = [
        Field("limit", \.limit, default: "50", doc: "Largest number of key pairs in one answer, as a text"),
        Field("marker", \.marker, doc: "Where the page begins: next_marker of the page before"),
    ]
}

/// Source: Huawei's SDK for KPS 3.1.219, `ListKeypairsResponse`.
public struct KeyPairList: Model {
    public var keypairs: [KeyPairEntry]?
    public var pageInfo: PageInfo?

    public init() {}

    public static let name = "KeyPairList"
    public static let doc = "A page of key pairs."

    public static let fields: [Field<KeyPairList>] = [
        Field("keypairs", \.keypairs, doc: "Key pairs of this page"),
        Field("page_info", \.pageInfo, doc: "Where the next page begins"),
    ]
}

/// Source: Huawei's SDK for KPS 3.1.219, `Keypairs`.
public struct KeyPairEntry: Model {
    public var keypair: KeyPairSummary?

    public init() {}

    public static let name = "KeyPairEntry"
    public static let doc = "A key pair in a list, as the service wraps it."

    public static let fields: [Field<KeyPairEntry>] = [
        Field("keypair", \.keypair, doc: "The key pair")
    ]
}

/// Source: Huawei's SDK for KPS 3.1.219, `Keypair`.
public struct KeyPairSummary: Model {
    public var name: String?
    public var type: String?
    public var scope: String?
    public var publicKey: String?
    public var fingerprint: String?
    public var isKeyProtection: Bool?
    public var frozenState: String?

    public init() {}

    public static let name = "KeyPairSummary"
    public static let doc = "A key pair as lists show it."

    public static let fields: [Field<KeyPairSummary>] = [
        Field("name", \.name, doc: "Name of the key pair"),
        Field("type", \.type, doc: "ssh or x509"),
        Field("scope", \.scope, doc: "domain: of the account; user: of the user"),
        Field("public_key", \.publicKey, doc: "The public half"),
        Field("fingerprint", \.fingerprint, doc: "Fingerprint of the public half"),
        Field("is_key_protection", \.isKeyProtection, doc: "Whether the service keeps the private half"),
        Field("frozen_state", \.frozenState, doc: "0 usable; others frozen"),
    ]
}
