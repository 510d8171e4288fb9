import CPHModel
import Schema

/// Tags of servers.
extension World {
    func listTags(_ query: ListTags) throws(Refusal) -> TagList {
        guard let (server, _) = visibleServer(query.resourceID) else { throw Self.noServer(query.resourceID) }
        var list = TagList()
        list.tags = server.tags ?? []
        return list
    }

    /// Sets or removes tags: both have one path, and `action` tells them apart.
    mutating func changeTags(_ request: CloudRequest) -> Answer {
        do throws(Refusal) {
            let action = (try? Value(json: request.body))?.members?["action"]?.text
            if action == DeleteAction.delete.rawValue {
                try deleteTags(try request.read(as: DeleteTags.self, for: .cph))
            } else {
                try createTags(try request.read(as: CreateTags.self, for: .cph))
            }
            return noContent
        } catch {
            return answer(error)
        }
    }

    private mutating func createTags(_ request: CreateTags) throws(Refusal) {
        try change(request.resourceID) { server, _ in
            var tags = server.tags ?? []
            for tag in request.tags {
                if let index = tags.firstIndex(where: { $0.key == tag.key }) {
                    tags[index] = tag
                } else {
                    tags.append(tag)
                }
            }
            server.tags = tags
        }
    }

    private mutating func deleteTags(_ request: DeleteTags) throws(Refusal) {
        let keys = Set(request.tags.map(\.key))
        try change(request.resourceID) { server, _ in server.tags = server.tags?.filter { !keys.contains($0.key) } }
    }

    func listProjectTags(_ query: ListProjectTags) -> ProjectTagList {
        var values: [String: Set<String>] = [:]
        for order in account.orders where order.createdAt <= now {
            for server in order.servers where server.deletedAt == nil {
                for tag in server.tags ?? [] { values[tag.key, default: []].insert(tag.value) }
            }
        }
        let all = values.sorted { $0.key < $1.key }.map { key, values in
            var tag = TagValues()
            (tag.key, tag.values) = (key, values.sorted())
            return tag
        }
        var list = ProjectTagList()
        list.totalCount = all.count
        list.tags = all.page(query.offset, query.limit ?? 100)
        return list
    }
}
