import CPHModel
import Schema

/// Key pairs.
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
}
