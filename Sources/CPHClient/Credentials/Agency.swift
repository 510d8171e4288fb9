import Text

/// An agency that is entered: a role of the same account or of another one, whose keys then sign everything.
public struct Agency: Hashable, Sendable {
    /// The agency's name: 1 to 64 characters.
    public var name: String
    /// The account's name. IAM v3 enters by it.
    public var account: String?
    /// The account's id. STS v5 enters by it.
    public var accountID: String?
    /// For how long keys are asked for, in seconds; nil for an hour.
    public var duration: Int?
    /// What the session is called in the account's records; STS alone takes it.
    public var session: String?
    /// What an account of somebody else may ask for before it lets anybody in; STS alone takes it.
    public var externalID: String?

    /// Makes an agency of an account by its name or its id.
    public init(_ name: String, account: String? = nil, accountID: String? = nil) {
        (self.name, self.account, self.accountID) = (name, account, accountID)
    }

    /// Reads `AGENCY@ACCOUNT`, as `--assume` has it; an account of 32 hexadecimal digits is an id.
    ///
    /// - Throws: `SetupError` where a part is missing.
    public init(option text: String) throws(SetupError) {
        guard let at = text.lastIndex(of: "@"), at > text.startIndex, text.index(after: at) < text.endIndex else {
            throw SetupError(
                "\(quoted(text)) is no agency", hint: "write AGENCY@ACCOUNT, with the account's name or its id")
        }
        guard !text.contains(",") else {
            throw SetupError(
                "\(quoted(text)) is no agency", hint: "give --assume once for each, or commas in CPH_ASSUME")
        }
        self.init(String(text[..<at]))
        setAccount(String(text[text.index(after: at)...]))
        try check("--assume \(text)")
    }

    /// Takes an account that may be a name or an id.
    mutating func setAccount(_ text: String) {
        if Self.isAccountID(text.lowercased()) { accountID = text.lowercased() } else { account = text }
    }

    static func isAccountID(_ text: String) -> Bool {
        text.utf8.count == 32 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }

    /// What the session is called where nobody says: as the agency, if that can be a session's name.
    var sessionName: String { session ?? (Self.isSessionName(name) ? name : "cph") }

    /// 2 to 64 of letters, digits and `_+=,.@-`.
    static func isSessionName(_ text: String) -> Bool {
        (2...64).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                    || "_+=,.@-".unicodeScalars.contains(scalar)
            }
    }

    /// Whether STS v5 lets one in. IAM v3 does where the account has a name alone.
    var isByID: Bool { accountID != nil }

    /// The agency for people: "agency buyers of partner".
    public var words: String {
        "agency \(cleaned(name, limit: 64)) of \(cleaned(accountID ?? account ?? "", limit: 64))"
    }

    /// STS's limits; IAM's are wider at the upper end.
    static let durations = 900...43_200
    static let longDurations = 900...86_400
    /// STS's limit where whoever enters has keys that end.
    static let longestFromKeysThatEnd = 3600

    /// - Throws: `SetupError` that begins with `place`.
    func check(_ place: String) throws(SetupError) {
        guard account != nil || accountID != nil else {
            throw SetupError("\(place): the agency's account is missing", hint: "add account = \"NAME\" or its id")
        }
        for text in [name, account, accountID, session, externalID].compactMap(\.self) {
            guard (1...128).contains(text.utf8.count), !hasOddEnd(text) else {
                throw SetupError("\(place): \(quoted(cleaned(text, limit: 64))) is empty, too long, or has an odd end")
            }
        }
        if let duration {
            let allowed = isByID ? Self.durations : Self.longDurations
            guard allowed.contains(duration) else {
                throw SetupError(
                    "\(place): the duration is to be \(allowed.lowerBound) to \(allowed.upperBound) s, not \(duration)")
            }
        }
        guard account == nil || accountID == nil else {
            throw SetupError("\(place): account and account_id name two accounts", hint: "leave one of them out")
        }
        if let session, !Self.isSessionName(session) {
            throw SetupError(
                "\(place): session \(quoted(cleaned(session, limit: 64))) is to have 2 to 64 letters, digits and _+=,.@-"
            )
        }
        guard isByID || session == nil && externalID == nil else {
            throw SetupError("\(place): session and external_id need the account's id: account_id = \"…\"")
        }
    }
}
