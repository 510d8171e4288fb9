import Addresses
import CPHClient
import Clock
import Files
import Glibc
import Ledger
import Projects
import Purchasing
import Schema
import Terminal
import Text

/// Who is told what became of a run: whoever the project's settings name, once this user has agreed to that.
struct NoticeChoice: Sendable {
    /// A folder of the project.
    private let start: String

    init(from start: String) { self.start = start }

    /// Who the settings name; nil where they name nobody, or can't be read, which whoever needs them says.
    private var named: ProjectNotice? { try? ProjectNotice.named(from: start) }

    private static func isAgreed(_ named: ProjectNotice) -> Bool { NoticeTrust(.ofProcess)?.allows(named) ?? false }

    /// Who the machine's policy names, which needs nobody's agreement.
    private var ofMachine: ProjectNotice? { try? PolicyFile.notice() }

    /// Takes the secret out of what scripts and programs see. To be called before either is started.
    func hideSecret() {
        for notice in [named, ofMachine] {
            if case .variable(let name) = notice?.settings.secret { Environment.hide([name]) }
        }
    }

    /// Asks once on the terminal, and remembers a yes. Whatever is answered, the run goes on.
    func agree(_ ask: (TypedConfirmation) async -> ApprovalDecision) async {
        guard let named, !Self.isAgreed(named), case .approved = await ask(TypedConfirmation(named)) else { return }
        do throws(FileError) { try NoticeTrust(.ofProcess)?.remember(named) } catch {
            Output.error("cph: that you agree could not be remembered: \(error)")
        }
    }

    /// Posts what is wanted of a run.
    ///
    /// - Returns: Why somebody was not told, a line each.
    func post(_ notice: RunNotice, _ connection: ConnectionOptions) -> [String] {
        guard !notice.events.isEmpty else { return [] }
        return [
            ofMachine.flatMap { post(notice, to: $0, isAgreed: true, connection) },
            named.flatMap { named in
                post(notice, to: named, isAgreed: Self.isAgreed(named), connection)
            },
        ].compactMap(\.self)
    }

    private func post(
        _ notice: RunNotice, to named: ProjectNotice, isAgreed: Bool, _ connection: ConnectionOptions
    ) -> String? {
        guard let document = notice.document(of: named.settings.events, at: time(nil)) else { return nil }
        let address = named.settings.address
        // What costs nothing is told to this machine alone: it is a rehearsal of the real thing.
        guard !connection.usesEmulator || address.endpoint.isLoopback else { return nil }
        guard isAgreed else {
            return
                "nobody was told: the project \(named.root) names \(address), to which you have not agreed; if it is to be "
                + "told of runs: cph trust --project \(shellWord(named.root))"
        }
        let limit = notice.isStopped ? Self.shortLimit : Self.limit
        do {
            let failure = try send(document, to: named, connection, within: limit)
            return failure.map { "nobody was told: \(address) did not take the notice: \($0)" }
        } catch {
            return
                "nobody was told, and nothing was sent to \(address): \((error as? SetupError)?.message ?? "\(error)")"
        }
    }

    /// Posts a document.
    ///
    /// - Returns: Why it did not arrive; nil when it did.
    /// - Throws: What kept it from being sent at all.
    private func send(
        _ document: Value, to named: ProjectNotice, _ connection: ConnectionOptions, within limit: Duration
    ) throws -> String? {
        let secret = try secret(of: named)
        let post = try SignedPost(
            to: named.settings.address, secret: secret, connection.settings, .machine(Environment.variables))
        let body = Array(document.json().utf8)
        return try Blocking.run { await Self.limited(limit) { await post.send(body) } }
    }

    /// How long all tries may take together.
    private static let limit = Duration.seconds(7)
    /// The same where somebody has stopped the run and waits for its end.
    private static let shortLimit = Duration.seconds(1)

    private static func limited(
        _ limit: Duration, _ send: @escaping @Sendable () async -> String?
    ) async -> String? {
        await withTaskGroup(of: String?.self) { group in
            group.addTask { await send() }
            group.addTask {
                try? await Task.sleep(for: limit)
                return "it took longer than \(limit.words)"
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// The secret that the settings lead to, or else that of the variable for it; nil where there is neither.
    private func secret(of named: ProjectNotice) throws -> Secret? {
        switch named.settings.secret {
        case nil: return CPHVariable.notifySecret.text.map { Secret($0) }
        case .variable(let name):
            guard let text = Environment[name] else {
                throw SetupError("the variable \(name) with its secret is not set")
            }
            return Secret(text)
        case .file(let path):
            let path = path.hasPrefix("/") ? path : "\(named.root)/\(path)"
            let bytes = try Files.read(path, limit: 4096)
            let text = String(decoding: bytes, as: UTF8.self)
            let line = String(text.prefix { $0 != "\n" && $0 != "\r\n" })
            guard !line.isEmpty else { throw SetupError("the first line of \(path) holds no secret") }
            return Secret(line)
        }
    }
}

extension TypedConfirmation {
    init(_ notice: ProjectNotice) {
        let signed = notice.settings.secret == nil ? "they are signed only with CPH_NOTIFY_SECRET" : "they are signed"
        self.init(
            title: "The settings of this project name who is told what its runs bought:",
            facts: [
                "post to \(notice.words)", "project \(notice.root)",
                "notices hold names, ids, amounts, this machine's name and yours; \(signed)",
            ], action: "let it be told from now on", expected: "trust")
    }
}
