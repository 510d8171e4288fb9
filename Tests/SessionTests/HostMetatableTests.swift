import LuaKit
import TestSupport
import Testing

/// The metatables of the host's values show nothing to a script, and no script puts another in their place.
struct HostMetatableTests {
    private static let values = [
        "cph", "cph.models", "cph.models.CreateServer",
        "cph.models.OrderParam { charging_mode = 0, period_type = 2, period_num = 1 }", "cph.json.null",
        "cph.validate({})[1]", "cph.plan 'x'", "cph.api", "select(2, pcall(cph.apply, 5))",
        "cph.job(function() end)",
    ]

    @Test(arguments: values)
    func `a value of the host hides its metatable and keeps it`(value: String) throws {
        let project = try ProjectFixture([:])
        let result = try project.run(
            """
            local value = \(value)
            local kind = type(value)
            assert(kind == 'table' or kind == 'userdata', kind)
            return tostring(getmetatable(value)), kind == 'table' and (select(2, pcall(setmetatable, value, {})))
            """)
        #expect(result.first == "false", "\(result)")
        #expect(
            result.last == "false" || result.last?.hasSuffix("cannot change a protected metatable") == true, "\(result)"
        )
    }
}
