import CPHModel

/// What the lines of `meta` say of a ledger that goes from one place to another.
enum Moving {
    /// Where the ledger went: nobody buys with this one any more.
    static let goneTo = "moved_to"
    /// That the copy was not finished: nobody buys with it yet.
    static let unfinished = "copying"

    /// What a transaction that writes is told where the ledger went elsewhere; nil where it did not.
    static func refusal(_ lines: [[SQLValue]], _ operation: String, _ place: String) -> StoreError? {
        for line in lines {
            if line.first == .text(goneTo) {
                let other = line.last?.text ?? "another place"
                var error = StoreError("moved", "it was moved to \(other)", operation, place)
                error.hint = "name that one with --ledger; this one can still be read"
                return error
            }
            if line.first == .text(unfinished) {
                var error = StoreError("unfinished", "it is a copy that was not finished", operation, place)
                error.hint = "copy it again, with the same two places: cph ledger copy FROM TO"
                return error
            }
        }
        return nil
    }

    /// The question whose lines `refusal` takes.
    static let question = "SELECT name, value FROM meta WHERE name IN ('\(goneTo)', '\(unfinished)')"

    static func notEmpty(_ place: String) -> CPHError {
        CPHError(
            .ledger, code: "not_empty", "\(place) holds something already; nothing was copied",
            hint: "a ledger is copied to a place that holds none")
    }
}
