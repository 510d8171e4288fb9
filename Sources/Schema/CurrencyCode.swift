extension String {
    /// Whether it has the form of an ISO 4217 code of a currency: three capital letters, such as CNY.
    public var isCurrencyCode: Bool { utf8.count == 3 && utf8.allSatisfy { (0x41...0x5A).contains($0) } }
}
