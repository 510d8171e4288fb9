/// A pair of keys that requests are signed with.
struct AccessKey: Sendable {
    let id: String
    let secret: String
    let principal: Principal
    /// What else a request by temporary keys has to carry; nil for permanent ones.
    var securityToken: String?
    /// When temporary keys end, in milliseconds since 1970; nil for permanent ones.
    var expiry: Int?

    /// Says why keys with that security token, or without one, are not taken; nil when they are.
    func refusal(of token: String?, at now: Int) -> Refusal? {
        guard let securityToken, let expiry else {
            return token == nil ? nil : .incorrect("the access key is permanent, and has no security token")
        }
        guard let token else { return .incorrect("the security token is missing") }
        guard token == securityToken else {
            return .incorrect("the security token does not belong to the access key")
        }
        return now < expiry ? nil : .incorrect("the security token has expired")
    }
}
