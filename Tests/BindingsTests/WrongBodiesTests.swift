import LuaKit
import Testing

/// Thirty wrong bodies: every problem is found, at the right path, in one go, and nothing is sent.
struct WrongBodiesTests {
    @Test(arguments: [
        ("body = {}", "server_name server_model_name count order_param nics public_ip keypair_name"),
        ("body.count = 0", "count"),
        ("body.count = 11", "count"),
        ("body.count = '3'", "count"),
        ("body.count = true", "count"),
        ("body.count = 1.5", "count"),
        ("body.count = 0/0", "count"),
        ("body.server_name = ''", "server_name"),
        ("body.server_name = ('n'):rep(61)", "server_name"),
        ("body.server_name = 'a b'", "server_name"),
        ("body.server_name = '\\xff'", "server_name"),
        ("body.server_name, body.count = nil, nil", "server_name count"),
        ("body.server_model_name = ''", "server_model_name"),
        ("body.order_param = 'monthly'", "order_param"),
        ("body.order_param = {}", "order_param.charging_mode order_param.period_type order_param.period_num"),
        ("body.order_param.period_num = 10", "order_param.period_num"),
        (
            "body.order_param.period_type = 1; body.order_param.is_auto_pay = true",
            "order_param.period_type order_param.is_auto_pay"
        ),
        ("body.nics = {}", "nics"),
        ("body.nics = { subnet_id = 'x' }", "nics"),
        ("body.nics[1].subnet_id = 'sub-1'", "nics[1].subnet_id"),
        ("body.nics[2] = { subnett_id = 'x' }", "nics[2].subnet_id nics[2].subnett_id"),
        ("body.nics[1].ipv6_enable = 1", "nics[1].ipv6_enable"),
        ("body.public_ip.type = '5_xyz'", "public_ip.type"),
        ("body.public_ip.type = nil", "public_ip.type"),
        ("body.public_ip.band_width = nil", "public_ip.band_width"),
        ("body.public_ip.band_width.band_width_size = nil", "public_ip.band_width.band_width_size"),
        ("body.public_ip.ids = { 'a', 'b' }", "public_ip.ids"),
        ("body.data_volume = { volume_type = 'SAS', size = 0 }", "data_volume.volume_type data_volume.size"),
        ("body.image_id = ('x'):rep(37); body.keypair_name = {}", "keypair_name image_id"),
        ("body.tags = {}; body.count = 12; body[1] = 1", "count [1] tags"),
        ("body.nics[1] = body", "nics[1].subnet_id"),
        ("body = print", ""),
    ])
    func `each problem has its path`(change: String, paths: String) throws {
        let api = ScriptedAPI()
        let script = """
            \(change)
            local paths = {}
            for _, problem in ipairs(cph.validate(body)) do
              if problem.severity == "error" then paths[#paths + 1] = problem.path end
            end
            assert(not pcall(cph.api.create_cloud_phone_single_server, body))
            return table.concat(paths, " ")
            """
        let found = try lua(script, api)
        if change == "body.nics[1] = body" {
            #expect(found.hasPrefix(paths), "a body that contains itself is refused, not followed for ever")
        } else {
            #expect(found == paths)
        }
        #expect(api.calls.isEmpty)
    }
}
