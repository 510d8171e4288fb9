import CCurl
import CPHModel
import Text

/// The options of curl handles: those that never change, set once, and those of a request.
enum EasyHandle {
    /// A handle that cannot be talked into following, decoding, repeating or trusting anything.
    static func make(_ configuration: TransportConfiguration, roots: TrustRoots) -> UnsafeMutableRawPointer? {
        guard let easy = ccurl_easy_init() else { return nil }
        setProtocol(easy)
        roots.apply(to: easy)
        _ = ccurl_set_long(easy, CURLOPT_MAXAGE_CONN, Int(configuration.idleLimit.components.seconds))
        // An empty proxy also keeps curl from reading the environment's.
        _ = ccurl_set_pointer(easy, CURLOPT_PROXY, configuration.proxy ?? "")
        // Nor does the environment's list of exceptions switch off a proxy that was asked for.
        _ = ccurl_set_pointer(easy, CURLOPT_NOPROXY, "")
        _ = ccurl_set_function(easy, CURLOPT_READFUNCTION, supplyBody)
        _ = ccurl_set_start_function(easy, mayStart)
        _ = ccurl_set_function(easy, CURLOPT_HEADERFUNCTION, receiveHead)
        _ = ccurl_set_function(easy, CURLOPT_WRITEFUNCTION, receiveBody)
        return easy
    }

    static func prepare(
        _ easy: UnsafeMutableRawPointer, for request: HTTPRequest, headers: UnsafeMutablePointer<curl_slist>?
    ) {
        _ = ccurl_set_pointer(easy, CURLOPT_URL, "\(request.endpoint)/")
        _ = ccurl_set_pointer(easy, CURLOPT_REQUEST_TARGET, request.target)
        _ = ccurl_set_pointer(easy, CURLOPT_HTTPHEADER, headers)
        setMethod(easy, request)
        let isOnce = request.connection == .once ? 1 : 0
        _ = ccurl_set_long(easy, CURLOPT_FRESH_CONNECT, isOnce)
        _ = ccurl_set_long(easy, CURLOPT_FORBID_REUSE, isOnce)
        // A second later than the loop's own deadline, which says better what was waited for.
        let connect = request.deadlines.connect.nanoseconds / 1_000_000 + 1000
        _ = ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Int(min(connect, Int64(Int32.max))))
    }

    /// The body comes from a callback without a way back to its start: curl then gives up where it would send it again.
    private static func setMethod(_ easy: UnsafeMutableRawPointer, _ request: HTTPRequest) {
        let hasBody = !request.body.isEmpty || request.method == "POST"
        _ = ccurl_set_long(easy, hasBody ? CURLOPT_POST : CURLOPT_HTTPGET, 1)
        _ = ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, Int64(request.body.count))
        let isImplied = request.method == (hasBody ? "POST" : "GET")
        if isImplied {
            _ = ccurl_set_pointer(easy, CURLOPT_CUSTOMREQUEST, nil)
        } else {
            _ = ccurl_set_pointer(easy, CURLOPT_CUSTOMREQUEST, request.method)
        }
    }

    private static func setProtocol(_ easy: UnsafeMutableRawPointer) {
        _ = ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        _ = ccurl_set_pointer(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = ccurl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        _ = ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        // Some front compresses what nobody asked it to; the request itself asks for no compression.
        _ = ccurl_set_pointer(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate")
        _ = ccurl_set_long(easy, CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        _ = ccurl_set_long(easy, CURLOPT_HTTP09_ALLOWED, 0)
        // What a proxy says to CONNECT is no answer to the request.
        _ = ccurl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        _ = ccurl_set_long(easy, CURLOPT_TCP_NODELAY, 1)
        _ = ccurl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1)
        _ = ccurl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2)
        _ = ccurl_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        // A name look-up that hangs must not hold up a transfer that has been given up.
        _ = ccurl_set_long(easy, CURLOPT_QUICK_EXIT, 1)
    }
}

extension TransportFailure.Kind {
    /// `.tls` is kept for certificates that are not trusted, which another try will not change; a handshake that breaks
    /// off is a connection that was not made.
    init(_ code: CURLcode) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .resolve
        case CURLE_COULDNT_CONNECT, CURLE_PROXY, CURLE_SSL_CONNECT_ERROR: self = .connect
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            self = .tls
        case CURLE_OPERATION_TIMEDOUT: self = .timeout
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL: self = .notHTTP
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT, CURLE_URL_MALFORMAT, CURLE_SSL_ENGINE_NOTFOUND: self = .unavailable
        default: self = .broken
        }
    }
}
