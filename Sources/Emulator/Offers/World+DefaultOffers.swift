import CPHModel

/// What is on sale without a catalogue: models and images whose names Huawei's pages mention.
extension World {
    static let openServerModels: [ServerModel] = [
        serverModel("physical.rx2.32xlarge.4", cores: 128, memory: 512),
        serverModel("physical.rx1.xlarge", cores: 64, memory: 256),
        serverModel("physical.kg1.4xlarge.cp", cores: 64, memory: 256),
    ]

    /// Every model in three zones, without end.
    var openStock: [StockEntry] {
        Self.openServerModels.flatMap { model in
            ["a", "b", "c"].map { letter in
                var entry = StockEntry()
                entry.availableZone = settings.region + letter
                entry.serverModelName = model.serverModelName ?? ""
                return entry
            }
        }
    }

    static let openPhoneModels: [PhoneModel] = openServerModels.map { server in
        var model = PhoneModel()
        model.serverModelName = server.serverModelName
        model.phoneModelName = "rs2.plus"
        model.status = 1
        model.cpu = 4
        model.memory = 4096
        model.disk = 32
        model.resolution = "1080x1920"
        model.phoneCapacity = 60
        model.imageLabel = "cloud_phone"
        model.productType = 0
        return model
    }

    static let openPhoneImages: [PhoneImage] = [
        {
            var image = PhoneImage()
            image.imageName = "AOSP 11"
            image.imageID = DerivedID.hexID("AOSP 11")
            image.osType = "android"
            image.osName = "AOSP 11"
            image.isPublic = 1
            image.imageLabel = "cloud_phone"
            return image
        }()
    ]

    private static func serverModel(_ name: String, cores: Int, memory: Int) -> ServerModel {
        var model = ServerModel()
        model.serverModelName = name
        model.serverType = "emulated"
        model.cpu = cores
        model.memory = memory
        model.diskMaxNum = 16
        model.productType = 0
        model.freeSize = 0
        model.extendSpec = ServerModelSpec()
        model.extendSpec?.bmsFlavor = name
        model.extendSpec?.gpuCount = 0
        model.extendSpec?.osVolume = SystemVolume()
        model.extendSpec?.osVolume?.size = 220
        model.extendSpec?.osVolume?.volumeType = VolumeType.ssd.rawValue
        return model
    }
}
