/// The tables of a file, whose version stands in `PRAGMA user_version`. `event` is the source of all others, which are written in the same transaction.
enum FileSchema {
    /// The number for "cphl", kept in `PRAGMA application_id`, so that another program's database is not taken for a
    /// ledger.
    static let applicationID = 0x6370_686C

    /// The statements of a version.
    static func statements(of version: Int) -> [String] {
        tables + triggers + [moves(in: version)] + (version < 2 ? [] : sends(in: version) + additions)
            + (version < 3 ? [] : [policies])
    }

    /// The statements that bring a version to the newest. The table of sends is filled anew from the events.
    static func upgrade(from version: Int) -> [String] {
        let newest = LedgerFormat.version
        let older =
            version < 2 ? ["DROP TRIGGER purchase_moves", moves(in: newest)] + additions : ["DROP TABLE sent"]
        return older + sends(in: newest) + [policies]
    }

    /// Which purchases may have been sent when, and since version 3 what they come to, in units of 10^-8, and for how many
    /// months they are.
    private static func sends(in version: Int) -> [String] {
        [
            """
            CREATE TABLE sent (purchase INTEGER PRIMARY KEY, scope TEXT NOT NULL, at INTEGER NOT NULL, \
            servers INTEGER NOT NULL\(version < 3 ? "" : ", currency TEXT, amount INTEGER, months INTEGER"))
            """,
            "CREATE INDEX sent_at ON sent (\(version < 3 ? "scope, at, servers" : "at, servers, currency, amount, months"))",
        ]
    }

    /// Version 3 finds the ledger's policy at once.
    private static let policies = "CREATE INDEX event_policy ON event (seq) WHERE \(Event.Kind.ofPolicies)"

    /// What version 2 adds beside it, so that no question of a purchase costs more the longer the record is: who has an order,
    /// a name or a state, and what was said about plans that wait for an approval.
    private static var additions: [String] {
        [
            "CREATE INDEX purchase_order ON purchase (order_id)", "CREATE INDEX purchase_key ON purchase (key)",
            "CREATE INDEX purchase_state ON purchase (scope, state)",
            "CREATE INDEX event_plan ON event (kind, seq, at) WHERE \(Event.Kind.ofPlans)",
        ]
    }

    /// Refuses steps between states that the version does not know.
    private static func moves(in version: Int) -> String {
        let known = LedgerFormat.steps(in: version).map { "'\($0)'" }
        return """
            CREATE TRIGGER purchase_moves BEFORE UPDATE OF state ON purchase WHEN NEW.state <> OLD.state \
            AND OLD.state || '>' || NEW.state NOT IN (\(known.joined(separator: ", "))) \
            BEGIN SELECT RAISE(ABORT, 'no such step between states'); END
            """
    }

    private static var states: String { PurchaseState.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ") }

    private static var tables: [String] {
        [
            "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
            """
            CREATE TABLE event (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, run TEXT NOT NULL, purchase INTEGER, \
            kind TEXT NOT NULL, from_state TEXT, to_state TEXT, detail TEXT NOT NULL, hash BLOB NOT NULL)
            """,
            "CREATE INDEX event_purchase ON event (purchase, seq)",
            """
            CREATE TABLE purchase (id INTEGER PRIMARY KEY, scope TEXT NOT NULL, key TEXT NOT NULL, \
            content_sha256 TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN (\(states))), \
            revision INTEGER NOT NULL, order_id TEXT, updated_at INTEGER NOT NULL, UNIQUE (scope, key))
            """,
            """
            CREATE TABLE attempt (purchase INTEGER NOT NULL, n INTEGER NOT NULL, bytes_sent INTEGER, status INTEGER, \
            head TEXT, body BLOB, failure_kind TEXT, failure TEXT, PRIMARY KEY (purchase, n)) WITHOUT ROWID
            """,
            """
            CREATE TABLE server (scope TEXT NOT NULL, id TEXT NOT NULL, purchase INTEGER NOT NULL, \
            PRIMARY KEY (scope, id)) WITHOUT ROWID
            """,
        ]
    }

    private static var triggers: [String] {
        [
            """
            CREATE TRIGGER event_stays BEFORE UPDATE ON event \
            BEGIN SELECT RAISE(ABORT, 'events are never changed'); END
            """,
            """
            CREATE TRIGGER event_remains BEFORE DELETE ON event \
            BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END
            """,
            """
            CREATE TRIGGER purchase_starts BEFORE INSERT ON purchase WHEN NEW.state <> 'planned' \
            BEGIN SELECT RAISE(ABORT, 'a purchase starts as planned'); END
            """,
            """
            CREATE TRIGGER purchase_remains BEFORE DELETE ON purchase \
            BEGIN SELECT RAISE(ABORT, 'purchases are never deleted'); END
            """,
        ]
    }
}
