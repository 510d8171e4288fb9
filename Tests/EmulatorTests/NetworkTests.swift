import CPHModel
import Emulator
import Schema
import Testing

struct NetworkTests {
    private func ids(_ count: Int) -> [String] {
        (0..<count).map { "0000000\($0)-0000-4000-8000-000000000000" }
    }

    private func cloud(_ json: String) throws -> EmulatedCloud {
        var settings = try configuration()
        settings.catalogue = try catalogue(json)
        return try EmulatedCloud(settings)
    }

    @Test func `lists of networks go on after the last id, until a page is short`() async throws {
        let entries = ids(5).map { #"{"id": "\#($0)", "vpc_id": "\#($0)"}"# }.joined(separator: ",")
        let cloud = try cloud(#"{"subnets": [\#(entries)]}"#)
        var seen: [String?] = []
        var marker: String?
        repeat {
            var query = ListSubnets()
            (query.limit, query.marker) = (2, marker)
            let page = try await cloud.perform(Operations.listSubnets, query).subnets ?? []
            seen += page.map(\.id)
            marker = page.count == 2 ? page.last?.id : nil
        } while marker != nil
        #expect(seen == ids(5))
    }

    @Test func `offers go on at the next marker, and the last page has none`() async throws {
        let cloud = try makeCloud()
        var seen: [String] = []
        var markers: [String?] = [nil]
        repeat {
            var query = ListOfferings()
            (query.limit, query.marker) = (4, markers.last ?? nil)
            let page = try await cloud.perform(Operations.listOfferings, query)
            #expect(page.count == 9)
            seen += page.models?.map { "\($0.modelName ?? "")#\($0.availableZone ?? "")" } ?? []
            markers.append(page.pageInfo?.nextMarker)
        } while markers.last != .some(nil)
        #expect(Set(seen).count == 9 && seen.count == 9 && markers.count == 4)
    }

    @Test func `without a catalogue any id exists, and only what can be known is said`() async throws {
        let cloud = try makeCloud()
        let id: Value = .string(ids(1)[0])
        let subnet = try await cloud.perform(Operations.showSubnet, ShowSubnet(validating: ["subnet_id": id])).subnet
        #expect(subnet?.status == "ACTIVE" && subnet?.vpcID == nil && subnet?.availableIPAddressCount == 65_531)
        let vpc = try await cloud.perform(Operations.showVPC, ShowVPC(validating: ["vpc_id": id])).vpc
        #expect(vpc?.status == "OK")
        let eip = try await cloud.perform(Operations.showEIP, ShowEIP(validating: ["publicip_id": id])).publicip
        #expect(eip?.status == "DOWN")
        let width = try ShowBandwidth(validating: ["bandwidth_id": id])
        #expect(try await cloud.perform(Operations.showBandwidth, width).bandwidth?.shareType == "WHOLE")
        let pair = try ShowKeyPair(validating: ["keypair_name": "mine"])
        #expect(try await cloud.perform(Operations.showKeyPair, pair).keypair?.name == "mine")
        let project = try ShowEnterpriseProject(validating: ["enterprise_project_id": "0"])
        let shown = try await cloud.perform(Operations.showEnterpriseProject, project).enterpriseProject
        #expect(shown?.name == "default" && shown?.status == 1)
        let image = try ListCloudImages(validating: ["id": "i"])
        #expect(try await cloud.perform(Operations.listCloudImages, image).images?.map(\.status) == ["active"])
    }

    @Test func `each service refuses in its own shape`() async throws {
        let cloud = try cloud(#"{"subnets": [], "keypairs": [], "enterprise_projects": []}"#)
        func body(_ call: APICall) async throws -> Object { try await cloud.exchange(call).json().members ?? [:] }
        let id = ids(1)[0]
        let subnet = try await body(Operations.showSubnet.call(ShowSubnet(validating: ["subnet_id": .string(id)])))
        #expect(subnet["code"] == "VPC.0202" && subnet["error_code"] == nil)
        let pair = try await body(Operations.showKeyPair.call(ShowKeyPair(validating: ["keypair_name": "k"])))
        #expect(pair["error_code"] == "KPS.9004")
        let request = try ShowEnterpriseProject(validating: ["enterprise_project_id": .string(id)])
        let project = try await body(Operations.showEnterpriseProject.call(request))
        #expect(project["error"]?.members?["error_code"] == "EPS.0004")
    }

    @Test func `key pairs and enterprise projects are listed as the services wrap them`() async throws {
        let cloud = try cloud(
            #"{"keypairs": [{"name": "a"}, {"name": "b"}], "enterprise_projects": [{"id": "1", "name": "games", "status": 1}]}"#
        )
        var query = ListKeyPairs()
        query.limit = "1"
        let first = try await cloud.perform(Operations.listKeyPairs, query)
        #expect(first.keypairs?.map { $0.keypair?.name } == ["a"] && first.pageInfo?.nextMarker == "a")
        query.marker = "a"
        let second = try await cloud.perform(Operations.listKeyPairs, query)
        #expect(second.keypairs?.map { $0.keypair?.name } == ["b"] && second.pageInfo?.nextMarker == nil)
        let projects = try await cloud.perform(Operations.listEnterpriseProjects, ListEnterpriseProjects())
        #expect(projects.enterpriseProjects?.map(\.id) == ["0", "1"] && projects.totalCount == 2)
    }
}
