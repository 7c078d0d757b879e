import Foundation
import TestSupport
import Testing

@testable import Hashing

struct HashingTests {
    /// FIPS 180-4's examples, published by NIST.
    @Test(arguments: [
        (
            "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709"
        ),
        (
            "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "a9993e364706816aba3e25717850c26c9cd0d89d"
        ),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
            "a49b2446a02c645bf419f995b67091253a04a259"
        ),
    ])
    func examplesOfNIST(text: String, sha256: String, sha1: String) {
        #expect(Hexadecimal.text(SHA256.hash(Array(text.utf8))) == sha256)
        #expect(Hexadecimal.text(SHA1.hash(Array(text.utf8))) == sha1)
    }

    @Test func aMillionLetters() {
        let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        #expect(
            Hexadecimal.text(SHA256.hash(letters))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        #expect(
            Hexadecimal.text(SHA1.hash(letters)) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f")
    }

    /// RFC 4231, test cases 1 to 4, 6 and 7: keys shorter and longer than a block.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            Array(1...25), [UInt8](repeating: 0xCD, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            Array(
                "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm."
                    .utf8),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ])
    func examplesOfRFC4231(key: [UInt8], message: [UInt8], code: String) {
        #expect(Hexadecimal.text(SHA256.code(message, key: key)) == code)
    }

    /// Around every length where a block or its padding ends; Python's hashlib and hmac judge.
    @Test func everyLengthAsPythonHashesIt() async throws {
        let script = """
            import hashlib, hmac
            data = bytes(n * 7 % 256 for n in range(300))
            for n in range(300):
                part = data[:n]
                print(hashlib.sha256(part).hexdigest(), hashlib.sha1(part).hexdigest(),
                      hmac.new(part, data, "sha256").hexdigest())
            """
        let file = FileManager.default.temporaryDirectory.appending(
            path: "imgflow-hashes-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let end = try await SpawnedProcess(
            "/usr/bin/env", ["python3", "-c", script], output: file.path
        ).ended()
        try #require(end.status == 0)
        let answer = try Data(contentsOf: file)
        let lines = String(decoding: answer, as: UTF8.self).split(separator: "\n")
        try #require(lines.count == 300)
        let data = (0..<300).map { UInt8($0 * 7 % 256) }
        for (count, line) in lines.enumerated() {
            let part = Array(data.prefix(count))
            let own = [SHA256.hash(part), SHA1.hash(part), SHA256.code(data, key: part)]
            #expect(own.map(Hexadecimal.text).joined(separator: " ") == line, "\(count) bytes")
        }
    }

    @Test(arguments: [1, 3, 63, 64, 65, 127, 4_096])
    func piecesHaveTheHashOfTheWhole(size: Int) {
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var hash = SHA256()
        for start in stride(from: 0, to: bytes.count, by: size) {
            hash.add(Array(bytes[start..<min(start + size, bytes.count)]))
            // To look does not end it, and a copy goes its own way.
            _ = hash.hash
            var copy = hash
            copy.add([1])
        }
        #expect(hash.hash == SHA256.hash(bytes))
        #expect(hash.hash == hash.hash)
    }
}
