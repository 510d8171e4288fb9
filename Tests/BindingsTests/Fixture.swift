import Bindings
import CPHModel
import LuaKit
import Schema
import Synchronization

/// A service that remembers what it was asked and answers what it was told to.
final class ScriptedAPI: CloudPhoneAPI {
    private let state: Mutex<(calls: [APICall], answers: [Exchange])>

    init(_ answers: Exchange...) { state = Mutex(([], answers)) }

    var calls: [APICall] { state.withLock { $0.calls } }

    func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        state.withLock { state in
            state.calls.append(call)
            return state.answers.isEmpty ? .answer(200, pageAnswer) : state.answers.removeFirst()
        }
    }
}

extension Exchange {
    static func answer(_ status: Int, _ body: String, headers: [Answer.Header] = []) -> Exchange {
        Exchange(bytesSent: 900, answer: Answer(status: status, headers: headers, body: Array(body.utf8)))
    }
}

/// The example answer of the API page, for one server.
let pageAnswer = """
    {"request_id":"1564567b8bab40f34711234cb80d8574","order_id":"CS1710111105S8IPB",
    "product_id":"00301-25217-0--0","server_ids":["1234567b8bab40ffb711234cb80d0234"]}
    """

/// The API page's example request, as Lua.
let pageExample = """
    {
      server_name = "cph-test-wy", server_model_name = "physical.rx2.32xlarge.4", count = 1,
      order_param = { charging_mode = 0, period_type = 2, period_num = 1, is_auto_renew = 0, is_auto_pay = 1 },
      nics = { { subnet_id = "3c5e2638-b71f-4499-8d1e-355e89f21ae0", vpc_id = "6eb5019f-df01-4ded-9486-d54e7b282ced",
        ipv6_enable = true, ipv6_band_width_id = "fbe74c2f-e2ba-427a-b8aa-1c7c4f510ac1" } },
      public_ip = { type = "5_bgp", count = 1,
        band_width = { band_width_share_type = 0, band_width_size = 300, band_width_charge_mode = 1 } },
      keypair_name = "KeyPair-1d1d-wy", enterprise_project_id = "0",
    }
    """

/// Runs `script` with `cph` and `body`, the page's example, and returns its first result as text.
func lua(_ script: String, _ api: any CloudPhoneAPI = ScriptedAPI()) throws -> String {
    let state = try LuaState()
    state.translateError = translated
    state.setGlobal("cph", CPHModule(api, version: "test", state: state))
    try state.run("body = \(pageExample)")
    let result = try state.run(script, chunk: "test.lua")
    guard let first = result.first else { return "(nothing)" }
    first.push(to: state.context)
    return try state.context.text(at: -1)
}

/// The error that `script` ends with.
func failure(of script: String, _ api: any CloudPhoneAPI = ScriptedAPI()) -> LuaError? {
    do {
        _ = try lua(script, api)
        return nil
    } catch {
        return error as? LuaError
    }
}
