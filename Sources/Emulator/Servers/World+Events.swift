import CPHModel

/// Events that the service has planned for servers.
extension World {
    /// Nothing is planned unless a catalogue says so.
    func listEvents(_ query: ListEvents) -> EventList {
        let found = (settings.catalogue?.scheduledEvents ?? []).filter { event in
            fits(query.eventID, event.eventID) && fits(query.serverID, event.serverID)
                && (query.state ?? []).allowing(event.state) && (query.type ?? []).allowing(event.type)
                && event.publishTime ?? "" >= query.publishSince ?? ""
                && event.publishTime ?? "" <= query.publishUntil ?? "9"
        }
        var list = EventList()
        list.requestID = requestID
        list.count = found.count
        (list.scheduledEvents, list.pageInfo) = markedPage(found, query.marker, query.limit ?? 10) { $0.eventID }
        return list
    }
}

extension Array where Element: RawRepresentable<String> {
    /// Whether a filter of these values lets `text` pass; an empty one lets everything pass.
    fileprivate func allowing(_ text: String?) -> Bool { isEmpty || contains { $0.rawValue == text } }
}
