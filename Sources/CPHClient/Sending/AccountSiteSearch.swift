import CPHModel

/// Finds out on which site the account is, once: the Chinese billing service refuses accounts of the international site by a code
/// of its own.
actor AccountSiteSearch {
    /// Asks the Chinese billing service for something that everybody may read.
    typealias Look = @Sendable () async throws(CPHError) -> Exchange

    private var found: AccountSite?
    private var search: Task<Result<Exchange, CPHError>, Never>?

    /// What is said there of an account of the other site.
    private static let codes: Set<String> = ["CBC.0150", "CBC.0156"]

    /// The site; the Chinese one where it can't be told now, and it is asked again then.
    func site(_ look: @escaping Look) async throws(CPHError) -> AccountSite {
        if let found { return found }
        let task = search ?? begin(look)
        guard let result = await task.valueUnlessCancelled() else { throw CPHError(.cancelled, "cancelled") }
        guard let answer = try result.get().answer else { return .china }
        if answer.status < 300 { found = .china }
        if answer.status == 403, Self.codes.contains(answer.fault.code) { found = .international }
        return found ?? .china
    }

    /// Begins a look that ends by itself, also where everybody who waited for it was cancelled.
    private func begin(_ look: @escaping Look) -> Task<Result<Exchange, CPHError>, Never> {
        let task = Task { () -> Result<Exchange, CPHError> in
            defer { search = nil }
            do throws(CPHError) { return .success(try await look()) } catch { return .failure(error) }
        }
        search = task
        return task
    }
}
