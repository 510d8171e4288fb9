import CPHModel

/// Where an account is: each site has accounts, prices and a billing service of its own.
public enum AccountSite: String, CaseIterable, Sendable {
    case china, international, europe

    /// The service whose address the site's billing service has.
    var billing: Service { self == .international ? .bssIntl : .bss }
}
