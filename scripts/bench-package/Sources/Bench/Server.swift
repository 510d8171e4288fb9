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

    init(_ lua: LuaContext, from first: Int32) throws {
        name = try lua.read(at: first)
        zone = try lua.read(at: first + 1)
        model = try lua.read(at: first + 2)
        image = try lua.read(at: first + 3)
        owner = try lua.read(at: first + 4)
        cpus = try lua.read(at: first + 5)
        memory = try lua.read(at: first + 6)
        disk = try lua.read(at: first + 7)
        count = try lua.read(at: first + 8)
        port = try lua.read(at: first + 9)
        isPublic = try lua.read(at: first + 10)
        isPaid = try lua.read(at: first + 11)
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

extension Server {
    init(
        name: String, zone: String, model: String, image: String, owner: String, cpus: Int, memory: Int, disk: Int,
        count: Int, port: Int, isPublic: Bool, isPaid: Bool
    ) {
        (self.name, self.zone, self.model, self.image, self.owner) = (name, zone, model, image, owner)
        (self.cpus, self.memory, self.disk, self.count, self.port) = (cpus, memory, disk, count, port)
        (self.isPublic, self.isPaid) = (isPublic, isPaid)
    }
}
