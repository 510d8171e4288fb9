/// An address range such as `192.168.0.0/16`.
struct IPv4Range {
    private let base: UInt32
    private let bits: UInt32

    /// Reads a range; nil when `text` is not one.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = UInt32(parts[1]), length <= 32 else { return nil }
        let octets = parts[0].split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        guard octets.count == 4 else { return nil }
        bits = 32 - length
        let address = octets.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        base = bits == 32 ? 0 : (address >> bits) << bits
    }

    /// Addresses for servers: all but those that Huawei keeps, the first three and the last two.
    var capacity: Int { bits >= 3 ? (1 << Int(bits)) - 5 : 0 }

    /// The address for the server of that number, counted from 0; used ones come again when there are no more.
    func address(_ number: Int) -> String {
        let address = base &+ UInt32(truncatingIfNeeded: capacity > 0 ? 3 + number % capacity : number)
        return [24, 16, 8, 0].map { String(address >> $0 & 0xFF) }.joined(separator: ".")
    }
}
