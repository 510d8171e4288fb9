import CPHModel
import Text

extension CPHError {
    /// Says of the failure that the chosen credentials could not be had. No other source is asked then: it may be another account.
    ///
    /// - Parameter source: Where they were to come from, as `Credentials.source` says it.
    func ofCredentials(_ source: String) -> CPHError {
        if isOfCredentials { return self }
        let place = [operation, code].compactMap(\.self).joined(separator: ", ")
        var error = CPHError(
            .denied, code: CPHError.credentialsCode,
            "no credentials from \(source): \(message)\(place.isEmpty ? "" : " (\(place))"); nothing was sent with them",
            hint: hint ?? "cph doctor shows what each source has")
        (error.isRetryable, error.httpStatus, error.requestID) = (isRetryable, httpStatus, requestID)
        return error
    }

    /// The failure of a source that can't be read.
    init(credentials source: String, _ cause: SetupError) {
        self = CPHError(.denied, cause.message, hint: cause.hint).ofCredentials(source)
    }
}
