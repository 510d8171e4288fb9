public import CPHModel
import Schema
import Text

/// What a check of the whole ledger found to be in order.
public struct Verification: Hashable, Sendable {
    /// The id that was drawn when the file was made.
    public let ledgerID: String
    /// How many lines the history has.
    public let events: Int
    /// How many purchases the history adds up to, over all scopes.
    public let purchases: Int
    /// How many servers are recorded as bought, over all scopes.
    public let servers: Int
    /// The purchases in doubt, each with its scope and name.
    public let inDoubt: [PurchaseRecord]
    /// The hash at the end of the chain in hexadecimal, which a person can keep to notice a ledger that was replaced.
    public let headHash: String
}

extension Journal {
    /// Checks everything: what opening checks, that every step between states is allowed, and that every table says
    /// what the events say, answers included.
    ///
    /// - Throws: `CPHError` of kind `ledger` naming the first thing that is wrong.
    public func verify() throws(CPHError) -> Verification {
        try recheck()
        return try reading { () throws(JournalError) in
            let records = try records(scope: nil)
            for record in records { try verify(record) }
            let servers = try verifyServers(records)
            try verifySends(records)
            return Verification(
                ledgerID: ledgerID, events: try head().seq, purchases: records.count, servers: servers,
                inDoubt: records.filter(\.state.isInDoubt), headHash: headHash())
        }
    }

    private func verify(_ record: PurchaseRecord) throws(JournalError) {
        var last: PurchaseState?
        var answers: [Int: String] = [:]
        for event in try events(of: record.id) {
            guard event.from == last else { throw .damaged("event \(event.seq) starts from another state") }
            if let to = event.to {
                let isAllowed = last.map { $0 == to || $0.next.contains(to) } ?? (to == .planned)
                guard isAllowed else { throw .damaged("event \(event.seq) takes a step that does not exist") }
                last = to
            }
            // An answer that came late may be that of an earlier send.
            let send = event.detail["attempt"] ?? event.detail["send"]
            if event.kind == .answered, let attempt = send?.integer {
                answers[attempt] = event.detail["answer_sha256"]?.text
            }
        }
        try verify(answers, of: record)
    }

    private func verify(_ answers: [Int: String], of record: PurchaseRecord) throws(JournalError) {
        let rows = try read(
            "SELECT n, bytes_sent, status, head, body, failure_kind, failure FROM attempt WHERE purchase = $1",
            [.int(record.id)])
        guard rows.count == answers.count else {
            throw .damaged(
                "\(quoted(record.key)) has \(counted(rows.count, "answer")), its events say \(answers.count)")
        }
        for row in rows {
            let digest: String
            do { digest = try Digest.hex(HashChain.bytes(after: [], row.dropFirst())) } catch { throw .crypto(error) }
            guard let n = row[0].int, answers[n] == digest else {
                throw .damaged("the answer to \(quoted(record.key)) is not the one that came")
            }
        }
    }

    private func verifyServers(_ records: [PurchaseRecord]) throws(JournalError) -> Int {
        var owners: [String: Int] = [:]
        for record in records { for id in record.serverIDs { owners["\(record.scope)\n\(id)"] = record.id } }
        let rows = try read("SELECT scope, id, purchase FROM server")
        guard rows.count == owners.count else {
            throw .damaged("listed are \(counted(rows.count, "server")), the events name \(owners.count)")
        }
        for row in rows where owners["\(row[0].text ?? "")\n\(row[1].text ?? "")"] != row[2].int {
            throw .damaged("server \(quoted(row[1].text ?? "")) belongs to another purchase by the events")
        }
        return rows.count
    }

    /// The table by which the servers and the money of a time are counted.
    private func verifySends(_ records: [PurchaseRecord]) throws(JournalError) {
        guard version >= 2 else { return }
        var expected: [Int: [SQLValue]] = [:]
        for record in records {
            guard let row = record.sentRow else { continue }
            expected[record.id] = version < 3 ? Array(row.prefix(3)) : row
        }
        let rows = try read(
            "SELECT scope, at, servers\(version < 3 ? "" : ", currency, amount, months"), purchase FROM sent")
        guard rows.count == expected.count else {
            throw .damaged("sent are \(counted(rows.count, "purchase")), the events name \(expected.count)")
        }
        for row in rows where row.last?.int.flatMap({ expected[$0] }) != Array(row.dropLast()) {
            throw .damaged("a purchase was sent at another time, or for another amount, by the events")
        }
    }
}
