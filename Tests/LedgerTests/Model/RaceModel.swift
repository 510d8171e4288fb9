@testable import Ledger

/// Two runs of the same script at the same time on one ledger, their steps interleaved in every order.
struct RaceModel {
    /// Whether a run waits at the door while another is in the house.
    var hasLock = true
    /// Whether the intent is refused when the record changed since it was read.
    var hasSwap = true

    /// The most purchases that any order of steps makes, and how many orders there are.
    func explore() -> (purchases: Int, histories: Int) {
        var chooser = Chooser()
        var most = 0
        var histories = 0
        repeat {
            most = max(most, race(&chooser))
            histories += 1
        } while chooser.advance()
        return (most, histories)
    }

    private struct Runner {
        var machine = PurchaseMachine()
        var step: PurchaseMachine.Step?
        var revision = 0
        var isDone = false
    }

    private struct House {
        var state: PurchaseState?
        var revision = 0
        var purchases = 0
        var holder: Int?
    }

    private func race(_ chooser: inout Chooser) -> Int {
        var runners = [Runner(), Runner()]
        var house = House()
        while runners.contains(where: { !$0.isDone }) {
            let able = runners.indices.filter { !runners[$0].isDone && mayMove($0, house) }
            let mover = able[able.count > 1 ? chooser.choose(able.count) : 0]
            move(&runners[mover], mover, &house)
        }
        return house.purchases
    }

    private func mayMove(_ runner: Int, _ house: House) -> Bool {
        !hasLock || house.holder == nil || house.holder == runner
    }

    private func move(_ runner: inout Runner, _ number: Int, _ house: inout House) {
        house.holder = number
        guard let step = runner.step else {
            runner.revision = house.revision
            runner.step = runner.machine.after(.record(house.state, sameContent: true))
            return
        }
        switch step {
        case .preflight:
            // The list lags: it never shows what the other run has just bought.
            runner.step = runner.machine.after(.preflight(isFree: true))
        case .approve: runner.step = runner.machine.after(.approval(true))
        case .recordIntent:
            let isSame = runner.revision == house.revision
            if isSame || !hasSwap { write(.sending, &runner, &house) }
            runner.step = runner.machine.after(.intent(recorded: isSame || !hasSwap))
        case .send:
            house.purchases += 1
            runner.step = runner.machine.after(.sent)
        case .recordAnswer: runner.step = runner.machine.after(.recorded)
        case .judge: runner.step = runner.machine.after(.judged(.accepted))
        case .record(let state):
            write(state, &runner, &house)
            runner.step = runner.machine.after(.recorded)
        case .look: runner.step = runner.machine.after(.found(.nothing))
        case .wait: runner.step = runner.machine.after(.waited(mayLookAgain: false))
        case .finish:
            runner.isDone = true
            house.holder = nil
        }
    }

    private func write(_ state: PurchaseState, _ runner: inout Runner, _ house: inout House) {
        house.state = state
        house.revision += 1
        runner.revision = house.revision
    }
}
