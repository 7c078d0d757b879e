/// What is sent back.
struct HTTPAnswer: Sendable {
    var status: Int
    var headers: [HTTPHead.Header]
    var body: [UInt8]
    /// Bytes of the body after which the connection is cut off; nil sends it whole.
    var cut: Int?

    init(status: Int, headers: [HTTPHead.Header] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    init(_ answer: SandboxAnswer) {
        self.init(
            status: answer.status,
            headers: answer.headers.sorted { $0.key < $1.key }.map { ($0, $1) },
            body: answer.body)
    }

    static func json(_ text: String, status: Int = 200) -> HTTPAnswer {
        HTTPAnswer(
            status: status, headers: [("content-type", "application/json")], body: Array(text.utf8))
    }

    init(_ refusal: HTTPRefusal) {
        self = .json(
            #"{"message":\#(JSONText.quoted(refusal.message))}"#, status: refusal.status)
    }

    func head(closing: Bool) -> [UInt8] {
        var lines = ["HTTP/1.1 \(status) \(Self.phrases[status] ?? "Status")"]
        lines += headers.map { "\($0.name): \(Self.plain($0.value))" }
        lines.append("content-length: \(body.count)")
        if closing { lines.append("connection: close") }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    /// On one line: what a fault names itself may hold anything.
    private static func plain(_ value: String) -> String {
        String(
            String.UnicodeScalarView(
                value.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    }

    private static let phrases = [
        200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 408: "Request Timeout",
        424: "Failed Dependency", 429: "Too Many Requests", 431: "Request Header Fields Too Large",
        500: "Internal Server Error", 501: "Not Implemented", 503: "Service Unavailable",
        505: "HTTP Version Not Supported",
    ]
}
