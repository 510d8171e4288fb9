import CPHModel
import Schema

/// Everything that one request may read or change. Routes are functions on it.
struct World: Sendable {
    let settings: EmulatedCloud.Configuration
    /// Whose cloud it is.
    let owner: EmulatedAccount
    var account: Account
    var jobs: [EmulatedJob]
    /// What bandwidths of system networks were resized to, in Mbit/s.
    var sizes: [String: Int]
    /// The state file; nil for a cloud that is in memory alone.
    var file: StateFile?
    /// What points clients at the cloud where it is served, as the state file has it.
    var access: StateAccess?
    var keys = AccessKeys()
    var tokens = IssuedTokens()
    var metadataTokens = MetadataTokens()
    /// When the cloud began, in milliseconds since 1970.
    let begunAt: Int
    var counts = RequestCounts()
    /// Draws ids of orders and servers; it is kept in the state file, so that a restart repeats none.
    var random: SplitMix64
    private var dice: FaultDice
    /// Draws ids of requests, apart from the other generator: a read must not change what is bought next.
    private var requestRandom: SplitMix64

    /// The time in milliseconds since 1970, fixed while a request is carried out.
    private(set) var now = 0
    private(set) var requestID = ""
    /// What a fault changes about the purchase that is being made.
    private(set) var saleFault: FaultEffect.SaleFault?

    /// Takes up what the state file holds, or begins one.
    init(_ settings: EmulatedCloud.Configuration) throws(StateFileError) {
        self.settings = settings
        if let path = settings.stateFile { file = try StateFile(path: path) }
        let saved = try file?.load(for: settings.projectID)
        var generator = SystemRandomNumberGenerator()
        let projectID = saved?.projectID ?? settings.projectID ?? generator.hexID()
        owner = settings.owner ?? .own(projectID: projectID)
        begunAt = settings.clock.milliseconds()
        if let own = settings.keys {
            keys.add(AccessKey(id: own.id, secret: own.secret, principal: .keyOwner(of: owner)))
        }
        account = saved?.account ?? Account()
        (jobs, sizes, access) = (saved?.jobs ?? [], saved?.sizes ?? [:], saved?.access)
        random = saved?.random ?? SplitMix64(seed: settings.seed, purpose: 0)
        requestRandom = SplitMix64(seed: settings.seed, purpose: 1)
        dice = FaultDice(settings.faults, seed: settings.seed)
        // Written at once, so that the project stays the same and a folder without room shows before the first sale.
        if saved == nil { try file?.save([], StateFile.Rest(projectID: projectID, random: random)) }
    }

    var projectID: String { owner.projectID }

    /// Replaces the faults from now on.
    mutating func setFaults(_ plan: FaultPlan) { dice = FaultDice(plan, seed: settings.seed) }

    mutating func begin(at milliseconds: Int) {
        now = milliseconds
        requestID = requestRandom.hexID()
    }

    /// Carries out `request` as far as the faults let it.
    mutating func reply(to request: CloudRequest) -> Reply {
        let fate = dice.roll(for: request.route.scope)
        var reply: Reply
        switch fate.effect {
        case nil: reply = Reply(answer: request.route.carryOut(&self, request))
        case .instead(let fault): reply = fault.reply(in: self)
        case .after(let fault):
            saleFault = fault.saleFault
            reply = fault.reply(after: request.route.carryOut(&self, request), in: self)
            saleFault = nil
        }
        reply.delay = .milliseconds(fate.delay)
        return reply
    }

    /// An answer with the headers that every answer carries.
    func answer(_ status: Int, _ body: Value, _ headers: [Answer.Header] = []) -> Answer {
        let common = [Answer.Header("Content-Type", "application/json"), Answer.Header("X-Request-Id", requestID)]
        return Answer(status: status, headers: common + headers, body: Array(body.json().utf8))
    }

    /// A success without a body.
    var noContent: Answer { Answer(status: 204, headers: [Answer.Header("X-Request-Id", requestID)]) }

    func answer(_ refusal: Refusal, from service: Service = .cph) -> Answer {
        answer(refusal.status, refusal.body(requestID: requestID, from: service))
    }
}
