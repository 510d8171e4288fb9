package import CPHModel

/// A service that answers nothing, for what is only read: scripts that are checked, and the documentation.
package struct NoService: CloudPhoneAPI {
    /// Makes the service, which has no state.
    package init() {}

    /// Sends nothing.
    ///
    /// - Throws: `CPHError` of kind `denied`, always.
    package func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        throw CPHError(.denied, "nothing is sent while a script is only read")
    }
}
