import Schema

/// What STS is asked to let into an agency, by an identity token.
struct AssumeAgencyWithOIDC: Model {
    var providerURN = ""
    var agencyURN = ""
    var agencySessionName = ""
    var idToken = ""
    var durationSeconds: Int?
    var policy: String?
    var policyIDs: [String]?

    init() {}

    static let name = "AssumeAgencyWithOIDC"
    static let doc = "Enters an agency by an identity token."

    static let fields: [Field<AssumeAgencyWithOIDC>] = [
        Field("provider_urn", \.providerURN, .characters(1...1500), doc: "Name of the identity provider"),
        Field("agency_urn", \.agencyURN, .characters(1...1500), doc: "Name of the agency"),
        Field(
            "agency_session_name", \.agencySessionName, .characters(2...128), .sessionName,
            doc: "Names whoever is in the agency"),
        Field("id_token", \.idToken, .characters(4...20_000), doc: "Identity token"),
        Field("duration_seconds", \.durationSeconds, .range(STSLife.range), default: "3600", doc: "Life of the keys"),
        Field("policy", \.policy, .characters(2...4096), doc: "What the keys may do at most"),
        Field("policy_ids", \.policyIDs, .items(0...20), doc: "Policies that say what the keys may do at most"),
    ]
}
