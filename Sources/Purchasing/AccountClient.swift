import CPHClient
package import CPHModel

/// What takes calls, and knows the account that they go to.
package protocol AccountClient: CloudPhoneAPI {
    /// The account; its project is looked up if need be.
    func scope() async throws(CPHError) -> AccountScope

    /// The region and project that calls go to, as far as it is said without asking anybody.
    var givenAccount: (region: String?, project: String?) { get }
}

extension CloudPhoneClient: AccountClient {}
