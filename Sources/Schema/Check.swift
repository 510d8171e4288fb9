/// A limit across fields of one model.
public final class Check<M>: Sendable {
    /// What a breach is reported as, for scripts that branch on it.
    public let code: Problem.Code
    /// The limit in words, as hint and as documentation.
    public let limit: String
    /// Whether a breach keeps a request from being sent.
    public let severity: Problem.Severity
    /// Whether a page of Huawei's states the limit, or it was inferred.
    public let basis: Problem.Basis
    /// The field it is reported at.
    let path: Path
    /// Fields that must have been read without error; otherwise there is nothing to compare.
    let needs: [Path]
    let violation: @Sendable (M) -> String?

    /// Makes a check that is reported at `path` and is looked at only when none of the fields in `needs` has an error.
    ///
    /// - Parameter violation: What is wrong with the model, such as `is 11`; nil when it keeps the limit.
    public init(
        at path: Path, needs: [Path], _ code: Problem.Code, _ limit: String, severity: Problem.Severity = .error,
        basis: Problem.Basis = .documented, violation: @escaping @Sendable (M) -> String?
    ) {
        (self.path, self.needs, self.code, self.limit) = (path, needs, code, limit)
        (self.severity, self.basis, self.violation) = (severity, basis, violation)
    }

    @usableFromInline
    func report(_ model: M, to problems: inout [Problem]) {
        let isBlocked = problems.contains { problem in
            problem.severity == .error
                && needs.contains { problem.path.starts(with: $0) || $0.starts(with: problem.path) }
        }
        guard !isBlocked, let message = violation(model) else { return }
        problems.append(Problem(at: path, code, message, hint: limit, severity: severity, basis: basis))
    }
}
