import Crypto
import Testing
import Text

struct CryptoTests {
    /// FIPS 180-2, appendix B, and the empty message.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `hashes as FIPS 180 has it`(text: String, digest: String) throws {
        #expect(String(hex: try Crypto.sha256(Array(text.utf8))) == digest)
    }

    /// RFC 4231, cases 1, 2 and 6 (a key longer than a block).
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func `authenticates as RFC 4231 has it`(key: [UInt8], text: String, digest: String) throws {
        #expect(String(hex: try Crypto.hmacSHA256(Array(text.utf8), key: key)) == digest)
    }

    /// The last key that is taken as it is, and the first that is hashed; from Python's hmac.
    @Test(arguments: [
        (64, "3a991ec1be8bd47d654461da7315b7ad7f8ec7ab528b393a58c92bad89f0b318"),
        (65, "5651d4701fe6fd698892c05a7ceb7eba78c04ca99fb47f554ed8d986bea74af1"),
    ])
    func `takes keys of a block and longer ones`(length: Int, digest: String) throws {
        let key = [UInt8](repeating: 0x22, count: length)
        #expect(String(hex: try Crypto.hmacSHA256(Array("block".utf8), key: key)) == digest)
    }

    @Test func `takes an empty key after another one`() throws {
        _ = try Crypto.hmacSHA256([1], key: [2])
        #expect(
            String(hex: try Crypto.hmacSHA256([], key: []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func `gives as many random bytes as asked for, and others each time`() throws {
        #expect(try Crypto.randomBytes(0).isEmpty)
        let first = try Crypto.randomBytes(32)
        #expect(first.count == 32)
        #expect(try Crypto.randomBytes(32) != first)
    }

    @Test func `writes a digest as digits`() throws {
        #expect(try Crypto.sha256Hex([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }
}
