/// One header of a request or response, spelled as it is sent.
public struct HeaderField: Hashable, Sendable {
    /// Spelled as it is sent; comparisons ignore the case of ASCII letters.
    public var name: String
    /// Sent without change; the signature leaves white space at its ends out of account.
    public var value: String

    /// Makes a header and checks neither part: the transport refuses control characters.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Whether this is the header `name`; the case of ASCII letters does not count.
    public func isNamed(_ name: String) -> Bool {
        let ours = self.name.utf8
        let theirs = name.utf8
        guard ours.count == theirs.count else { return false }
        return zip(ours, theirs).allSatisfy { left, right in
            left == right || (left ^ right == 0x20 && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(left | 0x20))
        }
    }
}

extension [HeaderField] {
    /// The value of the first header called `name`, in any case.
    public func value(of name: String) -> String? {
        first { $0.isNamed(name) }?.value
    }

    mutating func addIfMissing(_ name: String, _ value: @autoclosure () -> String?) {
        guard self.value(of: name) == nil, let value = value() else { return }
        append(HeaderField(name, value))
    }
}
