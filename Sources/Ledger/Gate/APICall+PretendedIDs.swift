public import CPHModel
import Schema
import Text

// Ids that a dry run made up stand for nothing: no call may be sent with one, wherever it was kept meanwhile.
extension APICall {
    /// Refuses a call that names what a dry run made up.
    ///
    /// - Throws: `CPHError` of kind `argument` with the code `dry_run`; nothing was sent.
    public func refusePretendedIDs() throws(CPHError) {
        guard let id = pretendedID else { return }
        throw CPHError(
            .argument, code: "dry_run",
            "\(quoted(id)) is no id: a dry run made it up and bought nothing; nothing was sent",
            hint: "buy first, without --dry-run, CPH_DRY_RUN and :dry; then take the ids that come back",
            operation: operation)
    }

    /// An id of the request that a dry run made up; nil for a request without one.
    private var pretendedID: String? {
        let inPath = path.split(separator: "/").first { Self.isPretended($0) }
        if let inPath { return String(inPath) }
        if let item = query.first(where: { Self.namesIDs($0.name) && Self.isPretended($0.value) }) { return item.value }
        // Reading the body again costs time, and most have nothing of that kind.
        guard let body, body.firstRange(of: Self.start.utf8) != nil else { return nil }
        return (try? Value(json: String(decoding: body, as: UTF8.self))).flatMap {
            Self.pretendedID(in: $0, isID: false)
        }
    }

    private static let start = "dry-run-"

    /// Whether a text is what a dry run gives out as an order's or a server's id: `dry-run-1`, `dry-run-1-2`.
    private static func isPretended(_ text: some StringProtocol) -> Bool {
        guard text.hasPrefix(start) else { return false }
        let numbers = text.dropFirst(start.count).split(separator: "-", omittingEmptySubsequences: false)
        return numbers.count <= 2 && numbers.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
    }

    /// Whether a field holds ids; a server may be called `dry-run-1`.
    private static func namesIDs(_ field: String) -> Bool { field.hasSuffix("id") || field.hasSuffix("ids") }

    private static func pretendedID(in value: Value, isID: Bool) -> String? {
        if isID, let text = value.text, isPretended(text) { return text }
        if let items = value.items { return items.lazy.compactMap { pretendedID(in: $0, isID: isID) }.first }
        return value.members?.lazy.compactMap { pretendedID(in: $0.value, isID: namesIDs($0.key)) }.first
    }
}
