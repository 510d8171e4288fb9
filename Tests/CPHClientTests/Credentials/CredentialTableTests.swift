import Files
import Schema
import TestSupport
import Testing

@testable import CPHClient

/// Credentials files and variables as Huawei's SDK for Python reads them (`scripts/tools/record-credentials`). cph reads the same,
/// or says clearly why not: never another account.
struct CredentialTableTests {
    private static let cases = Result { try Vectors.load("credentials").members?["cases"]?.items ?? [] }

    /// What the SDK reads and cph refuses: nobody means it so.
    private static let refused: [String: String] = [
        "percent reference": "line 3: sk holds a single %",
        "value in the next line": "line 3: sk goes on in the next line",
        "value over two lines": "line 3: sk goes on in the next line",
        "value over an empty line": "line 3: sk goes on in the next line",
        "quotes": "line 2: ak begins or ends with a quote", "single quotes": "line 2: ak begins or ends with a quote",
        "zero-width space at the end": "line 3: sk begins or ends with a quote or an invisible character",
        "half of the variables": "HUAWEICLOUD_SDK_AK is set, but not HUAWEICLOUD_SDK_SK",
        "variable with a return at its end": "HUAWEICLOUD_SDK_SK begins or ends with a blank, a quote",
        "variable in quotes": "HUAWEICLOUD_SDK_AK begins or ends with",
        "variable with a blank in front": "HUAWEICLOUD_SDK_AK begins",
    ]

    /// What the SDK refuses and cph reads: a mark that Windows puts at the start of a file.
    private static let readBeyond: Set<String> = ["mark at the start"]

    @Test func `what the SDK reads is read the same, or refused with the reason`() throws {
        let cases = try Self.cases.get()
        #expect(cases.count >= 60)
        for item in cases {
            let name = try #require(item.members?["name"]?.text)
            let sdk = try #require(item.members?["sdk"]?.members)
            do throws(SetupError) {
                let found: Credentials = try search(item)
                if let provider = sdk["idp_id"]?.text {
                    guard case .issued(.identityProvider(let id, .file("/t"))) = found.proof, id == provider else {
                        Issue.record("\(name): \(found.kind)")
                        continue
                    }
                    #expect(found.warnings.count == (name.contains("beside") ? 1 : 0), "\(name)")
                    continue
                }
                guard case .keys(let accessKey, let secretKey, let token) = found.proof else {
                    Issue.record("\(name): no keys")
                    continue
                }
                if sdk["ak"] == nil {
                    #expect(Self.readBeyond.contains(name), "\(name): the SDK refuses it")
                    continue
                }
                #expect(Self.refused[name] == nil, "\(name) is to be refused")
                #expect(accessKey == sdk["ak"]?.text && secretKey.exposed == sdk["sk"]?.text, "\(name)")
                #expect(token?.exposed == sdk["security_token"]?.text, "\(name)")
                #expect(found.projectID == sdk["project_id"]?.text, "\(name)")
                #expect(found.iamEndpoint == sdk["iam_endpoint"]?.text, "\(name)")
            } catch {
                let isRefused = Self.refused[name].map(error.description.contains) == true
                #expect(sdk["error"] != nil || isRefused, "\(name): \(error)")
                for secret in ["S2", "ES\r", "Secret"] { #expect(!error.description.contains(secret)) }
            }
        }
    }

    private func search(_ item: Value) throws(SetupError) -> Credentials {
        var variables: [String: String] = [:]
        for (name, value) in item.members?["variables"]?.members ?? [:] { variables[name] = value.text }
        var surroundings = TestMachine().surroundings(variables)
        let bytes = item.members?["file"]?.text.map { text in
            stride(from: 0, to: text.utf8.count, by: 2).map { start in
                UInt8(text.dropFirst(start).prefix(2), radix: 16) ?? 0
            }
        }
        surroundings.readFile = { path throws(FileError) in path == "/home/op/.huaweicloud/credentials" ? bytes : nil }
        return try CredentialSearch(surroundings, profile: nil).run()
    }
}

/// Terraform's variables, as the provider's own rules read them: the same principal, or a clear error.
struct TerraformVariableTests {
    private func found(_ variables: String) -> String {
        var all: [String: String] = [:]
        for pair in variables.split(separator: " ") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            all[String(parts[0])] = String(parts[1])
        }
        do throws(SetupError) {
            let found = try CredentialSearch(TestMachine().surroundings(all), profile: nil).run()
            let entered = found.agencies.map { ", then \($0.words) for \($0.duration.map(String.init) ?? "nil")" }
            let ids = [found.projectID, found.domainID].map { $0 ?? "-" }.joined(separator: " ") + entered.joined()
            switch found.proof {
            case .keys(let key, let secret, let token):
                return "\(key) \(secret.exposed) \(token?.exposed ?? "-") \(ids)"
            case .token(let token): return "token \(token.exposed) \(ids)"
            case .password(let login):
                let who = "\(login.user ?? login.userID ?? "")@\(login.account ?? login.accountID ?? "")"
                return "\(who) \(login.password.exposed) \(ids)"
            case .issued(let grant): return "\(grant.words) \(ids)"
            }
        } catch { return error.message }
    }

    @Test(arguments: [
        ("HW_ACCESS_KEY=A HW_SECRET_KEY=S", "A S - - -"),
        ("HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_SECURITY_TOKEN=T", "A S T - -"),
        ("HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_SECURITY_TOKEN=", "A S - - -"),
        ("HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_PROJECT_ID=p HW_DOMAIN_ID=d", "A S - p d"),
        ("HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_USER_NAME=u HW_USER_PASSWORD=p HW_DOMAIN_NAME=n", "A S - - -"),
        ("HW_USER_NAME=u HW_USER_PASSWORD=p HW_DOMAIN_NAME=n", "u@n p - -"),
        ("HW_USER_NAME=u HW_USER_PASSWORD=p HW_DOMAIN_NAME=n HW_DOMAIN_ID=d HW_PROJECT_ID=q", "u@n p q d"),
        ("HW_ACCESS_KEY=A", "HW_ACCESS_KEY is set, but not HW_SECRET_KEY"),
        ("HW_SECRET_KEY=S", "HW_SECRET_KEY is set, but not HW_ACCESS_KEY"),
        ("HW_ACCESS_KEY=A HW_SECRET_KEY=", "HW_ACCESS_KEY is set, but not HW_SECRET_KEY"),
        ("HW_USER_NAME=u HW_USER_PASSWORD=p", "HW_USER_NAME is set, but not HW_DOMAIN_NAME"),
        ("HW_USER_PASSWORD=p HW_DOMAIN_NAME=n", "HW_USER_PASSWORD is set, but not HW_USER_NAME"),
        ("HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_AUTH_TOKEN=T", "token T - -"),
        ("OS_ACCESS_KEY=A OS_SECRET_KEY=S OS_SECURITY_TOKEN=T OS_PROJECT_ID=p", "A S T p -"),
        ("HW_ACCESS_KEY=A OS_ACCESS_KEY=B HW_SECRET_KEY=S", "A S - - -"),
        ("OS_AUTH_TOKEN=T OS_TENANT_ID=p OS_USER_DOMAIN_ID=d", "token T p d"),
        ("OS_USERNAME=u OS_PASSWORD=p OS_PROJECT_DOMAIN_NAME=n", "u@n p - -"),
        ("HW_USER_ID=u OS_PASSWORD=p", "u@ p - -"),
        ("HW_USER_NAME=u OS_PASSWORD=p HW_DOMAIN_ID=d", "u@d p - d"),
        ("OS_PASSWORD=p OS_DOMAIN_NAME=n", "OS_PASSWORD is set, but not HW_USER_NAME"),
        (
            "HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_PROJECT_ID=p HW_ASSUME_ROLE_AGENCY_NAME=a HW_ASSUME_ROLE_DOMAIN_NAME=b",
            "A S - - -, then agency a of b for 43200"
        ),
        (
            "HW_AUTH_TOKEN=T HW_ASSUME_ROLE_AGENCY_NAME=a HW_ASSUME_ROLE_DOMAIN_NAME=b HW_ASSUME_ROLE_DURATION=900",
            "token T - -, then agency a of b for 43200"
        ),
        (
            "HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_ASSUME_ROLE_AGENCY_NAME=a "
                + "HW_ASSUME_ROLE_DOMAIN_ID=0123456789abcdef0123456789abcdef HW_ASSUME_ROLE_DURATION=900",
            "A S - - 0123456789abcdef0123456789abcdef, then agency a of 0123456789abcdef0123456789abcdef for 900"
        ),
        (
            "HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_ASSUME_ROLE_AGENCY_NAME=a "
                + "HW_ASSUME_ROLE_DOMAIN_ID=0123456789abcdef0123456789abcdef HW_ASSUME_ROLE_DURATION=899",
            "HW_ASSUME_ROLE_AGENCY_NAME: the duration is to be 900 to 43200 s, not 899"
        ),
        (
            "HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_ASSUME_ROLE_AGENCY_NAME=a",
            "HW_ASSUME_ROLE_AGENCY_NAME is set, but not HW_ASSUME_ROLE_DOMAIN_NAME"
        ),
        (
            "HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_ASSUME_ROLE_DOMAIN_NAME=b",
            "HW_ASSUME_ROLE_DOMAIN_NAME is set, but not HW_ASSUME_ROLE_AGENCY_NAME"
        ),
        (
            "HW_ASSUME_ROLE_IDP_ID=i HW_ASSUME_ROLE_ID_TOKEN=T HW_ASSUME_ROLE_AGENCY_NAME=a "
                + "HW_ASSUME_ROLE_DOMAIN_ID=0123456789abcdef0123456789abcdef",
            "identity provider i - 0123456789abcdef0123456789abcdef, then agency a of 0123456789abcdef0123456789abcdef"
                + " for nil"
        ),
        (
            "HW_ASSUME_ROLE_IDP_ID=i",
            "HW_ASSUME_ROLE_IDP_ID is set, but not HW_ASSUME_ROLE_ID_TOKEN or HW_ASSUME_ROLE_ID_TOKEN_FILE"
        ),
        (
            "HW_ACCESS_KEY=A HW_SECRET_KEY=S OS_AGENCY_NAME=a",
            "OS_AGENCY_NAME (\"a\") asks for the token of an agency, which cph does not enter"
        ),
        ("HUAWEICLOUD_SDK_AK=A HUAWEICLOUD_SDK_SK=S HW_AUTH_TOKEN=T", "A S - - -"),
        ("HUAWEICLOUD_SDK_AK=A HUAWEICLOUD_SDK_SK=S HW_ACCESS_KEY=B HW_SECRET_KEY=R HW_PROJECT_ID=p", "A S - - -"),
        (
            "HW_ACCESS_KEY=A\r HW_SECRET_KEY=S",
            "HW_ACCESS_KEY begins or ends with a blank, a quote or a control character"
        ),
        (
            "HW_ACCESS_KEY='A' HW_SECRET_KEY=S",
            "HW_ACCESS_KEY begins or ends with a blank, a quote or a control character"
        ),
    ])
    func `they give the principal that Terraform would have, or say why not`(variables: String, result: String) {
        #expect(found(variables) == result)
    }
}

/// A file that somebody named, or that is there, and which gives nothing, is no reason to buy on another account.
struct UnreadableSourceTests {
    private let variables = ["HW_ACCESS_KEY": "other", "HW_SECRET_KEY": "other", "CPH_AUTH_TOKEN": "other"]
    private let usual = "/home/op/.huaweicloud/credentials"

    private func failure(
        _ more: [String: String] = [:], files: [String: String] = [:], unreadable: [String: Int32] = [:],
        profile: String? = nil
    ) -> String {
        let machine = TestMachine().surroundings(
            ["CPH_AUTH_TOKEN": "other"].merging(more) { $1 }, files: files, unreadable: unreadable)
        do throws(SetupError) {
            return "found \(try CredentialSearch(machine, profile: profile).run().source)"
        } catch { return error.description }
    }

    @Test(arguments: [
        (Int32(13), "Permission denied"), (21, "Is a directory"), (40, "Too many levels"), (5, "Input/output"),
    ])
    func `a file at the usual place that cannot be read stops the search`(code: Int32, reason: String) {
        let said = failure(unreadable: [usual: code])
        #expect(said.hasPrefix("\(usual) cannot be read: \(reason)"), "\(said)")
    }

    @Test func `a file that a variable names has to be there, and to have the section`() {
        let name = "HUAWEICLOUD_SDK_CREDENTIALS_FILE"
        #expect(failure([name: "/c"]).hasPrefix("\(name) names /c, which does not exist\nhint: "))
        #expect(
            failure([name: "/c"], files: ["/c": ""])
                == "\(name) names /c, which has no section [basic]\nhint: it has no sections")
        #expect(
            failure([name: "/c"], files: ["/c": "[prod]\nak=1\nsk=2\n"])
                == "\(name) names /c, which has no section [basic]\nhint: it has [prod]; choose one with --profile")
        #expect(failure([name: "/c"], unreadable: ["/c": 13]).hasPrefix("/c cannot be read: Permission denied"))
        #expect(failure([name: "/c"], profile: "prod").hasPrefix("\(name) names /c, which does not exist"))
    }

    @Test func `nothing at the usual place, or nothing for nobody in it, is no error`() {
        #expect(failure() == "found the environment (CPH_AUTH_TOKEN)")
        #expect(failure(files: [usual: "[prod]\nak=1\nsk=2\n"]) == "found the environment (CPH_AUTH_TOKEN)")
    }

    @Test func `KooCLI's file is blamed for itself, and only when it is asked`() {
        let path = "/home/op/.hcloud/config.json"
        #expect(failure(files: [path: "{"], profile: "x").hasPrefix("\(path) is no JSON: not JSON at line 1, column 2"))
        #expect(failure(unreadable: [path: 13], profile: "x").hasPrefix("\(path) cannot be read: Permission denied"))
        #expect(failure(files: [path: "{"]) == "found the environment (CPH_AUTH_TOKEN)")
        for flag in ["\"true\"", "true"] {
            let profile = "{\"name\":\"x\",\"accessKeyId\":\"1\",\"secretAccessKey\":\"2\"}"
            let said = failure(files: [path: "{\"authEncrypt\":\(flag),\"profiles\":[\(profile)]}"], profile: "x")
            #expect(said.hasPrefix("\(path): profile \"x\" is encrypted, which only KooCLI can read\nhint: "))
        }
        let marked = "\u{FEFF}{\"profiles\":[{\"name\":\"x\",\"accessKeyId\":\"1\",\"secretAccessKey\":\"2\"}]}"
        #expect(failure(files: [path: marked], profile: "x").hasPrefix("found \(path)"))
    }

    @Test func `a regions file that cannot be read moves nothing to the public address`() {
        let path = "/home/op/.huaweicloud/regions.yaml"
        for (code, reason) in [(Int32(13), "Permission denied"), (21, "Is a directory")] {
            let error = #expect(throws: SetupError.self) {
                try RegionsFile(in: TestMachine().surroundings(unreadable: [path: code]))
            }
            #expect(error?.message == "\(path) cannot be read: \(reason)")
        }
    }

    @Test(arguments: ["\u{FEFF}", ""], ["\n", "\r\n", "\r"])
    func `a regions file of any system is read`(mark: String, end: String) throws {
        let text = "CPH:\n  - id: r\n    endpoint: https://f.example.com\n".replacing("\n", with: end)
        let file = try RegionsFile(Array((mark + text).utf8), path: "f")
        #expect(file.endpoints["CPH"]?["r"] == ["https://f.example.com"])
    }

    @Test(arguments: [
        (
            "CPH:\n  - id: r\n\u{A0}   endpoint: https://f\n",
            "f, line 3, column 1: a tab or an invisible character; indent with blanks"
        ),
        ("CPH:\n  - id:\tr\n", "f, line 2, column 8: a tab or an invisible character; indent with blanks"),
        ("CPH:\n\u{FEFF}  - id: r\n", "f, line 2, column 1: a tab or an invisible character; indent with blanks"),
        ("CPH:\n  - id: r\u{200B}\n", "f, line 2, column 10: a tab or an invisible character; indent with blanks"),
    ])
    func `a regions file with what looks like a blank and is none is refused by place`(text: String, message: String) {
        let error = #expect(throws: SetupError.self) { try RegionsFile(Array(text.utf8), path: "f") }
        #expect(error?.message == message)
    }

    @Test func `a regions file that is no UTF-8 is refused by place`() {
        for (bytes, message) in [
            (Array("CPH:\n  - id: r".utf8) + [0xE9, 0x0A], "f, line 2, column 10: not UTF-8; save the file as UTF-8"),
            ([0xFF, 0xFE, 0x43, 0x00], "f, line 1, column 1: this is UTF-16; save the file as UTF-8"),
        ] {
            let error = #expect(throws: SetupError.self) { try RegionsFile(bytes, path: "f") }
            #expect(error?.message == message)
        }
    }
}
