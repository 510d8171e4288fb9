import Testing

@testable import LuaKit

struct TimersTests {
    /// The same, written without a thought about speed.
    private struct Plain {
        var timers: [(deadline: Int, id: Int)] = []
        var due: (deadline: Int, id: Int)? { timers.min { ($0.deadline, $0.id) < ($1.deadline, $1.id) } }
    }

    @Test func `come in the order of their times, however they are added and removed`() {
        var numbers = SystemRandomNumberGenerator()
        var (timers, plain) = (Timers(), Plain())
        var last = 0
        for step in 0..<5_000 {
            switch Int.random(in: 0..<10, using: &numbers) {
            case 0..<(step < 2_500 ? 6 : 3):
                let deadline = Int.random(in: 0..<50, using: &numbers)
                var id = 0
                id = timers.add(at: .seconds(deadline)) { last = id }
                plain.timers.append((deadline, id))
            case 6..<8:
                guard let timer = plain.timers.randomElement(using: &numbers) else { continue }
                plain.timers.removeAll { $0.id == timer.id }
                timers.remove(timer.id)
            default:
                let due = plain.due
                timers.popDue(at: .seconds(100))?()
                if let due {
                    #expect(last == due.id)
                    plain.timers.removeAll { $0.id == due.id }
                }
            }
            #expect(timers.next == plain.due.map { .seconds($0.deadline) })
        }
    }

    @Test func `wait for their time`() {
        var timers = Timers()
        _ = timers.add(at: .seconds(2)) {}
        #expect(timers.popDue(at: .seconds(1)) == nil)
        #expect(timers.popDue(at: .seconds(2)) != nil)
        #expect(timers.next == nil)
    }
}
