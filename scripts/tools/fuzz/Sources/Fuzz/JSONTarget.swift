import Foundation
import Schema

/// What is read is written so that it reads the same, to us and to a reader that knows nothing of ours.
func roundTrip(_ text: [UInt8]) {
    guard let value = try? Value(json: text) else { return }
    let (compact, pretty) = (value.json(), value.prettyJSON())
    require((try? Value(json: compact)) == value && (try? Value(json: pretty)) == value, "JSON changed on its way")
    if !hasLongNumber(text) {
        require(agrees(value, with: foundation(Data(text))), "Foundation reads something else than we do")
    }
    require(agrees(value, with: foundation(Data(compact.utf8))), "Foundation reads something else than we wrote")
}

/// With more digits than 64 bits hold, Foundation reads something else even where most stand behind the point.
private func hasLongNumber(_ text: [UInt8]) -> Bool {
    text.split { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) && $0 != UInt8(ascii: ".") }
        .contains { $0.count > 18 }
}

private func foundation(_ text: Data) -> Any? {
    try? JSONSerialization.jsonObject(with: text, options: .fragmentsAllowed)
}

private func agrees(_ value: Value, with other: Any?) -> Bool {
    switch value {
    case .null: other is NSNull
    case .bool(let flag): other as? Bool == flag
    case .int(let number): (other as? NSNumber)?.intValue == number
    case .number(let number): (other as? NSNumber).map { isNear(number, $0.doubleValue) } ?? false
    case .string(let text): other as? String == text
    case .list(let items):
        (other as? [Any]).map { $0.count == items.count && zip(items, $0).allSatisfy(agrees) } ?? false
    case .object(let object):
        (other as? [String: Any]).map { other in
            other.count == object.count && object.allSatisfy { agrees($0.value, with: other[$0.key]) }
        } ?? false
    case .foreign: false
    }
}

/// Foundation rounds the last bits of long numbers otherwise, and wraps some beyond its integers around: -9.3e18.
private func isNear(_ number: Double, _ other: Double) -> Bool {
    abs(number) > 0x1p62 || abs(number - other) <= 4 * number.ulp
}
