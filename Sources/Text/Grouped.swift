/// A decimal number with a comma between each three digits before its point: `-3,000,000.00`. Other text stays as it is.
public func grouped(_ number: String) -> String {
    let sign = number.prefix { $0 == "-" }
    let digits = number.dropFirst(sign.count).prefix { $0.isASCII && $0.isNumber }
    let rest = number[digits.endIndex...]
    guard sign.count < 2, !digits.isEmpty, rest.isEmpty || rest.first == "." else { return number }
    let parts = digits.enumerated().map { index, digit in
        index > 0 && (digits.count - index).isMultiple(of: 3) ? ",\(digit)" : "\(digit)"
    }
    return sign + parts.joined() + rest
}
