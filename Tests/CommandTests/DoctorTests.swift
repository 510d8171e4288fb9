import Glibc
import Schema
import TestSupport
import Testing

@testable import cph

/// `cph doctor`: what it looks at, what it says, and that it buys nothing.
@Suite(.ownThreads)
struct DoctorTests {
    /// Verdict and text of the findings of one topic.
    private func findings(_ topic: String, in outcome: Command.Outcome) throws -> [String] {
        let report = try Value(json: Array(outcome.output.utf8)).members
        return (report?["findings"]?.items ?? []).compactMap(\.members).filter { $0["topic"]?.text == topic }
            .map { "\($0["verdict"]?.text ?? "") \($0["text"]?.text ?? "")" }
    }

    @Test func `finds nothing wrong with an emulator and its variables`() throws {
        try withCloud { cloud in
            let outcome = try cloud.cph("doctor")
            #expect(outcome.status == 0, "\(outcome.output)\(outcome.error)")
            #expect(outcome.output.contains("access key, from the environment (HUAWEICLOUD_SDK_AK)\n"))
            #expect(outcome.output.contains("cph, iam, bss"))
            #expect(outcome.output.contains("right  permission    cph:servers:list\n"))
            #expect(!outcome.output.contains("wrong  "))
            #expect(try cloud.servers() == 0)
            #expect(!cloud.hasLedger)
        }
    }

    @Test func `says nothing of a secret, and everything in JSON too`() throws {
        try withCloud { cloud in
            let (text, json) = (try cloud.cph("doctor"), try cloud.cph("doctor", "--json"))
            let keys = [cloud.environment["HUAWEICLOUD_SDK_AK"], cloud.environment["HUAWEICLOUD_SDK_SK"]]
            for key in keys.compactMap(\.self) {
                #expect(!text.output.contains(key) && !json.output.contains(key))
            }
            #expect(try Value(json: Array(json.output.utf8)).members?["healthy"] == .bool(true))
            #expect(try findings("clock", in: json) == ["right as the service's"])
            #expect(try findings("project", in: json).first?.hasPrefix("right ") == true)
        }
    }

    @Test func `without credentials it names all places and ends with 1`() throws {
        let outcome = try Command.cph("doctor", "--region", "cn-east-3")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("wrong  credentials   no credentials found; looked for\n"))
        let advice = "do: set one of these (cph doc guide credentials says more), or try --emulator"
        #expect(outcome.output.contains(advice))
    }

    @Test func `a wrong secret, a wrong project and a dead address are told apart`() throws {
        try withCloud { cloud in
            var environment = cloud.environment
            environment["HUAWEICLOUD_SDK_SK"] = "wrong"
            var outcome = try Command.start(["doctor"], environment: environment).wait()
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("wrong  identity      APIGW.0303"))
            #expect(outcome.output.contains("do: check the secret key"))
            #expect(outcome.output.split(separator: "APIGW.0303").count == 2, "it is said once")
            outcome = try cloud.cph("doctor", "--project-id", "0123")
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("APIGW.0310 The project is unavailable: 0123"))
            outcome = try cloud.cph("doctor", "--endpoint", "http://127.0.0.1:1")
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("wrong  address       cph, iam"))
            #expect(outcome.output.contains("do: check the network"))
            #expect(!outcome.output.contains("permission"), "nobody is asked where nobody is")
        }
    }

    @Test func `a permission that is missing is named, and is wrong where nothing can be bought without`() throws {
        try withCloud(faults: "403@lookup+orders") { cloud in
            let outcome = try cloud.cph("doctor")
            #expect(outcome.status == 0, "a purchase does without: \(outcome.output)")
            #expect(outcome.output.contains("right  permission    cph:servers:list\n"))
            for action in ["vpc:subnets:get", "kps:domainKeypairs:get", "bss:order:view"] {
                #expect(outcome.output.contains("look   permission    \(action): APIGW.0302"))
                #expect(outcome.output.contains("do: grant \(action) to the user"))
            }
        }
        try withCloud(faults: "403@list") { cloud in
            let outcome = try cloud.cph("doctor")
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("do: grant cph:servers:list to the user"))
        }
    }

    @Test func `an unknown region and a profile that is not there say what there is`() throws {
        let keys = ["HUAWEICLOUD_SDK_AK": "a", "HUAWEICLOUD_SDK_SK": "s"]
        let region = try Command.cph("doctor", "--region", "cn-east-33", environment: keys)
        #expect(region.status == 1)
        #expect(region.output.contains("unknown region \"cn-east-33\""))
        #expect(region.output.contains("did you mean cn-east-3?"))
        let profile = try Command.cph("doctor", "--profile", "prod")
        #expect(profile.output.contains("wrong  credentials   profile \"prod\""))
    }

    @Test func `the ledger's place, its purchases and what is wrong with it`() throws {
        try withCloud { cloud in
            _ = try cloud.run(fleet("game", 11), "--allow-spend", "11")
            let ledger = try #require(cloud.environment["HOME"]) + "/.local/state/cph/ledger.sqlite3"
            var found = try findings("ledger", in: cloud.cph("doctor", "--json"))
            #expect(found == ["right \(ledger), mode 600: 2 purchases with 11 servers, chain in order"])
            chmod(ledger, 0o666)
            found = try findings("ledger", in: cloud.cph("doctor", "--json"))
            #expect(found.first?.contains("wrong the ledger \(ledger) may be written by others") == true)
            #expect(try cloud.cph("doctor", "--ledger", "\(ledger)/x").output.contains("wrong  ledger"))
        }
    }

    @Test func `what is in doubt is named`() throws {
        try withCloud(faults: "reset-before=once") { cloud in
            _ = try cloud.run(fleet("game", 1), "--allow-spend", "1", "--settle", "1s")
            let outcome = try cloud.cph("doctor")
            #expect(outcome.output.contains("in doubt: game-b01"))
            #expect(outcome.output.contains("do: cph ledger resolve --all"))
        }
    }

    @Test(arguments: [
        (nil, "look no service said what time it is"), (0, "right as the service's"), (-2, "right as the service's"),
        (100, "right 100 s ahead of the service's"), (-300, "right 5 min behind the service's"),
        (301, "look 5 min ahead of the service's"), (900, "look 15 min ahead of the service's"),
        (-901, "wrong 15 min behind the service's"),
    ])
    func `a clock is wrong beyond the tolerance of signatures and to be looked at before`(ahead: Int?, found: String) {
        let finding = DoctorFinding.clock(ahead: ahead)
        #expect("\(finding.verdict.rawValue) \(finding.text)" == found)
        #expect((finding.advice != nil) == (finding.verdict == .wrong || abs(ahead ?? 0) > 300))
    }

    @Test func `the embedded cloud needs no account`() throws {
        let outcome = try Command.cph("doctor", "--emulator")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("embedded cloud"))
    }
}
