extension SpendLimits {
    /// Limits that allow everything without asking, because the embedded cloud costs nothing.
    public static var everything: SpendLimits {
        var limits = SpendLimits()
        (limits.servers, limits.serverMonths, limits.renewals) = (.max, .max, true)
        (limits.changes, limits.payments, limits.requests) = (.max, .max, .max)
        return limits
    }
}
