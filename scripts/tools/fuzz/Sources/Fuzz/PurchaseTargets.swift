import CPHModel
import Schema

/// A body is valid exactly when it has no error, and stays what it is when it is read again.
func examine(_ text: [UInt8]) {
    guard let value = try? Value(json: text) else { return }
    let (model, problems) = CreateServer.examine(value)
    guard !problems.contains(where: { $0.severity == .error }) else { return }
    require((1...10).contains(model.count) && !model.nics.isEmpty, "an impossible purchase was let through")
    require((try? CreateServer(validating: model.value)) == model, "a valid body changed on its way")
}

/// Nothing is accepted without as many ids as were asked for, and nothing is refused that names a purchase. The first
/// byte says how many.
func judge(_ text: [UInt8]) {
    guard let first = text.first else { return }
    let (count, body) = (Int(first) % 10 + 1, Array(text.dropFirst()))
    for status in [200, 400, 403, 429, 500] {
        let answer = Exchange(bytesSent: 1, answer: Answer(status: status, body: body))
        switch Verdict(answer, count: count, paysAtOnce: true) {
        case .accepted(let response):
            require(status == 200 && Set(response.serverIDs ?? []).count == count, "accepted without its ids")
        case .refused, .throttled, .unauthorized:
            let named = (try? Value(json: body)).map { CreateServerResponse.salvage($0).model }
            require(named?.orderID == nil && named?.serverIDs?.isEmpty != false, "refused what was bought")
        case .unpaid, .notSent: fail("neither fits what was sent")
        case .partial, .orderOnly: break
        case .inDoubt(let doubt):
            let order = plainOrder(in: body)
            require(order == nil || doubt.salvage.orderID != nil, "the order \(order ?? "") got lost")
        }
    }
}

/// The only order that a body names in the plainest form; nil when there is none, or more than one.
private func plainOrder(in body: [UInt8]) -> String? {
    let marks = ["\"order_id\":\"", "order_id", "orderI", "order-id"].map { Array($0.utf8) }
    guard !body.contains(0), let start = body.firstRange(of: marks[0]) else { return nil }
    let rest = body[start.upperBound...]
    let id = rest.prefix { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
    let isAlone = marks.dropFirst().allSatisfy { mark in
        rest.firstRange(of: mark) == nil && body[..<start.lowerBound].firstRange(of: mark) == nil
    }
    let isWhole = (1...64).contains(id.count) && rest[id.endIndex...].first == UInt8(ascii: "\"")
    return isWhole && isAlone ? String(decoding: id, as: UTF8.self) : nil
}
