public import Schema

extension Model {
    /// The model, when `value` keeps every limit whose breach is an error: the one way in which a request is refused.
    ///
    /// - Parameter operation: What was to be called, for the error.
    /// - Throws: `CPHError` of kind `argument` with every problem; nothing was sent.
    public static func checked(_ value: Value, for operation: String? = nil) throws(CPHError) -> Self {
        let (model, problems) = examine(value)
        guard !problems.contains(where: { $0.severity == .error }) else {
            throw CPHError(problems, model: name, operation: operation)
        }
        return model
    }
}
