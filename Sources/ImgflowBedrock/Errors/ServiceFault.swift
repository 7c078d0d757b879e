package import FoundationEssentials

/// An answer that is no success, read as AWS's parsers read it.
package struct ServiceFault: Sendable, Hashable {
    package var status: Int
    /// The error's name: `ThrottlingException`; nil when the answer gives none.
    package var type: String?
    /// The service's words, safe to print; empty when it has none.
    package var message: String
    package var requestID: String?
    /// What the model itself answered, with `ModelErrorException`.
    package var originalStatusCode: Int?
    /// The answer is a web page: something between here and AWS made it.
    package var isWebPage: Bool
    /// How long the server asks to wait.
    package var retryAfter: Duration?
    /// The server's clock minus this machine's, from the `date` header.
    package var clockSkew: Duration?

    /// No more than this of a body is read for an error's text.
    private static let bodyLimit = 1 << 16

    package init(_ response: HTTPResponse, now: Date) {
        status = response.status
        requestID = response.requestID.map { PlainText.line($0, limit: 80) }
        let body = response.body.prefix(Self.bodyLimit)
        let members = try? JSONDecoder().decode(Members.self, from: Data(body))
        let text = String(decoding: body, as: UTF8.self)
        let contentType = response.headers["content-type"]?.lowercased() ?? ""
        isWebPage =
            members == nil
            && (contentType.hasPrefix("text/html") || text[...].trimmed.first == "<")
        type =
            (response.headers["x-amzn-errortype"].flatMap(Self.name))
            ?? members?.name.flatMap(Self.name)
        if let members {
            message = PlainText.line(members.message ?? "")
        } else if isWebPage {
            message = PlainText.line(Self.title(text), limit: 120)
        } else {
            message = PlainText.line(text)
        }
        originalStatusCode = members?.originalStatusCode
        retryAfter = Self.retryAfter(response.headers, now: now)
        clockSkew = response.headers["date"].flatMap(HTTPDate.date).map {
            .seconds($0.timeIntervalSince(now).rounded())
        }
    }

    /// The name alone: without a link after `:`, a namespace before `#`.
    private static func name(_ text: String) -> String? {
        let first = text.split(separator: ":", omittingEmptySubsequences: false).first ?? ""
        let last = first.split(separator: "#").last ?? ""
        let name = PlainText.line(last, limit: 80)
        return name.isEmpty ? nil : name
    }

    private static func title(_ page: String) -> String {
        guard let start = page.firstRange(of: "<title>"),
            let end = page[start.upperBound...].firstRange(of: "</title>")
        else { return "" }
        return String(page[start.upperBound..<end.lowerBound])
    }

    /// Milliseconds in `x-amz-retry-after`, seconds or a date in `retry-after`; a second at least,
    /// so that a hint of none starts no storm.
    private static func retryAfter(_ headers: [String: String], now: Date) -> Duration? {
        hint(headers, now: now).map { max($0, .seconds(1)) }
    }

    private static func hint(_ headers: [String: String], now: Date) -> Duration? {
        if let text = headers["x-amz-retry-after"], let number = Int64(text), number >= 0 {
            return .milliseconds(min(number, 86_400_000))
        }
        guard let text = headers["retry-after"] else { return nil }
        if let number = Int64(text), number >= 0 { return .seconds(min(number, 86_400)) }
        guard let date = HTTPDate.date(text) else { return nil }
        return .seconds(min(date.timeIntervalSince(now), 86_400))
    }
}

/// The members of an error's body; each read on its own, so that a strange one spoils no other.
private struct Members: Decodable {
    var name: String?
    var message: String?
    var originalStatusCode: Int?

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func text(_ names: String...) -> String? {
            for name in names {
                if let key = Key(stringValue: name),
                    let text = try? container.decode(String.self, forKey: key), !text.isEmpty
                {
                    return text
                }
            }
            return nil
        }
        name = text("code", "Code", "__type")
        let said = text("message", "Message", "detail", "errorMessage")
        // A model's own error arrives as JSON within the service's.
        message = said.flatMap(Self.inner) ?? said
        originalStatusCode = Key(stringValue: "originalStatusCode").flatMap {
            try? container.decode(Int.self, forKey: $0)
        }
    }

    private static func inner(_ text: String) -> String? {
        guard text[...].trimmed.first == "{" else { return nil }
        return (try? JSONDecoder().decode(Members.self, from: Data(text.utf8)))?.message
    }
}
