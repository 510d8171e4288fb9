import CPHModel

@testable import Ledger

/// A generator whose whole state is one number: a seed gives the same numbers for ever.
struct SeededDice {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func number() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// 0 to below `count`.
    mutating func below(_ count: Int) -> Int { Int(number() % UInt64(count)) }

    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True once in so many.
    mutating func isOne(in count: Int) -> Bool { below(count) == 0 }
}

/// What is to be bought in a seed: a name and how many servers.
struct SimulatedWish {
    let name: String
    let count: Int
}

/// The service as a seed has it: it sells, shows what it sold a while later, and carries some requests out late.
struct SimulatedService {
    struct Sold {
        let id: String
        let wish: Int
        let orderID: String
        let createdAt: Int
        let visibleAt: Int
        /// Whether the gateway made it by repeating a request by itself.
        let isRepeat: Bool
        let sighting: Sighting
    }

    let wishes: [SimulatedWish]
    /// In milliseconds.
    let lag: Int
    let lateness: ClosedRange<Int>
    private(set) var sold: [Sold] = []
    /// Requests that were carried out, by wish: more than one is a second purchase.
    private(set) var carriedOut: [Int]
    private(set) var late: [(at: Int, wish: Int)] = []
    private var orders = 0

    init(_ wishes: [SimulatedWish], lag: Int, lateness: ClosedRange<Int>) {
        (self.wishes, self.lag, self.lateness) = (wishes, lag, lateness)
        carriedOut = wishes.map { _ in 0 }
    }

    /// Carries a request out as far as `fault` lets it, and returns the order and the servers it sold.
    mutating func send(_ wish: Int, _ fault: SendFault, at time: Int, _ dice: inout SeededDice) -> (
        order: String, ids: [String]
    ) {
        let first = sold.count
        if fault.sales > 0 { carriedOut[wish] += 1 }
        if fault == .late { late.append((time + dice.within(lateness), wish)) }
        for sale in 0..<fault.sales { sell(wish, time, &dice, isRepeat: sale > 0) }
        return ("o\(orders)", sold[first...].prefix(wishes[wish].count).map(\.id))
    }

    private mutating func sell(_ wish: Int, _ time: Int, _ dice: inout SeededDice, isRepeat: Bool = false) {
        orders += 1
        let (name, count) = (wishes[wish].name, wishes[wish].count)
        for number in 1...count {
            let id = "s\(sold.count)"
            let shown = count == 1 ? name : "\(name)-000\(number)"
            let visible = lag == 0 ? time : time + lag + dice.below(1000)
            let sighting = Sighting(id: id, name: shown, orderID: "o\(orders)", createdAt: time)
            sold.append(
                Sold(
                    id: id, wish: wish, orderID: "o\(orders)", createdAt: time, visibleAt: visible, isRepeat: isRepeat,
                    sighting: sighting))
        }
    }

    /// Carries out what was on its way until `time`.
    mutating func deliver(until time: Int, _ dice: inout SeededDice) {
        guard !late.isEmpty else { return }
        for request in late where request.at <= time {
            carriedOut[request.wish] += 1
            sell(request.wish, request.at, &dice)
        }
        late.removeAll { $0.at <= time }
    }

    /// Servers whose names contain `name`, or all, as the list shows them at `time`.
    func list(_ name: String?, at time: Int) -> [Sighting] {
        sold.filter { $0.visibleAt <= time && (name.map($0.sighting.name.hasPrefix) ?? true) }.map(\.sighting)
    }

    func isOnItsWay(_ wish: Int) -> Bool { late.contains { $0.wish == wish } }
}
