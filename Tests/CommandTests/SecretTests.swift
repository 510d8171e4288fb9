import CPHClient
import Glibc
import TestSupport
import Testing

/// No secret of the environment reaches a script, a child, a message or a core file.
@Suite(.ownThreads)
struct SecretTests {
    private static let secrets = Dictionary(
        uniqueKeysWithValues: secretVariables.map { name in
            (name, name == "CPH_PROXY" ? "http://user:canary-of-proxy@127.0.0.1:1" : "canary-of-\(name.lowercased())")
        })

    @Test(arguments: [
        // Even a trusted script finds the memory wiped where the variables stood.
        ["--trust", "-e", "return (io.open('/proc/self/environ', 'rb'):read 'a'):gsub('%z', ' ')"],
        [
            "--trust", "-e",
            "local all = '' for name in pairs(\(names)) do all = all .. tostring(os.getenv(name)) end return all",
        ],
        ["-e", "local all = '' for name in pairs(\(names)) do all = all .. tostring(os.getenv(name)) end return all"],
        ["--allow-exec", "-e", "os.execute 'env'"],
        ["--allow-exec", "-e", "return io.popen('cat /proc/$PPID/environ', 'r'):read 'a'"],
        ["--allow-exec", "-e", "return io.popen('env', 'r'):read 'a'"],
        ["--log-level", "debug", "--region", "cn-east-3", "-e", "return cph.servers.list()"],
        ["doctor"], ["whoami"], ["ledger", "list"], ["emulator", "--listen", "256.0.0.1:1"],
    ])
    func `reaches nobody`(arguments: [String]) throws {
        let outcome = try Command.start(arguments, environment: Self.secrets.merging(["PATH": "/bin"]) { $1 }).wait()
        #expect(!(outcome.output + outcome.error).contains("canary"), "\(outcome)")
    }

    private static let names = "{" + secrets.keys.map { "\($0) = 1" }.joined(separator: ", ") + "}"

    @Test(arguments: [
        "htp://user:canary@host:1", "http://user:canary@ho st:1", "user:canary@host", "http://user:can/ary@host:1",
        "http://user:canary@host:99999", "http://user:canary@", "socks5://user:canary@host:1",
    ])
    func `a malformed proxy is not repeated`(proxy: String) throws {
        let keys = ["HUAWEICLOUD_SDK_AK": "access", "HUAWEICLOUD_SDK_SK": "secret-key"]
        let list = ["--region", "cn-east-3", "--project-id", "0", "-e", "return cph.servers.list()"]
        for outcome in [
            try Command.start(["--proxy", proxy] + list, environment: keys).wait(),
            try Command.start(list, environment: keys.merging(["CPH_PROXY": proxy]) { $1 }).wait(),
        ] {
            #expect(outcome.status == 2, "\(outcome)")
            #expect(
                outcome.error.contains("the proxy is malformed") && !outcome.error.contains("ary"), "\(outcome.error)")
        }
    }

    @Test func `a crash leaves no core file, unless a developer asks for one`() throws {
        let script = "--allow-exec -e \"os.execute('kill -SEGV \\$PPID')\""
        func dumps(_ environment: [String: String]) throws -> Bool {
            let command = "ulimit -c unlimited; cd /tmp; \(Command.executable) \(script)"
            // The shell says "(core dumped)" when the kernel says so.
            let shell = try RunningCommand(
                "/bin/sh", ["-c", "\(command); rm -f core core.*"], environment: environment)
            let error = shell.wait().error
            #expect(error.contains("Segmentation fault") && !error.contains("rax"), "\(error)")
            return error.contains("core dumped")
        }
        #expect(try !dumps([:]))
        #expect(try dumps(["CPH_DUMPABLE": "1", "SWIFT_BACKTRACE": "enable=no"]))
    }

    @Test func `the emulator's keys are its own`() throws {
        let real = [
            "HUAWEICLOUD_SDK_AK": "real-access", "HUAWEICLOUD_SDK_SK": "real-secret",
            "HUAWEICLOUD_SDK_PROJECT_ID": "real",
        ]
        let keys = try LocalCloud(environment: real).environment
        for (name, value) in real { #expect(keys[name] != nil && keys[name] != value, "\(name)") }
    }
}
