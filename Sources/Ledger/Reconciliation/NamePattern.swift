/// The names that servers bought under one name have: the name itself, or with `-` and 1 to 4 digits behind it.
struct NamePattern {
    private let name: [UInt8]

    init(_ name: String) { self.name = Array(name.utf8) }

    func matches(_ shown: String) -> Bool {
        let bytes = Array(shown.utf8)
        guard bytes.starts(with: name) else { return false }
        let suffix = bytes[name.count...]
        if suffix.isEmpty { return true }
        let digits = suffix.dropFirst()
        return suffix.first == UInt8(ascii: "-") && (1...4).contains(digits.count)
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
