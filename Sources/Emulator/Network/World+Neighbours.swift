import CPHModel
import Schema

/// Key pairs, images of servers, enterprise projects.
extension World {
    func showKeyPair(_ query: ShowKeyPair) throws(Refusal) -> KeyPairAnswer {
        guard let pair = keyPair(query.keypairName) else { throw missing("Key pair", query.keypairName, "KPS.9004") }
        var answer = KeyPairAnswer()
        answer.keypair = pair
        return answer
    }

    func keyPair(_ name: String) -> KeyPair? {
        if let known = settings.catalogue?.keypairs { return known.first { $0.name == name } }
        var pair = KeyPair()
        pair.name = name
        pair.id = 1
        pair.type = "ssh"
        pair.scope = "domain"
        pair.isKeyProtection = false
        pair.deleted = false
        pair.frozenState = 0
        return pair
    }

    func listKeyPairs(_ query: ListKeyPairs) -> KeyPairList {
        let all = settings.catalogue?.keypairs ?? []
        let limit = query.limit.flatMap { Int($0) } ?? 50
        let shown = page(all, after: query.marker, limit) { $0.name }
        var list = KeyPairList()
        list.keypairs = shown.map { pair in
            var entry = KeyPairEntry()
            entry.keypair = KeyPairSummary.salvage(pair.value).model
            return entry
        }
        list.pageInfo = PageInfo()
        list.pageInfo?.currentCount = shown.count
        if let last = shown.last, last != all.last { list.pageInfo?.nextMarker = last.name }
        return list
    }

    func showEnterpriseProject(_ query: ShowEnterpriseProject) throws(Refusal) -> EnterpriseProjectAnswer {
        var answer = EnterpriseProjectAnswer()
        answer.enterpriseProject = enterpriseProject(query.enterpriseProjectID)
        if answer.enterpriseProject == nil {
            throw missing("Enterprise project", query.enterpriseProjectID, "EPS.0004")
        }
        return answer
    }

    /// The default one always exists.
    func enterpriseProject(_ id: String) -> EnterpriseProject? {
        if id != "0", let known = settings.catalogue?.enterpriseProjects { return known.first { $0.id == id } }
        var project = EnterpriseProject()
        project.id = id
        project.name = id == "0" ? "default" : "project-\(id.prefix(4))"
        project.summary = ""
        project.status = 1
        project.type = "prod"
        project.deleteFlag = false
        return project
    }

    func listEnterpriseProjects(_ query: ListEnterpriseProjects) -> EnterpriseProjectList {
        let known = settings.catalogue?.enterpriseProjects ?? []
        let all = [enterpriseProject("0")].compactMap(\.self).filter { _ in !known.contains { $0.id == "0" } } + known
        let found = all.filter { project in
            fits(query.id, project.id) && (query.status == nil || query.status == project.status)
                && (query.name == nil || project.name?.contains(query.name ?? "") == true)
        }
        var list = EnterpriseProjectList()
        list.totalCount = found.count
        list.enterpriseProjects = Array(found.dropFirst(query.offset ?? 0).prefix(query.limit ?? 1000))
        return list
    }

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
