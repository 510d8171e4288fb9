import Text

/// Checks this machine's clock against the time that services give.
extension DoctorFinding {
    /// Checks the clock: signatures are accepted up to 15 minutes apart, and from a third of that on it is time to set
    /// it.
    ///
    /// - Parameter offset: Seconds that this machine is ahead; nil when no service said what time it is.
    static func clock(ahead offset: Int?) -> DoctorFinding {
        guard let offset else { return look("clock", "no service said what time it is") }
        let apart = abs(offset)
        guard apart > 2 else { return right("clock", "as the service's") }
        let text = "\(Duration.seconds(apart).words) \(offset > 0 ? "ahead of" : "behind") the service's"
        let advice = "set the clock (timedatectl set-ntp true): signatures are accepted up to 15 minutes apart"
        if apart > 15 * 60 { return wrong("clock", text, advice) }
        return apart > 5 * 60 ? look("clock", text, advice) : right("clock", text)
    }
}
