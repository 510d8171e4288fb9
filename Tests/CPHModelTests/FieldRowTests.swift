import CPHModel
import Schema
import TestSupport
import Testing

/// Every row of every model: that its wire name is the service's, and that it stands for the property of that name.
///
/// Client and emulator read and write by the same rows, so that a row with the wrong property shows in no test of theirs.
struct FieldRowTests {
    /// Properties that are called otherwise than their field: `description` means something else in Swift.
    private static let otherNames = [
        "BandWidth.band_width_id": "id", "BandWidth.band_width_size": "size",
        "BandWidth.band_width_charge_mode": "chargeMode", "BandWidth.band_width_share_type": "shareType",
        "ScheduledEvent.description": "summary", "Subnet.description": "summary", "VPC.description": "summary",
        "KeyPair.description": "summary", "ResourceType.description": "summary",
        "EnterpriseProject.description": "summary",
        "CloudImage.__description": "summary", "CloudImage.protected": "isProtected", "CloudImage.self": "link",
        "CloudImage.__system__cmkid": "encryptionKeyID",
    ]

    @Test(arguments: Models.all)
    func `a field alone sets the property of its name and no other`(model: any Model.Type) {
        #expect(Properties.misplacedRows(of: model, names: Self.otherNames) == [])
    }

    @Test(arguments: Models.all)
    func `an answer in which all fields differ comes back as it went`(model: any Model.Type) throws {
        var values = DistinctValues()
        let answer = values.answer(model)
        func check<M: Model>(_: M.Type) throws {
            let read = M.salvage(try Value(json: answer.json())).model
            #expect(Properties.differences(read, from: answer, names: Self.otherNames) == [])
            #expect(read.value == answer)
        }
        try check(model)
    }

    /// What Huawei's own SDK has for fields, recorded by `Tests/EmulatorTests/sdk/sdk_models.py`.
    private static func recorded(_ model: any Model.Type) throws -> [Object] {
        try recordings.get().members?["\(model)"]?.items?.compactMap { $0.members?["example"]?.members } ?? []
    }

    private static let recordings = Result { try Vectors.load("sdk-models") }

    @Test(arguments: Models.all)
    func `what the SDK calls a field is read into the property of that name`(model: any Model.Type) throws {
        func check<M: Model>(_: M.Type) throws {
            for example in try Self.recorded(M.self) {
                let known = Self.cut(.object(example), to: M.self)
                let (read, problems) = M.salvage(known)
                #expect(problems.filter { $0.code == .type } == [], "\(M.name)")
                #expect(Properties.differences(read, from: known, names: Self.otherNames) == [])
            }
        }
        try check(model)
    }

    /// An example without what the model leaves out, and with a value that there is where only some are allowed.
    private static func cut(_ value: Value, to model: any Model.Type) -> Value {
        .object(
            Object(
                uniqueMembers: model.fieldInfos.compactMap { field in
                    guard let member = value.members?[field.name] else { return nil }
                    if let choice = field.choices.last?.value {
                        return Object.Member(field.name, field.isList ? [choice] : choice)
                    }
                    guard let model = field.model else {
                        // A query takes a list as its parameter again and again; we send it once.
                        return Object.Member(field.name, field.isList ? member : member.items?.first ?? member)
                    }
                    let cut = member.items.map { .list($0.map { self.cut($0, to: model) }) } ?? cut(member, to: model)
                    return Object.Member(field.name, cut)
                }))
    }

    /// Rows that the SDK does not know: our own models, and what only the API's pages have.
    private static let withoutRecording = [
        "NicForSingleServer": ["vpc_id"],
        "RawRequest": ["method", "service", "path", "query", "body"],
        "RawAnswer": ["status", "request_id", "body"],
    ]

    @Test func `the SDK knows every row but those of our own models`() throws {
        var (rows, unknown) = (0, [String: [String]]())
        for model in Models.all {
            let names = Set(try Self.recorded(model).flatMap { $0.map(\.key) })
            let missing = model.fieldInfos.map(\.name).filter { !names.contains($0) }
            if !missing.isEmpty { unknown[model.name] = missing }
            rows += model.fieldInfos.count
        }
        #expect(rows > 750)
        #expect(unknown == Self.withoutRecording)
    }

    /// Fields of the SDK that we leave out, because they have expired or only steer a search.
    private static let leftOut = [
        "ServerAddress": ["access_ip", "intranet_ip"], "Job": ["node_id"], "ShowOrder": ["X-Language"],
        "ListServiceTypes": ["X-Language"], "ListServiceResources": ["X-Language"],
        "ListEIPs": ["allow_share_bandwidth_type_any"],
    ]

    @Test func `no field of the SDK is missing but those that are left out on purpose`() throws {
        var missing: [String: [String]] = [:]
        for model in Models.all where model.name != "ListCloudImages" {
            let names = model.fieldInfos.map(\.name)
            let others = Set(try Self.recorded(model).flatMap { $0.map(\.key) }).subtracting(names)
            if !others.isEmpty { missing[model.name] = others.sorted() }
        }
        #expect(missing == Self.leftOut)
    }
}
