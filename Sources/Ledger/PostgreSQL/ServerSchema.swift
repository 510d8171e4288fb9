/// The tables of a ledger on a server, in the schema `cph`. They are a file's, with what a server needs beside: the end of the chain
/// as a row that whoever writes locks, and who works on which name.
enum ServerSchema {
    /// The statements that make it in the empty schema `cph`, in their order.
    static func statements(ledgerID: String) -> [String] {
        tables.map { "CREATE TABLE cph.\($0.name) (\($0.columns))" } + indexes + functions
            + [closing] + triggers + [
                "INSERT INTO cph.meta VALUES ('ledger_id', '\(ledgerID)'), ('version', '\(LedgerFormat.version)')",
                "INSERT INTO cph.head VALUES (1, 0, '', false)",
                "INSERT INTO cph.site VALUES (1, \(identity), NULL)",
                "COMMENT ON SCHEMA cph IS 'the record of purchases of cph: events are only ever appended'",
            ]
    }

    /// Tells one server from another, and a standby that took over from the server before it.
    static let identity =
        "(SELECT system_identifier FROM pg_control_system()) || ' ' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"

    private static let text = #"TEXT COLLATE "C""#
    private static var states: String { PurchaseState.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ") }

    static var tables: [(name: String, columns: String)] {
        [
            ("meta", "name \(text) PRIMARY KEY, value TEXT NOT NULL"),
            (
                "head",
                """
                one INT PRIMARY KEY CHECK (one = 1), seq BIGINT NOT NULL, hash BYTEA NOT NULL, locked BOOLEAN
                """
            ),
            (
                // Which server it is, and since when: a standby that took over is another, and may lack what was last recorded.
                "site",
                """
                one INT PRIMARY KEY CHECK (one = 1), identity TEXT NOT NULL, since TIMESTAMPTZ
                """
            ),
            (
                "event",
                """
                seq BIGINT PRIMARY KEY, at BIGINT NOT NULL, run TEXT NOT NULL, purchase BIGINT, kind TEXT NOT NULL, \
                from_state TEXT, to_state TEXT, detail TEXT NOT NULL, hash BYTEA NOT NULL
                """
            ),
            (
                "purchase",
                """
                id BIGINT PRIMARY KEY, scope \(text) NOT NULL, key \(text) NOT NULL, content_sha256 TEXT NOT NULL, \
                state TEXT NOT NULL CHECK (state IN (\(states))), revision BIGINT NOT NULL, order_id \(text), \
                updated_at BIGINT NOT NULL, UNIQUE (scope, key)
                """
            ),
            (
                "attempt",
                """
                purchase BIGINT NOT NULL, n BIGINT NOT NULL, bytes_sent BIGINT, status BIGINT, head TEXT, body BYTEA, \
                failure_kind TEXT, failure TEXT, PRIMARY KEY (purchase, n)
                """
            ),
            (
                "server",
                "scope \(text) NOT NULL, id \(text) NOT NULL, purchase BIGINT NOT NULL, PRIMARY KEY (scope, id)"
            ),
            (
                "sent",
                "purchase BIGINT PRIMARY KEY, scope \(text) NOT NULL, at BIGINT NOT NULL, servers BIGINT NOT NULL, \(money)"
            ),
            ("checked", "one INT PRIMARY KEY CHECK (one = 1), point TEXT NOT NULL"),
            (
                "lease",
                """
                run TEXT PRIMARY KEY, holder TEXT NOT NULL, since TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(), \
                until TIMESTAMPTZ NOT NULL
                """
            ),
            (
                "claim",
                "scope \(text) NOT NULL, key \(text) NOT NULL, run TEXT, epoch BIGINT NOT NULL, PRIMARY KEY (scope, key)"
            ),
        ]
    }

    private static let indexes = [
        "CREATE INDEX event_purchase ON cph.event (purchase, seq)",
        "CREATE INDEX sent_at ON cph.sent (at, servers, currency, amount, months)",
        "CREATE INDEX purchase_order ON cph.purchase (order_id)",
        "CREATE INDEX purchase_key ON cph.purchase (key)",
        "CREATE INDEX purchase_state ON cph.purchase (scope, state)",
        "CREATE INDEX claim_run ON cph.claim (run) WHERE run IS NOT NULL",
        "CREATE INDEX event_plan ON cph.event (kind, seq, at) WHERE \(Event.Kind.ofPlans)", policies,
    ]

    private static let policies = "CREATE INDEX event_policy ON cph.event (seq) WHERE \(Event.Kind.ofPolicies)"

    /// The bodies of the functions by name, as the server keeps them.
    static var bodies: [(name: String, rights: String, body: String)] {
        let steps = LedgerFormat.steps(in: LedgerFormat.version).map { "'\($0)'" }.joined(separator: ", ")
        return [
            ("refuse", "", "BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END"),
            (
                // Who may append needs no right to write the end of the chain.
                "follow", "SECURITY DEFINER SET search_path = cph, pg_temp",
                """
                BEGIN UPDATE cph.head SET seq = NEW.seq, hash = NEW.hash WHERE seq = NEW.seq - 1; \
                IF NOT FOUND THEN RAISE EXCEPTION 'event % does not follow the last one', NEW.seq; END IF; \
                RETURN NEW; END
                """
            ),
            (
                "move", "",
                """
                BEGIN IF NEW.id <> OLD.id OR NEW.scope <> OLD.scope OR NEW.key <> OLD.key THEN \
                RAISE EXCEPTION 'a purchase keeps its name'; END IF; \
                IF NEW.revision <> OLD.revision + 1 THEN RAISE EXCEPTION 'a revision follows the last one'; END IF; \
                IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN (\(steps)) THEN \
                RAISE EXCEPTION 'no such step between states'; END IF; RETURN NEW; END
                """
            ),
            (
                // What a line says of its writer is what the server knows, so that nobody asks or agrees in another's name. Who owns
                // the tables could change them anyway, and copies other people's lines.
                "vouch", "SET search_path = cph, pg_temp",
                """
                DECLARE plan json := NEW.detail; BEGIN \
                IF pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') \
                THEN RETURN NEW; END IF; IF plan->'who'->>'session_user' IS DISTINCT FROM session_user::text THEN \
                RAISE EXCEPTION 'a line about a plan names whoever writes it'; END IF; \
                IF NEW.kind = 'agreed' AND plan->>'checked' = 'true' AND EXISTS (SELECT 1 FROM cph.event WHERE \
                \(Event.Kind.ofPlans) AND kind = 'asked' AND seq >= CAST(plan->>'asked' AS bigint) \
                AND CAST(detail AS json)->>'hash' = plan->>'hash' \
                AND CAST(detail AS json)->'who'->>'session_user' = session_user::text) THEN \
                RAISE EXCEPTION 'whoever asked may not approve'; END IF; RETURN NEW; END
                """
            ),
            (
                // A policy is for those who buy: none of them may loosen it.
                "govern", "SET search_path = cph, pg_temp",
                """
                BEGIN IF pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') \
                THEN RETURN NEW; END IF; RAISE EXCEPTION 'only who set the ledger up may set its policy'; END
                """
            ),
            (
                "start", "",
                """
                BEGIN IF NEW.state <> 'planned' THEN RAISE EXCEPTION 'a purchase starts as planned'; END IF; \
                RETURN NEW; END
                """
            ),
        ]
    }

    private static var functions: [String] {
        bodies.map {
            "CREATE FUNCTION cph.\($0.name)() RETURNS trigger LANGUAGE plpgsql \($0.rights) AS $body$\($0.body)$body$"
        }
    }

    /// A trigger: on which table, when, and what it does.
    struct Guard {
        let name: String
        let table: String
        let event: String
        var condition: String?
        let action: String

        init(_ name: String, on table: String, _ event: String, when condition: String? = nil, _ action: String) {
            (self.name, self.table, self.event, self.condition, self.action) = (name, table, event, condition, action)
        }

        init(_ name: String, on table: String, _ event: String, when condition: String? = nil, refuses why: String) {
            self.init(name, on: table, event, when: condition, "refuse('\(why)')")
        }

        fileprivate var statement: String {
            let each = event.hasSuffix("TRUNCATE") ? "STATEMENT" : "ROW"
            let when = condition.map { " WHEN (\($0))" } ?? ""
            return
                "CREATE TRIGGER \(name) \(event) ON cph.\(table) FOR EACH \(each)\(when) EXECUTE FUNCTION cph.\(action)"
        }
    }

    static var guards: [Guard] {
        [
            Guard("event_follows", on: "event", "BEFORE INSERT", "follow()"),
            Guard("event_vouches", on: "event", "BEFORE INSERT", when: "NEW.\(Event.Kind.ofPlans)", "vouch()"),
            governing,
            Guard("event_stays", on: "event", "BEFORE UPDATE OR DELETE", refuses: "events are never changed"),
            Guard("purchase_starts", on: "purchase", "BEFORE INSERT", "start()"),
            Guard("purchase_moves", on: "purchase", "BEFORE UPDATE", "move()"),
            Guard("purchase_remains", on: "purchase", "BEFORE DELETE", refuses: "purchases are never deleted"),
            Guard("attempt_stays", on: "attempt", "BEFORE UPDATE OR DELETE", refuses: "answers are never changed"),
            Guard(
                "server_stays", on: "server", "BEFORE UPDATE", when: "NEW.* IS DISTINCT FROM OLD.*",
                refuses: "a server stays with its purchase"),
            Guard("server_remains", on: "server", "BEFORE DELETE", refuses: "servers are never deleted"),
            Guard("head_remains", on: "head", "BEFORE DELETE", refuses: "the end of the chain remains"),
            Guard(
                "claim_advances", on: "claim", "BEFORE UPDATE", when: "NEW.epoch < OLD.epoch",
                refuses: "an epoch never goes back"),
            Guard("claim_remains", on: "claim", "BEFORE DELETE", refuses: "an epoch is never forgotten"),
        ]
            + ["event", "purchase", "attempt", "server", "head", "meta", "claim"].map {
                Guard("\($0)_is_kept", on: $0, "BEFORE TRUNCATE", refuses: "the record is never emptied")
            }
    }

    private static let governing = Guard(
        "event_governs", on: "event", "BEFORE INSERT", when: "NEW.\(Event.Kind.ofPolicies)", "govern()")

    private static var triggers: [String] { guards.map(\.statement) }

    /// What a role may do to a table; without columns, to all of them.
    struct Right: Hashable {
        let privilege: String
        let table: String
        var columns: [String] = []
    }

    /// What a role needs to buy, and no more.
    static var rights: [Right] {
        tables.map { Right(privilege: "SELECT", table: $0.name) }
            + ["event", "attempt", "purchase", "server", "sent", "checked", "lease", "claim"].map {
                Right(privilege: "INSERT", table: $0)
            } + [
                Right(
                    privilege: "UPDATE", table: "purchase",
                    columns: ["content_sha256", "state", "revision", "order_id", "updated_at"]),
                // A server that is named once more stays where it is; that is written as a change, which a trigger looks at.
                Right(privilege: "UPDATE", table: "server", columns: ["purchase"]),
                // Whoever locks a row needs the right to change something in it.
                Right(privilege: "UPDATE", table: "head", columns: ["locked"]),
                Right(
                    privilege: "UPDATE", table: "sent",
                    columns: ["scope", "at", "servers", "currency", "amount", "months"]),
                Right(privilege: "DELETE", table: "sent"),
                Right(privilege: "UPDATE", table: "checked", columns: ["point"]),
                Right(privilege: "UPDATE", table: "site", columns: ["identity", "since"]),
                Right(privilege: "UPDATE", table: "lease", columns: ["until"]),
                Right(privilege: "UPDATE", table: "claim", columns: ["run", "epoch"]),
            ]
    }

    /// The statements that leave a role these rights and no others; its name comes quoted.
    static func grants(to role: String) -> [String] {
        [
            "REVOKE ALL ON ALL TABLES IN SCHEMA cph FROM \(role)", "REVOKE ALL ON SCHEMA cph FROM \(role)",
            "GRANT USAGE ON SCHEMA cph TO \(role)",
        ]
            + rights.map { right in
                let columns = right.columns.isEmpty ? "" : " (\(right.columns.joined(separator: ", ")))"
                return "GRANT \(right.privilege)\(columns) ON cph.\(right.table) TO \(role)"
            }
    }

    /// What brings the tables from a version to the next one, by the older of the two.
    static let migrations: [Int: [String]] = [2: moneyOfSends + policiesOfLedgers]

    /// What was sent for comes to, in units of 10^-8; nothing where nobody knows it. And for how many months it is.
    private static let money = "currency \(text), amount BIGINT, months BIGINT"

    /// Version 3 has the money of what was sent for beside its servers.
    private static let moneyOfSends = [
        "ALTER TABLE cph.sent \(money.split(separator: ", ").map { "ADD COLUMN \($0)" }.joined(separator: ", "))",
        // As `PurchaseRecord.apply` reads the events: the last one counts that tells an amount since the last approval.
        """
        UPDATE cph.sent SET currency = found.currency, amount = found.amount FROM (\
        SELECT DISTINCT ON (purchase) purchase, coalesce(detail->>'currency', '') AS currency, \
        CAST(CAST(detail->>'amount' AS NUMERIC) * 100000000 AS BIGINT) AS amount \
        FROM (SELECT seq, purchase, kind, CAST(detail AS json) AS detail FROM cph.event WHERE purchase IS NOT NULL) e \
        WHERE kind = 'approved' OR detail->>'amount' IS NOT NULL ORDER BY purchase, seq DESC) found \
        WHERE found.purchase = sent.purchase AND found.amount IS NOT NULL
        """,
        """
        UPDATE cph.sent SET months = found.months FROM (SELECT DISTINCT ON (purchase) purchase, \
        CAST(CAST(detail AS json)->>'months' AS BIGINT) AS months FROM cph.event \
        WHERE kind = 'planned' AND purchase IS NOT NULL ORDER BY purchase, seq DESC) found WHERE found.purchase = sent.purchase
        """,
        "DROP INDEX cph.sent_at", indexes[1],
        // Who may write the rest of a row may write this, too.
        """
        DO $body$ DECLARE who name; BEGIN FOR who IN SELECT DISTINCT grantee FROM information_schema.column_privileges \
        WHERE table_schema = 'cph' AND table_name = 'sent' AND column_name = 'servers' AND privilege_type = 'UPDATE' \
        AND grantee <> 'PUBLIC' LOOP \
        EXECUTE format('GRANT UPDATE (currency, amount, months) ON cph.sent TO %I', who); END LOOP; END $body$
        """,
    ]

    /// And the ledger's policy, which only who set it up may set.
    private static var policiesOfLedgers: [String] {
        [policies] + functions.filter { $0.hasPrefix("CREATE FUNCTION cph.govern()") } + [governing.statement]
    }

    /// The statements that put this version's functions in the place of an older one's.
    static var renewedFunctions: [String] {
        functions.map { $0.replacing("CREATE FUNCTION", with: "CREATE OR REPLACE FUNCTION") } + [closing]
    }

    /// Takes from everybody what PostgreSQL gives everybody: whoever could call `follow` from a table of their own would move the
    /// end of the chain.
    private static let closing = "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA cph FROM PUBLIC"
}
