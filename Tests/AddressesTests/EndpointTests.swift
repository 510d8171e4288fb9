import Addresses
import Testing

struct EndpointTests {
    @Test(arguments: [
        ("https://cph.cn-east-3.myhuaweicloud.com", "cph.cn-east-3.myhuaweicloud.com", false),
        ("HTTPS://CPH.Example.com/", "cph.example.com", false), ("https://example.com:443", "example.com", false),
        ("https://example.com:8443", "example.com:8443", false), ("http://127.0.0.1:8080", "127.0.0.1:8080", true),
        ("http://127.200.3.4", "127.200.3.4", true), ("http://localhost:1", "localhost:1", true),
        ("http://[::1]:8080", "[::1]:8080", true), ("https://[2001:db8::1]", "[2001:db8::1]", false),
    ])
    func `reads scheme, host and port`(text: String, authority: String, isLoopback: Bool) throws {
        let endpoint = try Endpoint(text)
        #expect(endpoint.authority == authority && endpoint.isLoopback == isLoopback)
    }

    @Test(arguments: [
        "http://cph.example.com", "http://10.0.0.1", "http://127.0.0.1.example.com", "http://localhost.example.com",
        "http://127.1", "http://0.0.0.0",
    ])
    func `plain http is for this machine only`(text: String) {
        let error = #expect(throws: EndpointError.self) { try Endpoint(text) }
        #expect(
            error?.description
                == "endpoint \"\(text)\": must be https: plain http is for 127.0.0.1, ::1 and localhost only")
    }

    @Test(arguments: ["", "cph.example.com", "ftp://x", "file:///etc/passwd", "//x"])
    func `needs a scheme it knows`(text: String) {
        let error = #expect(throws: EndpointError.self) { try Endpoint(text) }
        #expect(error?.reason == "must start with https://, or http:// for this machine")
    }

    @Test(arguments: [
        "https://", "https:///", "https://u@x", "https://u:p@x", "https://x/path", "https://x?q", "https://x#f",
        "https://x:0", "https://x:65536", "https://x:y", "https://[::1", "https://a b", "https://x\r\nHost: y",
        "https://x//", "https://[::1]x",
    ])
    func `has no path, user or query`(text: String) {
        #expect(throws: EndpointError.self) { try Endpoint(text) }
    }
}
