public import CPHModel
public import Policies
import Schema
import Text

// The policy of a ledger is its last line of kind `policy`, and nothing else.
extension Event.Kind {
    /// The kind of line that holds a policy. The index of these lines is by this condition.
    static let ofPolicies = "kind = 'policy'"
}

extension Journal {
    /// The policy that holds for whoever records here; nil where there is none.
    ///
    /// - Throws: `CPHError` of kind `ledger`, and of kind `denied` for one that this cph does not understand.
    public func policy() throws(CPHError) -> RecordedPolicy? {
        try reading { () throws(JournalError) in try recordedPolicy() }
    }

    func recordedPolicy() throws(JournalError) -> RecordedPolicy? {
        guard let seq = try policySeq() else { return nil }
        if let known = knownPolicy, known.seq == seq { return known.policy }
        guard let event = try events(where: "e.seq = $1", [.int(seq)]).first else {
            throw .damaged("the line \(seq) of its policy is not there")
        }
        let found: RecordedPolicy?
        do throws(PolicyError) { found = try RecordedPolicy(event, of: file) } catch {
            throw .refused(
                CPHError(
                    .denied, code: "policy", "\(error); nothing was sent",
                    hint: "use a cph that is as new as the one that set it: cph ledger policy"))
        }
        knownPolicy = (seq, found)
        return found
    }

    /// The number of the line that was written last about its policy; nil where none was.
    func policySeq() throws(JournalError) -> Int? {
        // Older tables have no index of these lines, and no such lines.
        guard version >= 3 else { return nil }
        return try read("SELECT max(seq) FROM event WHERE \(Event.Kind.ofPolicies)").first?.first?.int
    }

    /// Sets the policy, or takes it back, for everybody who records here.
    ///
    /// - Parameters:
    ///   - policy: Nil to take it back.
    ///   - text: As it was written.
    ///   - reason: Why it is taken back or changed; nil where nobody says so.
    /// - Throws: `CPHError` of kind `ledger`; on a server also where this role does not own the ledger.
    public func setPolicy(_ policy: Policy?, text: String = "", reason: String?, at now: Int) throws(CPHError) {
        do throws(JournalError) {
            try upgrade()
            try note(at: now, "setting its policy") { () throws(JournalError) -> Line? in
                var detail: Object =
                    policy.map { RecordedPolicy.detail($0, text: text, by: user) } ?? [
                        "policy": .null, "who": user.value,
                    ]
                detail["reason"] = reason.map(Value.string)
                return (.policy, detail)
            }
        } catch { throw error.asCPHError(file: file, consequence: "its policy is what it was") }
    }
}
