import CPHModel
import Schema

/// Answers what is on sale.
extension World {
    func listServerModels(_ query: ListServerModels) -> ServerModelList {
        let all = (settings.catalogue?.serverModels ?? Self.openServerModels).filter {
            query.productType == nil || query.productType?.rawValue == $0.productType ?? 0
        }
        var list = ServerModelList()
        list.requestID = requestID
        (list.serverModels, list.pageInfo) = markedPage(all, query.marker, query.limit ?? 100) { $0.serverModelName }
        return list
    }

    /// Zones that have a model, or are out of it.
    func listOfferings(_ query: ListOfferings) -> OfferingList {
        let usage = usage
        let all = (settings.catalogue?.stock ?? openStock).map { entry in
            var offering = Offering()
            offering.availableZone = entry.availableZone
            offering.modelName = entry.serverModelName
            offering.sellStatus = left(of: entry, usage) == 0 ? "sellout" : "available"
            return offering
        }
        var list = OfferingList()
        list.requestID = requestID
        list.count = all.count
        (list.models, list.pageInfo) = markedPage(all, query.marker, query.limit ?? 100) {
            "\($0.modelName ?? "")#\($0.availableZone ?? "")"
        }
        return list
    }

    func listPhoneModels(_ query: ListPhoneModels) -> PhoneModelList {
        let all = (settings.catalogue?.phoneModels ?? Self.openPhoneModels).filter {
            query.status == nil || query.status?.rawValue == $0.status ?? 1
        }
        var list = PhoneModelList()
        list.requestID = requestID
        list.phoneModels = all.page(query.offset, pageSize(query.limit ?? 100))
        return list
    }

    func listPhoneImages(_ query: ListPhoneImages) -> PhoneImageList {
        let all = (settings.catalogue?.phoneImages ?? Self.openPhoneImages).filter {
            switch query.imageType {
            case nil, .all: true
            case .everybody: $0.isPublic == 1
            case .own: $0.isPublic == 2 && $0.receiveStatus == nil
            case .share: $0.receiveStatus != nil
            }
        }
        var list = PhoneImageList()
        list.requestID = requestID
        (list.phoneImages, list.pageInfo) = markedPage(all, query.marker, query.limit ?? 500) { $0.imageID }
        return list
    }

    func listCustomImages(_ query: ListCustomImages) -> CustomImageList {
        let found = (settings.catalogue?.imageInfos ?? []).filter { image in
            fits(query.imageID, image.imageID) && fits(query.imageName, image.imageName)
                && fits(query.imageType?.rawValue, image.imageType) && fits(query.srcProjectID, image.srcProjectID)
                && (query.status == nil || query.status?.rawValue == image.status)
        }
        var list = CustomImageList()
        list.requestID = requestID
        list.total = found.count
        list.imageInfos = found.page(query.offset, pageSize(query.limit ?? 100))
        return list
    }

    /// A page of a list with markers; the last page has no marker for a next one.
    func markedPage<Entry>(
        _ all: [Entry], _ marker: String?, _ limit: Int, key: (Entry) -> String?
    ) -> ([Entry], PageInfo) {
        let entries = page(all, after: marker, limit, key: key)
        var info = PageInfo()
        if let last = entries.last.flatMap(key), all.last.flatMap(key) != last { info.nextMarker = last }
        return (entries, info)
    }
}
