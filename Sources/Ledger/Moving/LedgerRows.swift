/// The tables of a ledger as rows, in an order in which they can be written anew: what a copy carries from one store to another.
struct LedgerRows {
    /// A table, the columns by which its rows are in order, and how many are read at once.
    struct Table {
        let name: String
        let key: [(column: String, index: Int)]
        let width: Int
        let chunk: Int

        fileprivate init(_ name: String, _ key: [(column: String, index: Int)], width: Int, chunk: Int = 500) {
            (self.name, self.key, self.width, self.chunk) = (name, key, width, chunk)
        }

        /// Takes a row as it was read.
        var insertion: String {
            "INSERT INTO \(name) VALUES (\((1...width).map { "$\($0)" }.joined(separator: ", ")))"
        }
    }

    /// All but `meta`, whose lines are not a copy's.
    static let tables = [
        Table("event", [("seq", 0)], width: 9), Table("purchase", [("id", 0)], width: 8),
        // Answers may be a mebibyte each.
        Table("attempt", [("purchase", 0), ("n", 1)], width: 8, chunk: 25),
        Table("server", [("scope", 0), ("id", 1)], width: 3), Table("sent", [("purchase", 0)], width: 7),
    ]

    /// Hands the rows of a table to `body`, some at a time. Called inside of a transaction it reads one moment.
    static func each(
        of table: Table, in store: any Store, _ body: ([[SQLValue]]) throws -> Void
    ) throws {
        let columns = table.key.map(\.column).joined(separator: ", ")
        let places = table.key.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        var last: [SQLValue]?
        while true {
            let start = last == nil ? "" : "WHERE (\(columns)) > (\(places)) "
            let rows = try store.rows(
                "SELECT * FROM \(table.name) \(start)ORDER BY \(columns) LIMIT \(table.chunk)", last ?? [], "copying")
            if !rows.isEmpty { try body(rows) }
            guard rows.count == table.chunk, let row = rows.last else { return }
            last = table.key.map { row[$0.index] }
        }
    }
}
