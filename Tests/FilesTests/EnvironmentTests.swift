import Files
import Glibc
import Testing

struct EnvironmentTests {
    @Test func `a variable that is set to nothing counts as absent`() {
        setenv("CPH_TEST_EMPTY", "", 1)
        setenv("CPH_TEST_FULL", "a=b", 1)
        #expect(Environment["CPH_TEST_EMPTY"] == nil && Environment["CPH_TEST_FULL"] == "a=b")
        #expect(Environment["CPH_TEST_NONE"] == nil)
    }

    @Test func `all variables are those that the process was started with`() {
        #expect(Environment.variables["PATH"] == Environment["PATH"])
    }
}
