import Schema

/// What STS is asked to let into an agency, by a signature.
struct AssumeAgency: Model {
    var agencyURN = ""
    var agencySessionName = ""
    var durationSeconds: Int?
    var externalID: String?
    var policy: String?
    var policyIDs: [String]?
    var sourceIdentity: String?

    init() {}

    static let name = "AssumeAgency"
    static let doc = "Enters an agency by a signature."

    static let fields: [Field<AssumeAgency>] = [
        Field("agency_urn", \.agencyURN, .characters(1...1500), doc: "Name of the agency"),
        Field(
            "agency_session_name", \.agencySessionName, .characters(2...64), .sessionName,
            doc: "Names whoever is in the agency"),
        Field("duration_seconds", \.durationSeconds, .range(STSLife.range), default: "3600", doc: "Life of the keys"),
        Field("external_id", \.externalID, .characters(2...1224), doc: "A word that the agency's trust asks for"),
        Field("policy", \.policy, .characters(2...2048), doc: "What the keys may do at most"),
        Field("policy_ids", \.policyIDs, .items(0...20), doc: "Policies that say what the keys may do at most"),
        Field("source_identity", \.sourceIdentity, .characters(2...64), .sessionName, doc: "Who is behind the session"),
    ]
}
