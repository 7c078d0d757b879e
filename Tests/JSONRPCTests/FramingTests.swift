import JSONRPC
import Testing

/// The base protocol: a head with `Content-Length`, an empty line, so many bytes.
@Suite struct FramingTests {
    private static func pieces(_ text: String, by count: Int = .max) -> [Framing.Piece] {
        var framing = Framing()
        var found: [Framing.Piece] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            framing.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
            while let piece = framing.next() { found.append(piece) }
        }
        return found
    }

    private static func message(_ text: String) -> Framing.Piece { .message(Array(text.utf8)) }

    @Test(
        arguments: [
            ("Content-Length: 2\r\n\r\n{}", [message("{}")]),
            ("content-length:2\r\n\r\n{}", [message("{}")]),
            (
                "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}",
                [message("{}")]
            ),
            (
                "Content-Length: 2\r\nContent-Type: x\r\n\r\n{}Content-Length: 1\r\n\r\n1",
                [message("{}"), message("1")]
            ),
            ("Content-Length: 0\r\n\r\n", [message("")]),
            ("Content-Length: 4\r\n\r\n\"é\"", [message("\"é\"")]),
            ("Content-Length: 2\n\n{}", [message("{}")]),
            ("Content-Length: 3\r\n\r\n{}", []),
            ("X: 1\r\n\r\nContent-Length: 1\r\n\r\n1", [.fault(.noLength), message("1")]),
            (
                "Content-Length: -1\r\n\r\nContent-Length: 1\r\n\r\n1",
                [.fault(.noLength), message("1")]
            ),
            (
                "Content-Length: 99999999999999999999\r\n\r\nContent-Length: 1\r\n\r\n1",
                [.fault(.noLength), message("1")]
            ),
            // One that was said to be shorter than it is: the next that begins is found again.
            (
                "Content-Length: 1\r\n\r\n{}Content-Length: 1\r\n\r\n1",
                [message("{"), message("1")]
            ),
            (
                "Content-Length: 99999999\r\n\r\nContent-Length: 1\r\n\r\n1",
                [.fault(.tooLong(99_999_999))]
            ),
        ] as [(String, [Framing.Piece])])
    func reads(_ text: String, _ expected: [Framing.Piece]) {
        for count in [Int.max, 1, 2, 7] { #expect(Self.pieces(text, by: count) == expected) }
    }

    @Test func passesOverWhatIsTooLong() {
        var framing = Framing()
        framing.append(Array("Content-Length: \(Framing.longest + 1)\r\n\r\n".utf8))
        #expect(framing.next() == .fault(.tooLong(Framing.longest + 1)))
        for _ in 0..<64 { framing.append([UInt8](repeating: 0x20, count: Framing.longest / 64)) }
        #expect(framing.next() == nil)
        framing.append(Array(" Content-Length: 1\r\n\r\n1".utf8))
        #expect(framing.next() == Self.message("1"))
        #expect(framing.next() == nil)
    }

    /// A head without an end is no reason to keep all that comes.
    @Test func endsAHeadThatHasNoEnd() {
        var framing = Framing()
        framing.append([UInt8](repeating: 0x78, count: 1 << 20))
        #expect(framing.next() == .fault(.noLength))
        framing.append(Array("\r\n\r\nContent-Length: 1\r\n\r\n1".utf8))
        var found: [Framing.Piece] = []
        while let piece = framing.next() { found.append(piece) }
        #expect(found.last == Self.message("1"))
    }

    @Test func framesByBytes() {
        let framed = String(decoding: Framing.framed("é"), as: UTF8.self)
        #expect(framed == "Content-Length: 4\r\n\r\n\"é\"")
    }
}

@Suite struct MessageTests {
    private static func read(_ text: String) throws(Message.Refusal) -> Message {
        try Message.read(Array(text.utf8))
    }

    @Test(
        arguments: [
            (
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{}}",
                .request(id: .number(1), method: "a", params: [:])
            ),
            (
                "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"a\"}",
                .request(id: .text("x"), method: "a", params: nil)
            ),
            ("{\"jsonrpc\":\"2.0\",\"method\":\"a\"}", .notification(method: "a", params: nil)),
            (
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}",
                .response(id: .number(1), result: nil, error: nil)
            ),
        ] as [(String, Message)])
    func reads(_ text: String, _ message: Message) throws {
        #expect(try Self.read(text) == message)
    }

    @Test(
        arguments: [
            ("{", nil, RPCError.Code.parseError), ("[]", nil, .invalidRequest),
            ("1", nil, .invalidRequest),
            ("{\"id\":3,\"method\":\"a\"}", .number(3), .invalidRequest),
            ("{\"jsonrpc\":\"1.0\",\"id\":3,\"method\":\"a\"}", .number(3), .invalidRequest),
            ("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"a\"}", nil, .invalidRequest),
            ("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"a\"}", nil, .invalidRequest),
            ("{\"jsonrpc\":\"2.0\",\"method\":1}", nil, .invalidRequest),
            ("{\"jsonrpc\":\"2.0\"}", nil, .invalidRequest),
        ] as [(String, MessageID?, RPCError.Code)])
    func refuses(_ text: String, _ id: MessageID?, _ code: RPCError.Code) {
        do throws(Message.Refusal) {
            let message = try Self.read(text)
            Issue.record("\(message) was read")
        } catch {
            #expect(error.id == id && error.error.code == code)
        }
    }
}
