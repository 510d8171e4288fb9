/// What a run has bought, in whichever account: a prompt goes from one to another, and a limit of a run holds over all of them.
public struct RunSpending: Sendable {
    let spending: Spending
    let money: MoneySpent

    /// Makes that of a run which has bought nothing.
    public init() { self.init(spending: Spending([]), money: MoneySpent()) }

    init(spending: Spending, money: MoneySpent) { (self.spending, self.money) = (spending, money) }
}
