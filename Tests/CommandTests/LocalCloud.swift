import Glibc

/// `cph emulator` as a process of its own, with a folder for the ledger of those who buy from it.
final class LocalCloud {
    /// What points a client at it, `HOME` included.
    let environment: [String: String]
    private let process: RunningCommand
    private let folder: String

    init(_ arguments: String...) throws {
        process = try Command.start(["emulator"] + arguments)
        var name = Array("/tmp/cph-cloud-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { throw Command.Failed(what: "mkdtemp", code: errno) }
        folder = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        var variables = ["HOME": folder]
        var tries = 0
        while variables["CPH_ENDPOINT"] == nil {
            tries += 1
            guard tries < 3000 else { throw Command.Failed(what: "no address after 30 s", code: 0) }
            poll(nil, 0, 10)
            for line in process.output.split(separator: "\n") {
                let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
                variables[String(parts[0])] = String(parts[1])
            }
        }
        environment = variables
    }

    deinit {
        process.signal(SIGTERM)
        _ = process.wait()
        _ = try? RunningCommand("/bin/rm", ["-rf", folder]).wait()
    }

    func cph(_ arguments: String..., input: String = "") throws -> Command.Outcome {
        try Command.start(arguments, input: input, environment: environment).wait()
    }

    /// Runs `cph` and kills it after a while, unless it has ended by then.
    func cph(_ arguments: String..., input: String, killedAfter milliseconds: Int32) throws -> Command.Outcome {
        let running = try Command.start(arguments, input: input, environment: environment)
        poll(nil, 0, milliseconds)
        running.signal(SIGKILL)
        return running.wait()
    }
}
