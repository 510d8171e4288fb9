import Text

/// One `name=value` of a query, not encoded. A name may occur more than once.
public struct QueryItem: Hashable, Sendable {
    /// The part before the `=`, not percent-encoded.
    public var name: String
    /// The part after the `=`, not percent-encoded; empty for a name without value.
    public var value: String

    /// Pairs a name with its value; neither may be encoded already, or it is encoded twice.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// The pairs of a query as bytes, in the one order and spelling that the signature allows.
struct CanonicalQuery {
    private var pairs: [(name: [UInt8], value: [UInt8])]

    init(_ items: [QueryItem]) {
        pairs = items.map { (Array($0.name.utf8), Array($0.value.utf8)) }
        sort()
    }

    /// Reads a query as it came over the wire, without its `?`. A `+` is a plus sign: the signature's rules spell a
    /// space `%20`.
    init(raw: some Collection<UInt8>) {
        pairs = raw.split(separator: UInt8(ascii: "&")).map { pair in
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            let value = pair.dropFirst(name.count + 1)
            return (PercentEncoding.decoded(Array(name)), PercentEncoding.decoded(Array(value)))
        }
        sort()
    }

    var isEmpty: Bool { pairs.isEmpty }

    func append(to output: inout [UInt8]) {
        for (index, pair) in pairs.enumerated() {
            if index > 0 { output.append(UInt8(ascii: "&")) }
            PercentEncoding.append(pair.name, to: &output)
            output.append(UInt8(ascii: "="))
            PercentEncoding.append(pair.value, to: &output)
        }
    }

    /// By code point before encoding, which for UTF-8 is the order of the bytes.
    private mutating func sort() {
        guard pairs.count > 1 else { return }
        pairs.sort { left, right in
            left.name == right.name
                ? left.value.lexicographicallyPrecedes(right.value) : left.name.lexicographicallyPrecedes(right.name)
        }
    }
}
