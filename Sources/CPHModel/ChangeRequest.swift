public import Schema

/// A request that changes or pays something: it tells the money gate what it is done to. Every operation of these kinds has
/// one; a test goes through them.
public protocol ChangeRequest: Model {
    /// Ids of servers, orders and whatever else is changed or paid; payments are counted by them.
    var subjects: [String] { get }
}

extension RenameServer: ChangeRequest { public var subjects: [String] { [serverID] } }
extension ChangeKeyPairs: ChangeRequest { public var subjects: [String] { servers.map(\.serverID) } }
extension RestartServers: ChangeRequest { public var subjects: [String] { serverIDs } }
extension DeleteServers: ChangeRequest { public var subjects: [String] { serverIDs } }
extension ChangeServerModel: ChangeRequest { public var subjects: [String] { [serverID] } }
extension ResizeBandwidth: ChangeRequest { public var subjects: [String] { [bandWidthID] } }
extension CreateTags: ChangeRequest { public var subjects: [String] { [resourceID] } }
extension DeleteTags: ChangeRequest { public var subjects: [String] { [resourceID] } }
extension PayOrder: ChangeRequest { public var subjects: [String] { [orderID] } }
extension CancelOrder: ChangeRequest { public var subjects: [String] { [orderID] } }
extension Unsubscribe: ChangeRequest { public var subjects: [String] { resourceIDs } }
extension RenewResources: ChangeRequest { public var subjects: [String] { resourceIDs } }
extension SetAutoRenewal: ChangeRequest { public var subjects: [String] { [resourceID] } }
extension CancelAutoRenewal: ChangeRequest { public var subjects: [String] { [resourceID] } }
