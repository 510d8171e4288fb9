public import Schema

public enum EventState: String, Choice {
    case inquiring = "inquiring"
    case scheduled = "scheduled"
    case executing = "executing"
    case completed = "completed"
    case failed = "failed"
    case canceled = "canceled"

    public var meaning: String {
        switch self {
        case .inquiring: "waits for agreement"
        case .scheduled: "planned"
        case .executing: "under way"
        case .completed: "done"
        case .failed: "failed"
        case .canceled: "called off"
        }
    }
}

public enum EventType: String, Choice {
    case diskRecovery = "localdisk-recovery"
    case maintenance = "system-maintenance"

    public var meaning: String { self == .diskRecovery ? "a local disk is replaced" : "maintenance" }
}

/// Source: Huawei's SDK 3.1.219, `ListScheduledEventsRequest`.
public struct ListEvents: Model {
    public var limit: Int?
    public var marker: String?
    public var eventID: String?
    public var serverID: String?
    public var publishSince: String?
    public var publishUntil: String?
    public var state: [EventState]?
    public var type: [EventType]?

    public init() {}

    public static let name = "ListEvents"
    public static let doc = "Which scheduled events to list."

    public static let fields: [Field<ListEvents>] = [
        Field("limit", \.limit, .range(1...100), default: "10", doc: "Largest number of events in one answer"),
        Field("marker", \.marker, doc: "Where the page begins: next_marker of the page before"),
        Field("event_id", \.eventID, doc: "ID of the event"),
        Field("server_id", \.serverID, doc: "ID of the server"),
        Field("publish_since", \.publishSince, doc: "Published at or after this time"),
        Field("publish_until", \.publishUntil, doc: "Published at or before this time"),
        Field("state", \.state, doc: "States of the events"),
        Field("type", \.type, doc: "Kinds of the events"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ListScheduledEventsResponse`.
public struct EventList: Model {
    public var requestID: String?
    public var count: Int?
    public var scheduledEvents: [ScheduledEvent]?
    public var pageInfo: PageInfo?

    public init() {}

    public static let name = "EventList"
    public static let doc = "A page of scheduled events."

    public static let fields: [Field<EventList>] = [
        Field("request_id", \.requestID, doc: "ID of the request"),
        Field("count", \.count, doc: "Number of events"),
        Field("scheduled_events", \.scheduledEvents, doc: "Events of this page"),
        Field("page_info", \.pageInfo, doc: "Where the next page begins"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ListScheduledEventsResponseBodyScheduledEvents`.
public struct ScheduledEvent: Model {
    public var eventID: String?
    public var serverID: String?
    public var serverName: String?
    public var serverModelName: String?
    public var serverState: Int?
    public var type: String?
    public var authorizationType: String?
    public var state: String?
    public var publishTime: String?
    public var startTime: String?
    public var finishTime: String?
    public var notBefore: String?
    public var notAfter: String?
    public var notBeforeDeadline: String?
    public var summary: String?

    public init() {}

    public static let name = "ScheduledEvent"
    public static let doc = "Something that the service plans to do to a server."

    public static let fields: [Field<ScheduledEvent>] = [
        Field("event_id", \.eventID, doc: "ID of the event, at most 36 bytes"),
        Field("server_id", \.serverID, doc: "ID of the server"),
        Field("server_name", \.serverName, doc: "Name of the server"),
        Field("server_model_name", \.serverModelName, doc: "Model of the server"),
        Field("server_state", \.serverState, doc: "Status of the server, as in Server"),
        Field("type", \.type, doc: "localdisk-recovery or system-maintenance"),
        Field("authorization_type", \.authorizationType, doc: "What may be agreed to: maintenance or redeploy"),
        Field("state", \.state, doc: "inquiring, scheduled, executing, completed, failed or canceled"),
        Field("publish_time", \.publishTime, doc: "When it was published"),
        Field("start_time", \.startTime, doc: "When it began"),
        Field("finish_time", \.finishTime, doc: "When it ended"),
        Field("not_before", \.notBefore, doc: "When it begins at the earliest"),
        Field("not_after", \.notAfter, doc: "When it ends at the latest"),
        Field("not_before_deadline", \.notBeforeDeadline, doc: "When it must have begun"),
        Field("description", \.summary, doc: "What it is about"),
    ]
}
