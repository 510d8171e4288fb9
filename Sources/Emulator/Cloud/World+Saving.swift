/// What is not on disk was not sold.
extension World {
    /// Keeps changed orders in the state file and the account, or refuses when the file cannot be written.
    mutating func store(_ orders: [EmulatedOrder]) throws(Refusal) {
        guard keep(orders) else { throw Refusal.unwritable }
    }

    /// Puts `orders` into the account once they are on disk: what the file does not know was not sold.
    mutating func keep(_ orders: [EmulatedOrder]) -> Bool {
        let rest = StateFile.Rest(projectID: projectID, random: random, jobs: jobs, sizes: sizes, access: access)
        do { try file?.save(orders, rest) } catch { return false }
        for order in orders { account.put(order) }
        return true
    }
}
