import Checking
import LuaKit
import Projects
import TestSupport
import Testing

/// What is known of the modules that a project has, and of what functions return.
struct OwnModuleTests {
    private static let fleets = """
        --- Fleets.
        local fleets = { VERSION = "1" }

        ---@class Fleet
        ---@field name string
        ---@field private rows table
        local Fleet = {}
        Fleet.__index = Fleet

        ---@param name string
        ---@param size? integer
        ---@return Fleet
        function fleets.new(name, size) return setmetatable({ name = name, size = size }, Fleet) end

        ---@return Fleet[]
        function fleets.list() return {} end

        function Fleet:grow(by) self.size = self.size + by return self end

        function fleets.grid(name, subnets, count)
          local plan = cph.plan(name)
          for _, subnet in ipairs(subnets) do plan:add { nics = { cph.nic(subnet) }, count = count } end
          return plan
        end

        function fleets.tolerant(a, b) if not a then return end return b.x end

        ---@deprecated use fleets.grid
        function fleets.old(name) return name end

        ---@private
        function fleets.secret() return 1 end
        function fleets._hidden() return 2 end
        function fleets.any(...) return ... end

        return fleets
        """

    private func check(_ text: String, file: String = "scripts/a.lua") throws -> [String] {
        let folder = try TemporaryFolder([
            "cph.project.lua": "return { servers = {} }", "lib/company/fleets.lua": Self.fleets,
            "lib/open.lua": "local m = { f = function() end } for _, k in ipairs { 'a' } do m[k] = 1 end return m",
            "lib/words.lua": "function shout() end string.trim = function(s) return s end return require 'more'",
            "lib/more.lua": "MORE = 1 return {}", "spec/helper.lua": "function make() end return {}",
            ".busted": "return { default = { helper = 'spec/setup.lua' } }", "spec/setup.lua": "function set_up() end",
            file: text,
        ])
        let script = try Script(path: "\(folder.path)/\(file)")
        return try ScriptChecker().check(script).map { "\($0)".replacing("\(folder.path)/\(file):", with: "") }
    }

    @Test(arguments: [
        ("fleets.gird('x', {}, 1)", "8: error: company.fleets has no \"gird\"; did you mean company.fleets.grid?"),
        ("fleets.grid('x')", "12: error: company.fleets.grid takes 2 to 3 arguments, and 1 is given"),
        ("fleets.grid('x', {}, 1, 2)", "25: warning: company.fleets.grid takes 2 to 3 arguments, and 4 are given"),
        ("fleets.new()", "11: error: company.fleets.new takes 1 to 2 arguments, and none is given"),
        ("local new = fleets.new new()", "27: error: company.fleets.new takes 1 to 2 arguments, and none is given"),
        ("fleets.new 'x':grow()", "16: error: company.fleets:grow takes 1 argument, and none is given"),
        ("fleets.new 'x':grwo(1)", "16: error: Fleet has no field \"grwo\"; did you mean grow?"),
        ("print(fleets.new('x').nme)", "23: error: Fleet has no field \"nme\"; did you mean name?"),
        ("print(fleets.list()[1].nme)", "24: error: Fleet has no field \"nme\"; did you mean name?"),
        ("for _, f in ipairs(fleets.list()) do print(f.nme) end", "46: error: Fleet has no field \"nme\""),
        ("fleets.old 'x'", "8: warning: company.fleets.old is deprecated; use fleets.grid"),
        ("fleets.secret()", "8: warning: secret is private to company.fleets"),
        ("print(fleets.new('x').rows)", "23: warning: rows is private to Fleet"),
        ("fleets._hidden()", "8: warning: _hidden is private to company.fleets"),
    ])
    func `knows what a project's module has`(line: String, finding: String) throws {
        let found = try check("local fleets = require 'company.fleets'\n\(line)")
        #expect(found.count == 1 && found[0].hasPrefix("2:\(finding)"), "\(found)")
    }

    @Test(arguments: [
        "local f = require 'company.fleets' print(f.VERSION, f.grid('x', {}), f.any(), f.any(1, 2), f.tolerant())",
        "local f = require 'company.fleets' f.mine = 1 print(f.mine, f.new('x').size, f.extra or 1)",
        "local o = require 'open' print(o.a, o.b)",
        "require 'words' shout() print(string.trim 'x', MORE)",
        "local f = require 'company.fleets' local x = f.new('x') x.mark = 1 print(x.mark)",
    ])
    func `leaves alone what the text of a module does not rule out`(text: String) throws {
        #expect(try check(text) == [])
    }

    @Test func `a test may look inside, and sees the globals of its helper`() throws {
        let text = "require 'spec.helper' it('x', function() make() set_up() require 'company.fleets'._hidden() end)"
        #expect(try check(text, file: "spec/a_spec.lua") == [])
        #expect(try check("it('x', function() mkae() end)", file: "spec/a_spec.lua").count == 1)
    }

    @Test(arguments: [
        ("cph.order.months(12)", "1:18: error: period_num is 12 months; must be 1 to 9 when period_type is 2 (month)"),
        ("cph.order.months(0)", "1:18: error: period_num is 0; must be at least 1"),
        ("local n = 11 cph.order.years(n)", "1:30: error: period_num is 11 years; must be 1 to 10"),
        ("cph.disk('SSDX', 5)", "1:10: error: volume_type is \"SSDX\""),
        ("cph.disk('SSD', 0)", "1:17: error: size is 0; must be 1 to 32768"),
        ("print(cph.plan 'x'._rows)", "1:20: warning: _rows is private to what cph.plan makes"),
        ("cph.nic 'x'", "1:9: error: subnet_id is \"x\""),
    ])
    func `what a builder makes of constants is judged by its model`(text: String, finding: String) throws {
        let found = try check(text)
        #expect(found.count == 1 && found[0].hasPrefix(finding), "\(found)")
    }

    @Test(arguments: [
        "cph.order.months(9)", "local n = tonumber(arg[1]) cph.order.months(n)", "cph.order.months(3, { pay = true })",
        "cph.disk('SSD', 500)", "cph.public_ip.new('5_bgp', { band_width_size = 300 })",
    ])
    func `and is not complained of where it is right or not known`(text: String) throws {
        #expect(try check(text) == [])
    }

    @Test(arguments: [
        (
            "local r = cph.api.list_cloud_phone_servers {} print(r.servrs)",
            "ServerList has no field \"servrs\"; did you mean servers?"
        ),
        (
            "for s in cph.servers.each() do print(s.serverid) end",
            "Server has no field \"serverid\"; did you mean server_id?"
        ),
        (
            "print(cph.plan 'x':apply().server_idz)",
            "cph.apply.Result has no field \"server_idz\"; did you mean server_ids?"
        ),
    ])
    func `knows the fields of results`(text: String, words: String) throws {
        let found = try check(text)
        #expect(found.count == 1 && found[0].hasSuffix(words), "\(found)")
    }

    @Test(arguments: [
        "print(cph.servers.wait({})[1].state)", "local r = cph.servers.show 'x' r.mine = 1 print(r.mine)",
        "for _, s in ipairs(cph.servers.list()) do print(s.server_name, s.status) end",
    ])
    func `and what else they may have`(text: String) throws {
        #expect(try check(text) == [])
    }
}
