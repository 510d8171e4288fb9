/// Who works on which name, where several machines share a ledger: a row for each run says until when it lives, by the server's
/// clock, and a row for each name says which run has it, with an epoch that grows with each owner.
///
/// A run renews its row while it lives. What it writes about a name is written only while the name's row still has its run and
/// its epoch; so a run that was stopped for longer than its lease, and whose name another has taken, writes and sends nothing.
final class ServerOwners {
    /// How long a run counts as living after its last sign, in milliseconds.
    let lease: Int
    /// For how long after its send a purchase may not show in the list, in milliseconds.
    private let lag: Int
    /// It has this object, and so outlives it.
    private unowned let store: ServerStore
    private let run: RunInfo
    /// The time that passes also while the machine sleeps, in milliseconds.
    private let uptime: @Sendable () -> Int
    private var holdings: [Name: Holding] = [:]
    /// Whether names may be this run's at the server although it does not work on them: what took them or gave them back had no
    /// answer.
    private var isUnsure = false
    /// When the last sign of life was sent: what the server counts from is later.
    private var signedAt = 0

    private struct Name: Hashable {
        let scope: String
        let key: String
    }

    /// A name that is this run's.
    private struct Holding {
        let epoch: Int
        /// The server that gave it: what another gives, which took over since, is another thing.
        let site: String
    }

    init(_ store: ServerStore, _ run: RunInfo, _ options: Journal.Options) {
        (self.store, self.run) = (store, run)
        (lease, lag, uptime) = (options.lease, options.lag, options.uptime)
    }

    /// Tries to take a name. Whoever has it and lives keeps it.
    ///
    /// - Returns: Nil when it is this run's now; otherwise why not.
    func take(_ key: String, scope: String) throws(StoreError) -> Hindrance? {
        let name = Name(scope: scope, key: key)
        let values: [SQLValue] = [.text(scope), .text(key)]
        if isUnsure { sweep() }
        let before = uptime()
        let wasUnsure = isUnsure
        isUnsure = true
        let found = try store.apart(
            [
                .init(
                    // Whoever finds another server than before notes when it was. It may lack what was recorded last, also where
                    // a standby had confirmed that: another one may have taken over.
                    sql: """
                        UPDATE site SET identity = \(ServerSchema.identity), since = clock_timestamp() \
                        WHERE identity <> \(ServerSchema.identity)
                        """),
                .init(
                    sql: """
                        SELECT identity, \
                        CAST(ceil(extract(epoch FROM since - clock_timestamp()) * 1000) + \(quarantine) AS BIGINT) FROM site
                        """),
                sign,
                .init(
                    sql: "INSERT INTO claim VALUES ($1, $2, NULL, 0) ON CONFLICT (scope, key) DO NOTHING",
                    values: values),
                // Whoever writes about the name holds this row: what follows sees what they have written.
                .init(sql: "SELECT 1 FROM claim WHERE scope = $1 AND key = $2 FOR UPDATE", values: values),
                .init(
                    sql: """
                        UPDATE claim SET run = $1, epoch = epoch + 1 WHERE scope = $2 AND key = $3 AND (run IS NULL \
                        OR run = $1 OR NOT EXISTS (SELECT 1 FROM lease \
                        WHERE lease.run = claim.run AND lease.until > clock_timestamp())) RETURNING epoch
                        """, values: [.text(run.id)] + values),
                .init(
                    sql: """
                        SELECT lease.holder, to_char(lease.since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') \
                        FROM claim JOIN lease ON lease.run = claim.run WHERE scope = $1 AND key = $2
                        """, values: values),
            ], "taking a name")
        isUnsure = wasUnsure
        let epoch = found[5].rows.first?.first?.int
        let site = found[1].rows.first ?? []
        if let left = site.last?.int, left > 0 {
            if let epoch { release([(name, epoch)]) }
            return .quarantine(milliseconds: left)
        }
        if let epoch {
            (holdings[name], signedAt) = (Holding(epoch: epoch, site: site.first?.text ?? ""), before)
            return nil
        }
        // Whoever waits has nothing that others wait for.
        sweep()
        let row = found[6].rows.first
        return .held(by: "\(row?.first?.text ?? "another run"), since \(row?.last?.text ?? "some time") UTC")
    }

    /// Why a name can't be taken now.
    enum Hindrance {
        /// Its owner lives.
        case held(by: String)
        /// Another server has taken over, which may lack what was last recorded. Until so long from now, what was sent under it may
        /// not show in the account yet.
        case quarantine(milliseconds: Int)
    }

    /// For how long after a take-over of the server nothing is bought, in milliseconds: until every lease that the lost part may have
    /// held has ended, and what was sent under it shows in the list of servers.
    private var quarantine: Int { lease + lag }

    /// Gives a name back; the next run that asks has it at once.
    func release(_ key: String, scope: String) {
        let name = Name(scope: scope, key: key)
        guard let holding = holdings.removeValue(forKey: name) else { return }
        release([(name, holding.epoch)])
    }

    /// What can't be given back now is given back with the next sign of life, before the next name is taken, or ends with the
    /// lease.
    ///
    /// - Parameter claims: With their epochs: what reaches the server late gives back nothing that was taken anew.
    private func release(_ claims: [(name: Name, epoch: Int)]) {
        let wasUnsure = isUnsure
        isUnsure = true
        let statements = claims.map { name, epoch in
            ServerConnection.Statement(
                sql: "UPDATE claim SET run = NULL WHERE scope = $1 AND key = $2 AND run = $3 AND epoch = $4",
                values: [.text(name.scope), .text(name.key), .text(run.id), .int(epoch)])
        }
        if (try? store.apart(statements, "giving a name back")) != nil { isUnsure = wasUnsure }
    }

    /// Gives back whatever is this run's at the server and not here. That happens where an answer was lost, and where a server that
    /// went down has forgotten what gave a name back: nothing waits until that is on its disk. While the run lives nobody else
    /// would get the name, and runs could wait for each other.
    private func sweep() {
        let question = ServerConnection.Statement(
            sql: "SELECT scope, key, epoch FROM claim WHERE run = $1", values: [.text(run.id)])
        guard let found = try? store.apart([question], "looking which names it has") else { return }
        isUnsure = false
        let strays = found[0].rows.compactMap { row -> (name: Name, epoch: Int)? in
            guard let scope = row[0].text, let key = row[1].text, let epoch = row[2].int else { return nil }
            let name = Name(scope: scope, key: key)
            return holdings[name] == nil ? (name, epoch) : nil
        }
        if !strays.isEmpty { release(strays) }
    }

    /// Gives a sign of life, which lengthens the lease.
    func renew() throws(StoreError) {
        sweep()
        guard !holdings.isEmpty else { return }
        let before = uptime()
        _ = try store.apart([sign], "renewing the lease")
        signedAt = before
    }

    /// Makes the present transaction fail unless this run has the name, and renews the lease with it.
    func require(_ key: String, scope: String, _ operation: String) throws(StoreError) {
        guard let holding = holdings[Name(scope: scope, key: key)] else { throw .raced(operation, store.place) }
        try store.run(
            "SELECT 1 FROM claim WHERE scope = $1 AND key = $2 AND run = $3 AND epoch = $4 FOR UPDATE",
            [.text(scope), .text(key), .text(run.id), .int(holding.epoch)], changes: 1, operation)
        try store.run(
            "SELECT 1 WHERE \(ServerSchema.identity) = $1", [.text(holding.site)], changes: 1, operation)
        let sign = sign
        try store.run(sign.sql, sign.values, changes: nil, operation)
    }

    /// Who has a name and lives, in words, by the project.
    func holders(of key: String) throws(StoreError) -> [(scope: String, holder: String)] {
        try store.rows(
            """
            SELECT claim.scope, lease.holder FROM claim JOIN lease ON lease.run = claim.run \
            WHERE key = $1 AND lease.until > clock_timestamp()
            """, [.text(key)], "looking who has a name"
        ).map { ($0[0].text ?? "", $0[1].text ?? "") }
    }

    /// Takes a name from whoever has it, in the present transaction.
    func shutOut(of key: String, scope: String) throws(StoreError) {
        try store.run(
            "UPDATE claim SET run = NULL, epoch = epoch + 1 WHERE scope = $1 AND key = $2 AND run IS NOT NULL",
            [.text(scope), .text(key)], changes: 1, "forcing a name open")
    }

    /// Notes when a transaction began that renews the lease.
    func noteSign(at time: Int) { signedAt = max(signedAt, time) }

    var now: Int { uptime() }

    /// Until when a request may leave, in milliseconds of `uptime`: after that another run may have taken the name.
    var sendDeadline: Int { signedAt + lease - lease / 5 }

    private var sign: ServerConnection.Statement {
        .init(
            sql: """
                INSERT INTO lease (run, holder, until) VALUES ($1, $2, clock_timestamp() + \(lease) * interval '1 ms') \
                ON CONFLICT (run) DO UPDATE SET until = greatest(lease.until, excluded.until)
                """, values: [.text(run.id), .text(run.holder)])
    }
}
