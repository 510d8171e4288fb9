import Clock
import Testing

struct WallClockTests {
    @Test func `a manual clock moves by what is waited for and by what it is told`() async throws {
        let clock = ManualClock(milliseconds: 1000)
        try await clock.pause(for: .milliseconds(250))
        clock.advance(by: .seconds(2))
        #expect(clock.milliseconds() == 3250)
    }

    @Test(arguments: [SystemClock() as any WallClock, SteadyClock(), ManualClock()])
    func `no clock waits for a cancelled task`(clock: any WallClock) async {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await clock.pause(for: .seconds(3600))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `the steady clock begins with the system's time, and both move on`() async throws {
        let system = SystemClock()
        let earliest = system.milliseconds()
        let steady = SteadyClock()
        let (start, boot) = (steady.milliseconds(), BootClock.now())
        // Each drops what is left of its millisecond.
        #expect((earliest - 1...system.milliseconds() + 1).contains(start))
        try await steady.pause(for: .milliseconds(20))
        #expect(steady.milliseconds() >= start + 19 && BootClock.now() >= boot + 19_000_000)
    }
}
