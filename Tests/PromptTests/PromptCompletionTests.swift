import Testing
import Text

struct PromptCompletionTests {
    private let prompt: TestPrompt

    init() throws { prompt = try TestPrompt() }

    @Test func `globals, the session's variables and words`() {
        _ = prompt.feed("local mine = 1")
        #expect(prompt.complete("mi") == ["mine"])
        #expect(prompt.complete("x = tos") == ["tostring"])
        #expect(prompt.complete("whi") == ["while"])
    }

    @Test func `members of tables, of modules not loaded yet, and of tables they inherit from`() {
        #expect(prompt.complete("cph.ord") == ["order"])
        #expect(prompt.complete("cph.order.m") == ["months"])
        #expect(prompt.complete("string.gs") == ["gsub"])
        _ = prompt.feed("t = setmetatable({ own = 1 }, { __index = { inherited = 2 } })")
        #expect(prompt.complete("t.") == ["inherited", "own"])
    }

    @Test func `methods after a colon are functions only`() {
        _ = prompt.feed("t = { f = function() end, n = 1 }")
        #expect(prompt.complete("t:") == ["f"])
        _ = prompt.feed("s = 'text'")
        #expect(prompt.complete("s:up") == ["upper"])
        _ = prompt.feed("job = cph.job(function() end)")
        #expect(prompt.complete("job:") == ["cancel", "join"])
    }

    @Test func `metamethods do not run`() {
        _ = prompt.feed("ran = 0")
        _ = prompt.feed(
            "t = setmetatable({}, { __index = function() ran = ran + 1 end, __pairs = function() ran = 9 end })")
        #expect(prompt.complete("t.a.b").isEmpty)
        #expect(prompt.complete("t.").isEmpty)
        #expect(prompt.feed("ran") == "0")
    }

    @Test(arguments: [
        "cph.servers.create { serv", "cph.servers.create({ serv", "cph.api.create_cloud_phone_single_server { serv",
        "cph.models.CreateServer { serv", "cph.validate { serv", "local base = cph.template { serv",
        "cph.servers.create {\n  count = 1,\n  serv",
    ])
    func `fields of a request`(text: String) {
        #expect(prompt.complete(text) == ["server_name = ", "server_model_name = "])
    }

    @Test func `fields of nested tables`() {
        #expect(prompt.complete("cph.servers.create { order_param = { period_t") == ["period_type = "])
        #expect(prompt.complete("cph.servers.create { nics = { { subn") == ["subnet_id = "])
        #expect(
            prompt.complete("cph.servers.create { public_ip = { band_width = { band_width_si") == ["band_width_size = "]
        )
    }

    @Test func `a field that is there already is not offered again`() {
        #expect(prompt.complete("cph.servers.create { server_name = f(1, 2), serv") == ["server_model_name = "])
    }

    @Test func `the fields of a template's result`() {
        _ = prompt.feed("base = cph.template { count = 1 }")
        #expect(prompt.complete("base { serv") == ["server_name = ", "server_model_name = "])
    }

    @Test func `allowed values with their meaning`() {
        let text = "cph.servers.create { order_param = { period_type = "
        #expect(prompt.complete(text).prefix(2) == ["2", "3"])
        #expect(prompt.explanation(of: "2", in: text) == "month")
        #expect(prompt.complete("cph.servers.create { public_ip = { type = \"5_b") == ["5_bgp\""])
    }

    @Test func `what builds a field`() {
        #expect(prompt.complete("cph.servers.create { order_param = cph.order.").contains("months"))
        #expect(prompt.complete("cph.servers.create { order_param = ").contains("cph.order.months("))
    }

    @Test func `ids and names that the session has seen, and regions`() {
        _ = prompt.feed("{ { server_id = 'abc-1' }, { server_id = 'abd-2' } };")
        #expect(prompt.complete("cph.api.show_cloud_phone_server_detail { server_id = \"abd") == ["abd-2\""])
        #expect(prompt.complete("cph.servers.create { availability_zone = 'cn-n") == ["cn-north-4a'"])
    }

    @Test func `a text that is completed is one string in Lua, whatever is in it`() {
        let name = String(repeating: "a", count: 58) + "\" .. ' \\ 云\u{202E}"
        _ = prompt.feed("{ { server_id = \(luaLiteral(name)) } };")
        for quote in ["", "\"", "'"] {
            let head = "cph.api.show_cloud_phone_server_detail { server_id = \(quote)"
            let completed = prompt.complete(head).first { $0.contains("aaa") } ?? ""
            #expect(prompt.feed("(\(quote)\(completed)) == \(luaLiteral(name))") == "true", "\(completed)")
        }
    }

    @Test func `paths in strings`() {
        #expect(prompt.complete("dofile '/et").contains("/etc/"))
    }

    @Test func `commands and their arguments`() {
        #expect(prompt.complete(":he") == [":help"])
        #expect(prompt.complete(":dry o") == ["on", "off"])
        #expect(prompt.complete(":help cph.servers.cr") == ["cph.servers.create"])
        #expect(prompt.complete(":time cph.ord") == ["order"])
        #expect(prompt.complete("?cph.ord") == ["order"])
    }

    @Test func `the range is the word before the cursor, also in the middle`() {
        let completion = prompt.prompt.complete("x = cph.ord + 1", cursor: 11)
        #expect(completion?.range == 8..<11)
    }

    @Test func `a hint names the arguments or the fields that are missing`() {
        #expect(prompt.prompt.hint("cph.order.months(") == "count: integer, options?: cph.order.Options)")
        #expect(prompt.prompt.hint("cph.order.months(1, ") == "options?: cph.order.Options)")
        #expect(prompt.prompt.hint("cph.models.OrderParam { period_type = 2, ") == " needs charging_mode, period_num")
        #expect(prompt.prompt.hint(":dry ") == "on|off")
        #expect(prompt.prompt.hint("x = 1") == nil)
    }

    @Test func `text that is no Lua does not trap`() {
        for text in [
            "", ".", ":", "::", "?", "}}}", "a.b.", "{{{,", "f(}", "\"", "[[", "--[[", "x.. ", "a:b:c", "= {",
            "cph.x{=", "\u{1F600}.",
        ] {
            _ = prompt.complete(text)
            _ = prompt.prompt.hint(text)
            _ = prompt.prompt.missingIndentation(after: text)
        }
    }
}
