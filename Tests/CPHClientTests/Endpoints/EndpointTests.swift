import CPHModel
import Testing

@testable import CPHClient

struct EndpointsTests {
    @Test func `knows Huawei's own addresses`() throws {
        let endpoints = try endpoints(region: "cn-east-3")
        #expect(endpoints.endpoint(.cph).description == "https://cph.cn-east-3.myhuaweicloud.com")
        #expect(endpoints.endpoint(.iam).description == "https://iam.cn-east-3.myhuaweicloud.com")
        #expect(endpoints.endpoint(.bss).description == "https://bss.myhuaweicloud.com")
        #expect(endpoints.endpoint(.vpc).description == "https://vpc.cn-east-3.myhuaweicloud.com")
    }

    @Test func `asks the global IAM for regions that have none`() throws {
        #expect(try endpoints(region: "af-north-1").endpoint(.iam).description == "https://iam.myhuaweicloud.com")
    }

    @Test func `an unknown region gets a suggestion and the list`() {
        let error = #expect(throws: SetupError.self) { try endpoints(region: "cn-esat-3") }
        #expect(error?.message == "unknown region \"cn-esat-3\"")
        #expect(error?.hint?.hasPrefix("did you mean cn-east-3? CPH is in cn-north-4, ") == true)
        for odd in ["", "cn east", "CN-EAST-3", "x/../y", "x.evil.com#"] {
            #expect(throws: SetupError.self) { try endpoints(region: odd, overrides: ["cph=https://cph.example.com"]) }
        }
    }

    @Test func `no region is an error unless one address of this machine serves all`() throws {
        let error = #expect(throws: SetupError.self) { try endpoints(region: nil) }
        #expect(error?.message == "no region given")
        #expect(try endpoints(region: nil, ["HW_REGION_NAME": "cn-east-3"]).region == "cn-east-3")
        let local = try endpoints(region: nil, overrides: ["http://127.0.0.1:99"])
        #expect(local.region == "cn-north-4")
        for service in Service.allCases { #expect(local.endpoint(service).authority == "127.0.0.1:99") }
    }

    @Test func `an override by service wins over one for all, and both over the environment`() throws {
        let all = try endpoints(
            region: "cn-east-3", overrides: ["CPH=https://cph.example.com", "http://127.0.0.1:99"],
            [
                "HUAWEICLOUD_SDK_REGION_CPH_CN_EAST_3": "https://x.example.com",
                "HUAWEICLOUD_SDK_IAM_ENDPOINT": "https://y.example.com",
            ])
        #expect(all.endpoint(.cph).authority == "cph.example.com" && all.endpoint(.iam).authority == "127.0.0.1:99")
    }

    @Test func `only this machine may serve everything`() {
        let error = #expect(throws: SetupError.self) {
            try endpoints(region: "cn-east-3", overrides: ["https://x.example.com"])
        }
        #expect(
            error?.description == """
                endpoint "https://x.example.com" would get the requests of every service
                hint: only an address of this machine may; write --endpoint cph=https://x.example.com
                """)
    }

    @Test func `several endpoints of a service are tried in turn`() throws {
        let given = try endpoints(
            region: "cn-east-3", overrides: ["cph=https://a.example.com", "cph=https://b.example.com"])
        #expect(given.all(.cph).map(\.authority) == ["a.example.com", "b.example.com"])
        let listed = try endpoints(
            region: "cn-east-3", ["HUAWEICLOUD_SDK_REGION_CPH_CN_EAST_3": "https://a.example.com, b.example.com"])
        #expect(listed.all(.cph).map(\.authority) == ["a.example.com", "b.example.com"])
        let file = [
            "/home/op/.huaweicloud/regions.yaml":
                "CPH:\n  - id: r\n    endpoints: [https://a.example.com, https://b.example.com]\n"
        ]
        #expect(
            try endpoints(region: "r", files: file).all(.cph).map(\.authority) == ["a.example.com", "b.example.com"])
    }

    @Test func `services without operations have addresses too`() throws {
        let ecs = try #require(Service(rawValue: "ecs"))
        let own = try endpoints(region: "cn-east-3")
        #expect(own.endpoint(ecs).authority == "ecs.cn-east-3.myhuaweicloud.com")
        let moved = try endpoints(region: "cn-east-3", overrides: ["ecs=https://ecs.example.com"])
        #expect(moved.endpoint(ecs).authority == "ecs.example.com")
        #expect(try endpoints(region: nil, overrides: ["http://127.0.0.1:9"]).endpoint(ecs).authority == "127.0.0.1:9")
    }

    @Test func `an unknown service gets a suggestion`() {
        let error = #expect(throws: SetupError.self) {
            try endpoints(region: "cn-east-3", overrides: ["cpg=https://x.example.com"])
        }
        #expect(
            error?.description == """
                --endpoint: unknown service "cpg"
                hint: did you mean cph? services are cph, iam, bss, vpc, kms, ims, eps, sts, bss-intl
                """)
    }

    @Test func `the environment moves services, and makes regions that nobody knew`() throws {
        let moved = try endpoints(
            region: "eu-west-101",
            [
                "HUAWEICLOUD_SDK_REGION_CPH_EU_WEST_101":
                    "https://cph.eu-west-101.myhuaweicloud.eu, https://b.example.com",
                "HUAWEICLOUD_SDK_IAM_ENDPOINT": "iam.eu-west-101.myhuaweicloud.eu",
            ])
        #expect(moved.endpoint(.cph).authority == "cph.eu-west-101.myhuaweicloud.eu")
        #expect(moved.endpoint(.iam).authority == "iam.eu-west-101.myhuaweicloud.eu")
        #expect(throws: SetupError.self) {
            try endpoints(region: "cn-east-3", ["HUAWEICLOUD_SDK_REGION_CPH_CN_EAST_3": "http://x.example.com"])
        }
    }

    @Test func `the regions file moves services after the environment`() throws {
        let file = ["/home/op/.huaweicloud/regions.yaml": "CPH:\n  - id: r\n    endpoint: https://f.example.com\n"]
        #expect(try endpoints(region: "r", files: file).endpoint(.cph).authority == "f.example.com")
        let both = try endpoints(region: "r", ["HUAWEICLOUD_SDK_REGION_CPH_R": "https://e.example.com"], files: file)
        #expect(both.endpoint(.cph).authority == "e.example.com")
        let error = #expect(throws: SetupError.self) {
            try endpoints(region: "r", ["HUAWEICLOUD_SDK_REGIONS_FILE": "/none"])
        }
        #expect(error?.message == "HUAWEICLOUD_SDK_REGIONS_FILE names /none, which does not exist")
    }

    private func endpoints(
        region: String?, overrides: [String] = [], _ variables: [String: String] = [:], files: [String: String] = [:]
    ) throws(SetupError) -> Endpoints {
        try Endpoints(region: region, overrides: overrides, TestMachine().surroundings(variables, files: files))
    }
}

struct RegionsFileTests {
    @Test func `reads every documented form`() throws {
        let file = try RegionsFile(
            Array(
                """
                # ours
                ---
                cph:
                - id: 'a'  # first
                  endpoints: ["https://a.example.com", 'https://b.example.com']
                - id: b
                  endpoints:
                  - https://c.example.com
                  - https://d.example.com:8443
                - id: c
                  endpoint: "https://e.example.com"
                IAM:
                  - id: a
                    endpoint: https://i.example.com
                """.utf8), path: "r")
        #expect(
            file.endpoints["CPH"] == [
                "a": ["https://a.example.com", "https://b.example.com"],
                "b": ["https://c.example.com", "https://d.example.com:8443"], "c": ["https://e.example.com"],
            ])
        #expect(file.endpoints["IAM"] == ["a": ["https://i.example.com"]])
    }

    @Test(arguments: [
        ("id: a", 1), ("CPH", 1), ("CPH: x", 1), ("CPH:\n  - name: a", 2), ("CPH:\n  - id: a\n    endpoint:", 3),
        ("CPH:\n  endpoint: https://x", 2), ("CPH: &anchor", 1), ("CPH:\n  - id: a\n    endpoints: {a: b}", 3),
        ("{\"CPH\": []}", 1),
    ])
    func `refuses what it does not understand, by line`(text: String, line: Int) {
        let error = #expect(throws: SetupError.self) { try RegionsFile(Array(text.utf8), path: "regions.yaml") }
        #expect(error?.message.hasPrefix("regions.yaml, line \(line): only ") == true)
    }
}
