import Prompt
import Testing

struct PromptErrorTests {
    @Test func `the field of a request that is wrong is underlined, in whatever line it stands`() throws {
        let prompt = try TestPrompt()
        _ = prompt.feed("cph.models.OrderParam {")
        _ = prompt.feed("  period_type = 2,")
        let report = prompt.feed("  perod_num = 1 }")
        #expect(report.hasPrefix("<1>:1: "))
        #expect(report.contains("  perod_num: is not a field of OrderParam; did you mean period_num?"))
        #expect(report.contains("\n  3 |   perod_num = 1 }\n        ^^^^^^^^^"))
    }

    @Test(arguments: [
        ("print(1))) print(2))", "        ^"), ("x = 'a\\qb'", "    ^^^^^^"),
        ("f(1) do goto out end", "             ^^^"),
        ("x = {} y = = {}", "           ^"),
    ])
    func `the very token that Lua does not take is underlined`(line: String, mark: String) throws {
        let report = try TestPrompt().feed(line)
        #expect(report.hasPrefix("<1>:1: ") && report.hasSuffix("\n  1 | \(line)\n      \(mark)"), "\(report)")
    }

    @Test func `a line that was stopped says what became of purchases`() throws {
        let prompt = try TestPrompt()
        prompt.host.nextPurchases = PromptPurchases(count: 1, summary: "under way: a-1")
        prompt.prompt.session.state.interrupter.interrupt()
        _ = prompt.feed("1")  // an interrupt that came while nothing ran is forgotten
        prompt.host.nextPurchases = PromptPurchases(count: 1, summary: "bought in this run: x")
        #expect(prompt.feed("error('x')") == "<2>:1: x\n  1 | error('x')\nbought in this run: x")
    }

    @Test func `a job that fails is told once`() throws {
        let prompt = try TestPrompt()
        _ = prompt.feed("j = cph.job(function() error('boom') end)")
        #expect(prompt.feed("cph.sleep(1)") == "")
        let news = prompt.prompt.announcements()
        #expect(news.count == 1 && news[0].hasPrefix("[job 1] failed: <1>:1: boom"))
        #expect(prompt.prompt.announcements().isEmpty)
    }
}
