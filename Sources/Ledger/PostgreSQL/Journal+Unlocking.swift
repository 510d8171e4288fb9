public import CPHModel
import Schema
import Text

extension Journal {
    /// Takes a name away from the run that has it, in whatever project, and records who did so and why. What that run writes and
    /// sends about the name from now on is refused; what it has sent is looked up by the next run, and never sent again.
    ///
    /// - Parameter at: Milliseconds since 1970.
    /// - Returns: Who had it, in words.
    /// - Throws: `CPHError` of kind `argument` where nobody has it, or the ledger is a file, whose lock ends with its run.
    public func unlock(_ name: String, reason: String, by: String, at: Int) throws(CPHError) -> [String] {
        guard let owners = store.owners else {
            throw CPHError(
                .argument, "the ledger \(file) is a file: its lock ends with the run that has it; nothing was changed",
                hint: "end that run")
        }
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw CPHError(.argument, "say with --reason why the run that has it may be shut out; nothing was changed")
        }
        do throws(JournalError) {
            let holders = try shutOut(owners, of: name, ["reason": .string(reason), "by": .string(by)], at)
            guard !holders.isEmpty else {
                throw JournalError.refused(
                    CPHError(.argument, "nobody has \(quoted(name)): there is nothing to unlock"))
            }
            return holders
        } catch { throw error.asCPHError(file: file, consequence: "nothing was changed") }
    }

    private func shutOut(
        _ owners: ServerOwners, of name: String, _ detail: Object, _ at: Int
    ) throws(JournalError) -> [String] {
        let (holders, end) = try transaction("forcing a name open") { () throws(JournalError) -> ([String], Head?) in
            var end: Head?
            let found: [(scope: String, holder: String)]
            do throws(StoreError) {
                found = try owners.holders(of: name)
                for entry in found { try owners.shutOut(of: name, scope: entry.scope) }
            } catch { throw JournalError(error) }
            for (scope, holder) in found {
                var detail = detail
                (detail["scope"], detail["server_name"]) = (.string(scope), .string(name))
                detail["holder"] = .string(holder)
                let head: Head
                if let end { head = end } else { head = try recordRun(at) }
                end = try append(.unlocked, detail, at: at, after: head)
            }
            return (found.map(\.holder), end)
        }
        if let end { mark?.write(ledgerID: ledgerID, end) }
        return holders
    }
}
