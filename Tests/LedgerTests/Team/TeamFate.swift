/// Decides what happens where several things may: every way one after the other, or as a seed has it.
struct TeamFate {
    /// What may go wrong, each a limited number of times in a story.
    enum Trouble: Int, CaseIterable {
        case kill, stop, cut, commit, send, look, server, person
    }

    var chooser = Chooser()
    /// The seed's; nil where every way is gone.
    private(set) var dice: SeededDice?
    /// How often each trouble may still come.
    private var left: [Int]
    /// Once in how many chances each trouble comes, in a story of a seed.
    private let rarities: [Int]

    /// Every way of a world in which troubles come at most so often.
    init(every limits: [Trouble: Int]) {
        left = Trouble.allCases.map { limits[$0, default: 0] }
        rarities = []
    }

    init(_ dice: SeededDice, limits: [Int], rarities: [Int]) {
        (self.dice, left, self.rarities) = (dice, limits, rarities)
    }

    /// Which of so many `ways` a trouble takes, counted from 1; 0 when it does not come.
    mutating func strike(_ trouble: Trouble, ways: Int = 1) -> Int {
        guard left[trouble.rawValue] > 0, ways > 0 else { return 0 }
        let way: Int
        if dice != nil {
            guard below(rarities[trouble.rawValue]) == 0 else { return 0 }
            way = 1 + below(ways)
        } else {
            way = chooser.choose(ways + 1)
        }
        if way > 0 { left[trouble.rawValue] -= 1 }
        return way
    }

    /// One of `count` numbers from 0 on.
    mutating func pick(_ count: Int) -> Int { dice == nil ? chooser.choose(count) : below(count) }

    /// 0 to below `count` in a story of a seed, otherwise 0.
    mutating func below(_ count: Int) -> Int { dice?.below(count) ?? 0 }
}
