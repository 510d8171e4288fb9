import Emulator
import Testing

struct FaultPlanTests {
    @Test(arguments: [
        "reset-after", "reset-after=0.1", "reset-after=1", "reset-after=once", "reset-after=first=3",
        "reset-after=always", "latency=200ms", "latency=1s-3s", "latency=200ms:0.5", "latency@list+show=1m",
        "429", "429=0.1", "429=2s:once", "429@all=0.1", "redirect=307:once", "redirect=0.5", "error-200=CPS.0003",
        "error-200=CPS.0003:0.1", "error-400@iam=CPS.0006:first=2",
        "expired-keys@sts+pod_identity=once", "no-expiry=0.5", "unpaid=no-ids", "list-lag=30s", "late=1h:once",
        " html=0.1 , silent-after=0.2 ", "503-after=5s:once,500-before,502-after=0.1,504-before=once",
    ])
    func `reads`(spec: String) throws { _ = try FaultPlan(parsing: spec) }

    @Test(arguments: [
        ("", "\"\": is empty; write FAULT=WHEN"),
        ("reset-befor=0.1", "\"reset-befor=0.1\": no such fault; did you mean reset-before?"),
        ("rest-after", "\"rest-after\": no such fault; did you mean reset-after?"),
        ("reset-after=1.1", "\"reset-after=1.1\": takes a probability of 0 to 1, once, first=N or always"),
        ("reset-after=-0.1", "\"reset-after=-0.1\": takes a probability of 0 to 1, once, first=N or always"),
        ("reset-after=nan", "\"reset-after=nan\": takes a probability of 0 to 1, once, first=N or always"),
        ("reset-after=", "\"reset-after=\": takes a probability of 0 to 1, once, first=N or always"),
        ("reset-after=first=0", "\"reset-after=first=0\": takes a probability of 0 to 1, once, first=N or always"),
        ("reset-after=1s:once", "\"reset-after=1s:once\": takes a probability of 0 to 1, once, first=N or always"),
        ("latency", "\"latency\": needs a duration such as 200ms, 30s or 1s-3s"),
        ("latency=0.1", "\"latency=0.1\": needs a duration such as 200ms, 30s or 1s-3s"),
        ("latency=3s-1s", "\"latency=3s-1s\": needs a duration such as 200ms, 30s or 1s-3s"),
        (
            "latency=200ms:2",
            "\"latency=200ms:2\": takes a probability of 0 to 1, once, first=N or always after the colon"
        ),
        ("error-200", "\"error-200\": needs an error code such as CPS.0003"),
        ("error-200=0.1", "\"error-200=0.1\": needs an error code such as CPS.0003"),
        (
            "429=100ms:once",
            """
            "429=100ms:once": takes a probability of 0 to 1, once, first=N or always; before that, if anything, \
            a duration from 1s on and a colon
            """
        ),
        (
            "redirect=200:once",
            """
            "redirect=200:once": takes a probability of 0 to 1, once, first=N or always; before that, if anything, \
            301, 302, 303, 307 or 308 and a colon
            """
        ),
        ("unpaid=0.1", "\"unpaid=0.1\": takes no-ids"),
        ("unpaid=no-ids:once", "\"unpaid=no-ids:once\": takes neither SCOPE nor WHEN"),
        ("list-lag@list=1s", "\"list-lag@list=1s\": takes neither SCOPE nor WHEN"),
        ("list-lag=1s,list-lag=2s", "\"list-lag=2s\": is there twice"),
        ("429=0.5@list", "\"429=0.5@list\": SCOPE stands before =: 429@list=0.5"),
        (
            "latency=2s@create+list:once",
            "\"latency=2s@create+list:once\": SCOPE stands before =: latency@create+list=2s:once"
        ),
        ("429@lits", "\"429@lits\": no such scope as \"lits\"; did you mean list?"),
        (
            "429@xyzzy",
            """
            "429@xyzzy": no such scope as "xyzzy"; scopes are \
            create, list, show, iam, sts, metadata, pod_identity, orders, pay, change, lookup, all
            """
        ),
    ])
    func `says what is wrong with`(spec: String, problem: String) {
        let error = #expect(throws: FaultSpecError.self) { _ = try FaultPlan(parsing: spec) }
        #expect(error?.problems == [problem])
    }

    @Test func `reports every wrong item at once`() {
        let error = #expect(throws: FaultSpecError.self) {
            _ = try FaultPlan(parsing: "lateny=1s,429=0.1,reset-after=2,,list-lag=soon")
        }
        #expect(
            error?.description == """
                "lateny=1s": no such fault; did you mean latency?
                "reset-after=2": takes a probability of 0 to 1, once, first=N or always
                "": is empty; write FAULT=WHEN
                "list-lag=soon": needs a duration such as 200ms, 30s or 1s-3s
                """)
    }

    @Test func `describes every fault in a sentence and with its syntax, each name once`() {
        let kinds = FaultKind.all
        #expect(Set(kinds.map(\.name)).count == kinds.count)
        #expect(kinds.allSatisfy { $0.doc.hasSuffix(".") && $0.syntax.hasPrefix("\($0.name)=") })
        #expect(
            FaultPlan.grammar.contains("show, iam, sts, metadata, pod_identity, orders, pay, change, lookup or all"))
    }
}
