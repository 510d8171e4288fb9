import Testing

private let body = """
    body = { server_name = "a-1", server_model_name = "physical.rx2.32xlarge.4", count = 2, keypair_name = "k", \
    order_param = cph.order.months(1), nics = { cph.nic("3c5e2638-b71f-4499-8d1e-355e89f21ae0") }, \
    public_ip = cph.public_ip.none() }
    """

struct PromptShowingTests {
    @Test func `long lists are cut`() throws {
        let prompt = try TestPrompt()
        _ = prompt.feed("t = {} for i = 1, 150 do t[i] = i end")
        #expect(prompt.feed("t").contains("… 50 more"))
    }

    @Test func `servers are a table in the model's order`() throws {
        let prompt = try TestPrompt()
        _ = prompt.feed(body)
        _ = prompt.feed("cph.servers.create(body);")
        let lines = prompt.feed("cph.servers.list()").split(separator: "\n")
        #expect(lines.first?.hasPrefix("server_name ") == true)
        #expect(lines.first?.contains("__") == false)
        #expect(lines.last == "2 rows")
    }

    @Test func `a model's value is shown in the model's order`() throws {
        let prompt = try TestPrompt()
        #expect(
            prompt.feed("cph.models.OrderParam { period_num = 1, period_type = 2, charging_mode = 0 }")
                == "OrderParam { charging_mode = 0, period_type = 2, period_num = 1 }")
    }

    @Test func `problems are listed by path`() throws {
        #expect(
            try TestPrompt().feed(
                "cph.models.OrderParam.validate { charging_mode = 0, period_type = 4, period_num = 1 }")
                == "period_type: is 4; must be 2 (month) or 3 (year)")
    }

    @Test func `a text of several lines is shown as it is`() throws {
        #expect(try TestPrompt().feed("'a\\nb'") == "a\nb")
    }
}
