extension Value {
    /// Reads strict JSON (RFC 8259): UTF-8 only, no byte order mark, no trailing text, no key twice in an object.
    /// Integers that fit 64 bits stay exact; other numbers become `Double`.
    ///
    /// - Parameter goesOn: Asked for every few values, with about what they take in bytes; false ends the reading with an error.
    public init(
        json bytes: some Collection<UInt8>, while goesOn: ((_ bytes: Int) -> Bool)? = nil
    ) throws(JSONError) {
        let result: Result<Value, JSONError>? = bytes.withContiguousStorageIfAvailable { Value.parse($0, goesOn) }
        switch result ?? Array(bytes).withUnsafeBufferPointer({ Value.parse($0, goesOn) }) {
        case .success(let value): self = value
        case .failure(let error): throw error
        }
    }

    /// Reads strict JSON out of `text`, as `init(json:)` does out of its UTF-8 bytes.
    ///
    /// - Throws: `JSONError` at the first byte that does not fit.
    public init(json text: String) throws(JSONError) { try self.init(json: Array(text.utf8)) }

    private static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, _ goesOn: ((Int) -> Bool)?
    ) -> Result<Value, JSONError> {
        do throws(JSONError) {
            var parser = JSONParser(bytes, while: goesOn)
            return .success(try parser.document())
        } catch {
            return .failure(error)
        }
    }

    /// Writes compact JSON in member order. Infinities, NaN and foreign values become `null`: ask `firstForeign`
    /// before.
    public func json() -> String {
        var writer = JSONWriter(indent: nil)
        writer.write(self)
        return writer.text
    }

    /// Writes JSON with one member a line, for people.
    public func prettyJSON() -> String {
        var writer = JSONWriter(indent: 0)
        writer.write(self)
        return writer.text
    }
}
