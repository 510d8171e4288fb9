package import CPHModel
package import Ledger

extension Purchasing {
    /// Opens a ledger for answers that come from elsewhere. It sends nothing, whatever it is asked for.
    ///
    /// - Throws: `CPHError` of kind `ledger` when the ledger can't be opened, or there is none.
    package static func openForImport(
        _ location: Journal.Location, run: RunInfo, _ opening: Journal.Options
    ) throws(CPHError) -> Ledger {
        // A ledger that is not there must not be made: the answers are another one's.
        _ = try Journal.open(location, .read, options: opening)
        var options = Ledger.Options(scope: "")
        options.announce = opening.announce
        return Ledger(
            try Journal.open(location, .write, run: run, options: opening), in: NoService(), options: options)
    }
}

/// Stands where a service would: recording what came needs none.
private struct NoService: CloudPhoneAPI {
    func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        throw CPHError(.denied, "nothing is sent while answers are recorded", operation: call.operation)
    }
}
