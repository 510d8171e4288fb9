import CPHModel
import Text

@testable import Ledger
@testable import Terminal

/// Whatever names and screens are, and whatever a program drew before, what is bought and what is typed for it stands on the
/// screen, and nothing behind it.
func ask(_ bytes: [UInt8]) {
    var source = Bytes(bytes)
    let size = TerminalSize(columns: 40 + source.next() % 160, rows: 12 + source.next() % 60)
    let drawn = source.text()
    let purchases = (0...source.next() % 30).map { _ in source.purchase() }
    let account = AccountScope(projectID: "0a1b", region: "cn-east-3") { _ in "cph.example.org" }
    let question = ApprovalQuestion(
        name: source.text(), hash: nil, purchases: purchases, prices: nil, account: account, serversSoFar: 0,
        serverMonthsSoFar: 0)
    let confirmation = TypedConfirmation(question)

    let terminal = VirtualTerminal(columns: size.columns, rows: size.rows)
    terminal.write(drawn)
    require(
        confirm(confirmation, on: terminal, palette: Palette(isColored: false)) == .refused,
        "nobody typed, and it agreed")
    let lines = confirmation.lines(on: size)
    for line in lines + [confirmation.askLine] {
        require(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }, "an escape")
    }
    for line in lines { require(displayWidth(line) < size.columns, "wider than the screen") }
    let sums = "│ in all " + counted(question.servers, "server")
    require(lines.last?.hasPrefix(sums) == true, "the sums do not stand last")
    let asked = (displayWidth(confirmation.askLine) + size.columns) / size.columns
    guard asked + 5 < size.rows else { return }
    let seen = terminal.lastView.seen
    require(seen.contains(sums), "the sums are not seen on \(size.columns) x \(size.rows):\n\(seen)")
    require(seen.contains("└ Type \(question.servers)"), "what to type is not seen:\n\(seen)")
    require(!seen.contains("this buys") || lines[0].contains("this buys"), "another question is seen")
}

/// Numbers and texts out of bytes: any bytes do.
private struct Bytes {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func next() -> Int { Int(rest.popFirst() ?? 0) }

    mutating func text() -> String {
        let count = next()
        defer { rest = rest.dropFirst(count) }
        return String(decoding: rest.prefix(count), as: UTF8.self)
    }

    mutating func purchase() -> PurchaseSummary {
        var request = CreateServer()
        (request.serverName, request.serverModelName) = (text(), text())
        request.count = 1 + next() % 10
        let flags = next()
        var order = OrderParam()
        order.periodType = flags & 1 == 0 ? .month : .year
        order.periodNum = 1 + flags % 9
        order.isAutoPay = flags & 16 == 0 ? .yes : nil
        order.isAutoRenew = flags & 32 == 0 ? .yes : nil
        request.orderParam = order
        guard let summary = try? PurchaseSummary(request) else { fail("no SHA-256") }
        return summary
    }
}
