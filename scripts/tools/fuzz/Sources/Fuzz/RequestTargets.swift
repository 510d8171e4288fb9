import CPHModel
import Schema

/// A path that is taken is the one that any server on the way makes of it: decoding, cutting parameters, joining slashes and
/// resolving dots change nothing.
func normalize(_ text: [UInt8]) {
    let path = String(decoding: text, as: UTF8.self)
    let request: Value = ["method": "POST", "service": "cph", "path": .string(path)]
    guard RawRequest.examine(request).problems.isEmpty else { return }
    let plain = path.replacing("{project_id}", with: "p")
    require(normalized(plain) == plain, "\(path) is \(normalized(plain)) to somebody")
    require(path.utf8.count == text.count, "a path that is no UTF-8")
}

private func normalized(_ path: String) -> String {
    var text = path
    for _ in 0..<3 { text = decoded(text) }
    var segments: [Substring] = []
    for part in text.replacing("\\", with: "/").split(separator: "/") {
        let segment = part.prefix { $0 != ";" }
        if segment == ".." {
            _ = segments.popLast()
        } else if segment != ".", !segment.isEmpty {
            segments.append(segment)
        }
    }
    return "/" + segments.joined(separator: "/")
}

private func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), rest.count >= 2,
            let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
        {
            bytes.append(value)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// Whatever an operation is answered, it is a model or an error.
func read(_ body: [UInt8]) {
    func read(_ operation: some APIOperation, _ exchange: Exchange) {
        if let model = try? operation.answer(in: exchange) { _ = model.value.json() }
    }
    for status in [200, 404] {
        let exchange = Exchange(bytesSent: 1, answer: Answer(status: status, body: body))
        for operation in Operations.all { read(operation, exchange) }
    }
}
