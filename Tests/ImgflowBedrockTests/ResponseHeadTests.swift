import Testing

@testable import ImgflowBedrock

/// RFC 9112: what a head says, and which heads are none.
struct ResponseHeadTests {
    private func head(_ lines: [String]) throws -> ResponseHead {
        var head = ResponseHead()
        for line in lines + [""] {
            try Array("\(line)\r\n".utf8).withUnsafeBytes { try head.take($0) }
        }
        return head
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK", 200), ("HTTP/1.1 200", 200), ("HTTP/1.1 200 ", 200),
        ("HTTP/1.0 404 Not  Found", 404), ("HTTP/1.1 599 \u{1B}[31m", 599),
    ])
    func statusesAreRead(_ line: String, _ status: Int) throws {
        let head = try head([line])
        #expect(head.status == status)
        #expect(head.isWhole)
    }

    @Test(arguments: [
        "", "HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 20", "HTTP/1.1 2000", "HTTP/1.1 200x",
        "HTTP/1.1  200",
        "HTTP/1.1 099", "HTTP/1.1 600", "HTTP/1.1 -20", "HTTP/1.1 +20", "HTTP/1.1 ２００",
        "HTTP/2 200",
        "HTTP/1.2 200", "http/1.1 200", " HTTP/1.1 200", "ICY 200 OK", "HTTP/1.1 101 Switching",
    ])
    func whatIsNoStatusIsRefused(_ line: String) {
        #expect(throws: TransportError.self) { try head([line]) }
    }

    @Test func headersAreReadAndJoined() throws {
        let head = try head([
            "HTTP/1.1 200 OK", "X-Amzn-RequestId: r-1", "empty:", "Set-Cookie: a", "set-cookie:b",
            "folded: one", "  two", "\tthree", "colons: a:b:c", "spaced:  \t x \t",
        ])
        #expect(
            head.headers == [
                "x-amzn-requestid": "r-1", "empty": "", "set-cookie": "a, b",
                "folded": "one two three", "colons": "a:b:c", "spaced": "x",
            ])
    }

    @Test(arguments: [
        [": nameless"], ["no colon"], ["with space: x"], ["space : x"], [" folded: first"],
        ["a\u{1}b: x"], ["(x): y"], ["content-length: -1"], ["content-length: +2"],
        ["content-length: 2, 2"], ["content-length: 0x2"], ["content-length:"],
        ["content-length: 99999999999999999999"], ["content-length: 2", "content-length: 3"],
        ["content-length: 2", "transfer-encoding: chunked"],
        ["transfer-encoding: chunked", "content-length: 2"], ["transfer-encoding: gzip"],
        ["transfer-encoding: gzip, chunked"],
        ["transfer-encoding: chunked", "transfer-encoding: x"],
    ])
    func whatTwoReadersCouldReadInTwoWaysIsRefused(_ lines: [String]) {
        #expect(throws: TransportError.self) { try head(["HTTP/1.1 200 OK"] + lines) }
    }

    @Test(arguments: [
        ["content-length: 26000000"], ["Content-Length: 0"],
        ["CONTENT-LENGTH:\t2", "content-length: 2"],
    ])
    func lengthsAreRead(_ lines: [String]) throws {
        let head = try head(["HTTP/1.1 200 OK"] + lines)
        #expect([26_000_000, 0, 2].contains(try #require(head.length)))
    }

    @Test func aLengthBeyondTheLimitIsToldAsThat() {
        #expect(throws: TransportError.responseTooLarge(limit: 26_000_000)) {
            try head(["HTTP/1.1 200 OK", "content-length: 26000001"])
        }
    }

    @Test func interimHeadsAreForgottenAndTrailersIgnored() throws {
        let head = try head([
            "HTTP/1.1 100 Continue", "content-length: 7", "", "HTTP/1.1 200 OK", "a: b", "",
            "trailer: x", ": nameless",
        ])
        #expect(head.status == 200)
        #expect(head.headers == ["a": "b"])
        #expect(head.length == nil)
    }

    @Test func aHeadHasALimit() throws {
        let line = "x: \(String(repeating: "y", count: 1_000))"
        #expect(try head(["HTTP/1.1 200 OK"] + Array(repeating: line, count: 200)).isWhole)
        #expect(throws: TransportError.self) {
            try head(["HTTP/1.1 200 OK"] + Array(repeating: line, count: 300))
        }
    }
}
