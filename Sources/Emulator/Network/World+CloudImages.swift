import CPHModel

/// Images of servers.
extension World {
    /// Without a catalogue an image exists when it is asked for by its id.
    func listCloudImages(_ query: ListCloudImages) -> CloudImageList {
        let all = settings.catalogue?.images ?? [query.id].compactMap(\.self).map(Self.openImage)
        let found = all.filter { image in
            fits(query.id, image.id) && fits(query.name, image.name) && fits(query.status, image.status)
                && fits(query.visibility, image.visibility) && fits(query.imagetype, image.imagetype)
                && fits(query.virtualEnvType, image.virtualEnvType)
        }
        var list = CloudImageList()
        list.images = page(found, after: query.marker, query.limit ?? 500) { $0.id }
        list.pageInfo = PageInfo()
        if let last = list.images?.last, last != found.last { list.pageInfo?.nextMarker = last.id }
        return list
    }

    private static func openImage(_ id: String) -> CloudImage {
        var image = CloudImage()
        image.id = id
        image.name = "image-\(id.prefix(4))"
        image.status = "active"
        image.imagetype = "private"
        image.visibility = "private"
        image.virtualEnvType = "Ironic"
        image.osType = "Linux"
        image.isProtected = false
        image.tags = []
        return image
    }
}
