import LuaKit

/// Twelve fields, read and made through a `LuaRecord`.
struct Server {
    var name, zone, model, image, owner: String
    var cpus, memory, disk, count, port: Int
    var isPublic, isPaid: Bool

    static let fields = [
        "name", "zone", "model", "image", "owner", "cpus", "memory", "disk", "count", "port", "is_public", "is_paid",
    ]

    static let example = Server(
        name: "game-01", zone: "cn-east-3a", model: "rx2.32xlarge", image: "android-12", owner: "operations", cpus: 32,
        memory: 128, disk: 512, count: 4, port: 8080, isPublic: true, isPaid: false)

    static func read(_ fields: inout LuaFields) throws -> Server {
        Server(
            name: try fields.next(), zone: try fields.next(), model: try fields.next(), image: try fields.next(),
            owner: try fields.next(), cpus: try fields.next(), memory: try fields.next(), disk: try fields.next(),
            count: try fields.next(), port: try fields.next(), isPublic: try fields.next(), isPaid: try fields.next())
    }

    func push(on lua: LuaContext) {
        lua.push(name)
        lua.push(zone)
        lua.push(model)
        lua.push(image)
        lua.push(owner)
        lua.push(cpus)
        lua.push(memory)
        lua.push(disk)
        lua.push(count)
        lua.push(port)
        lua.push(isPublic)
        lua.push(isPaid)
    }

    var checksum: Int {
        cpus + memory + disk + count + port + (isPublic ? 1 : 0) + (isPaid ? 1 : 0) + Int(name.utf8.first ?? 0)
    }
}
