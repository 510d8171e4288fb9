import Testing

@testable import CPHModel

struct PermissionTests {
    @Test func `each action belongs to an operation`() {
        let names = Set(Operations.all.map(\.name))
        for (operation, action) in Permissions.actions {
            #expect(names.contains(operation), "\(operation) is no operation")
            #expect(action.split(separator: ":").count == 3)
        }
    }

    @Test(arguments: [(403, "CPS.9999"), (400, "CPS.0001"), (403, "APIGW.0302")])
    func `a refusal for want of it names the action`(status: Int, code: String) {
        let fault = ServiceFault(status: status, code: code, message: "forbidden")
        let error = CPHError(.api, fault, operation: "list_cloud_phone_servers")
        #expect(error.hint == "grant cph:servers:list to the user")
    }

    @Test(arguments: [(403, "APIGW.0310"), (404, "CPS.0097"), (400, "CPS.0024")])
    func `another refusal does not`(status: Int, code: String) {
        let fault = ServiceFault(status: status, code: code, message: "no")
        #expect(CPHError(.api, fault, operation: "list_cloud_phone_servers").hint?.contains("grant") != true)
    }
}
