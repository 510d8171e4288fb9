import Files
import Logging
import TestSupport
import Testing

@testable import CPHClient

struct CertificateFileTests {
    /// A certificate as OpenSSL writes it.
    private static let good = Result {
        let certificates = try Certificates()
        return String(decoding: try Files.read(certificates.path("ca.pem")), as: UTF8.self)
    }

    private func bytes(_ text: String) throws(CertificateFileError) -> [UInt8] {
        try CertificateFile("ca.pem", "the CA file") { _ throws(FileError) in Array(text.utf8) }.bytes
    }

    @Test(arguments: ["", "\u{FEFF}"], ["\n", "\r\n", "\r"])
    func `certificates are the same whatever system wrote the file`(mark: String, end: String) throws {
        let good = try Self.good.get()
        let text = mark + ("# ours\n" + good + "\n" + good).replacing("\n", with: end)
        #expect(try String(decoding: bytes(text), as: UTF8.self) == good + good)
    }

    @Test func `one that is none is named, however many are good`() throws {
        let good = try Self.good.get()
        let lines = good.split(separator: "\n")
        let cut = (lines.prefix(3) + lines.suffix(1)).joined(separator: "\n") + "\n"
        let error = #expect(throws: CertificateFileError.self) { try bytes(good + cut + good) }
        #expect(
            error?.message
                == "the CA file ca.pem is broken: certificate 2, which ends in line \(lines.count + 4), is none")
        let open = #expect(throws: CertificateFileError.self) {
            try bytes(good + lines.dropLast().joined(separator: "\n"))
        }
        #expect(open?.message == "the CA file ca.pem is broken: certificate 2 has no END line")
        let inner = #expect(throws: CertificateFileError.self) {
            try bytes(lines.dropLast().joined(separator: "\n") + "\n" + good)
        }
        #expect(inner?.message == "the CA file ca.pem is broken: certificate 1 has no END line")
        let none = #expect(throws: CertificateFileError.self) { try bytes("hello") }
        #expect(none?.message == "the CA file ca.pem holds no PEM certificate")
    }

    @Test func `a client is not made with a CA file that is broken`() throws {
        var settings = ClientSettings()
        (settings.region, settings.caFile) = ("cn-east-3", "/ca.pem")
        let machine = TestMachine().surroundings(
            ["HUAWEICLOUD_SDK_AK": "a", "HUAWEICLOUD_SDK_SK": "s"], files: ["/ca.pem": "x"])
        let error = #expect(throws: SetupError.self) {
            try CloudPhoneClient(settings, machine, logger: Logger(label: "test"))
        }
        #expect(error?.message == "the CA file /ca.pem holds no PEM certificate")
        settings.caFile = "/none.pem"
        let absent = #expect(throws: SetupError.self) {
            try CloudPhoneClient(settings, machine, logger: Logger(label: "test"))
        }
        #expect(absent?.message == "the CA file /none.pem cannot be read: No such file or directory")
    }
}
