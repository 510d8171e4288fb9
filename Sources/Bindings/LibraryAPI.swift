import CPHModel

/// The service as a library may use it. The check is here, at the call, whatever way led to it.
struct LibraryAPI: APILayer {
    let api: any CloudPhoneAPI
    let rights: LibraryRights

    func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        if call.effect != .read { try rights.check(call.operation, for: "cph.api.\(call.operation)") }
        return try await api.exchange(call)
    }

    func next(for call: APICall) -> any CloudPhoneAPI { api }
}
