public import Schema

/// The account that calls go to, as it is known before anything is sent: what a person reads beside the sum, and what the
/// approval of a plan is for.
public struct AccountScope: Sendable {
    /// The project whose servers are bought, and under which purchases are recorded.
    public let projectID: String
    /// The region, such as `cn-east-3`.
    public let region: String
    /// The profile or section that the credentials were asked for by; nil where nobody named one.
    public let profile: String?
    /// Who signs the calls, for the record: what tells one identity of the account from another, and no key.
    public let signer: String?
    private let host: @Sendable (Service) -> String
    /// False for a cloud inside this process, which is another one in each run, and has neither region nor project of anybody's.
    public private(set) var isReal = true

    /// - Parameter host: Where a service answers, with the port where it is not HTTPS's own.
    public init(
        projectID: String, region: String, profile: String? = nil, signer: String? = nil,
        host: @escaping @Sendable (Service) -> String
    ) {
        (self.projectID, self.region, self.profile) = (projectID, region, profile)
        (self.signer, self.host) = (signer, host)
    }

    /// The account of a cloud inside this process, where nothing costs anything.
    public static func embedded(projectID: String) -> AccountScope {
        var scope = AccountScope(projectID: projectID, region: "embedded") { "\($0.rawValue).embedded" }
        scope.isReal = false
        return scope
    }

    /// Where calls of `service` go.
    public func host(of service: Service) -> String { host(service) }

    /// What makes it this account and no other: an approval for one says nothing about another.
    public var identity: Value {
        guard isReal else { return "embedded" }
        return ["project_id": .string(projectID), "region": .string(region), "host": .string(host(.cph))]
    }

    /// Says it for people, a line each: which project and region, and where calls go and as whom. The first is short enough for
    /// a screen of 80 columns.
    public var lines: [String] {
        let account = [profile.map { "profile \($0)" }, signer.map { "signed by \($0)" }].compactMap(\.self)
        return ["project \(projectID), region \(region)", (account + ["at \(host(.cph))"]).joined(separator: ", ")]
    }

    /// Says it for people: `project 0a1b, region cn-east-3, at cph.cn-east-3.myhuaweicloud.com`.
    public var words: String {
        let account = profile.map { ", profile \($0)" } ?? ""
        return "project \(projectID), region \(region)\(account), at \(host(.cph))"
    }
}
