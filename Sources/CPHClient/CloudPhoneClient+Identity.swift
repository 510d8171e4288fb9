public import Addresses
public import CPHModel

// Who the service takes this client for.
extension CloudPhoneClient {
    /// Asks the service who signs: STS for keys, IAM for a token.
    ///
    /// - Throws: `CPHError` when the credentials can't be had, or the service does not tell.
    public func identity() async throws(CPHError) -> CallerIdentity {
        guard authentication.signs else { return try await identities.tokenIdentity(authentication) }
        var identity = try await identities.callerIdentity(authentication)
        identity.expires = await authentication.end
        return identity
    }

    /// How many days old the permanent access key is that signs; nil for keys that end by themselves, and where the service does
    /// not tell.
    public func keyAge() async -> Int? {
        guard let key = authentication.permanentKey,
            let creation = try? await identities.keyCreation(key, authentication)
        else { return nil }
        return (sender.surroundings.now() - creation) / 86_400
    }

    /// On which site the account is, and where its billing service answers.
    ///
    /// - Throws: `CPHError` when it has to be found out, and can't be.
    public func billing() async throws(CPHError) -> (site: AccountSite, endpoint: Endpoint) {
        let site = endpoints.mayBeInternational ? try await site() : endpoints.site
        return (site, endpoints.endpoint(endpoints.mayBeInternational ? site.billing : .bss))
    }
}
