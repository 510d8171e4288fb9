import CCurl
public import CPHModel
import Clock

extension CloudPhoneClient {
    /// Looks once at the address where a service answers, without credentials: its name, the connection, TLS, and an
    /// answer of whatever status, whose date is the service's.
    public func probe(_ service: Service) async -> Exchange {
        await sender.transport.send(
            HTTPRequest(
                method: "GET", endpoint: endpoints.endpoint(service), target: "/", headers: [], connection: .once,
                deadlines: sender.deadlines))
    }

    /// libcurl with what it is built with: `libcurl/7.88.1 OpenSSL/3.0.17 …`.
    ///
    /// - Throws: `SetupError` when it cannot be loaded.
    public static func transportVersion() throws(SetupError) -> String {
        if let reason = ccurl_load() { throw SetupError(String(cString: reason)) }
        return String(cString: ccurl_version())
    }
}

extension Answer {
    /// Seconds since 1970 by the service's clock; nil without a date that can be read.
    public var date: Int? { header("Date").flatMap(HTTPDate.unixSeconds) }
}
