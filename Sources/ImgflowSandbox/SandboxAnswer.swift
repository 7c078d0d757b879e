/// What the service would send back.
package struct SandboxAnswer: Sendable {
    package var status: Int
    package var headers: [String: String]
    package var body: [UInt8]
    /// What of the request does not fit the model's schema: told in the log alone.
    package var violations: [String] = []
}

extension SandboxAnswer {
    static func success(_ body: [UInt8], requestID: String) -> SandboxAnswer {
        SandboxAnswer(status: 200, headers: headers(requestID), body: body)
    }

    static func failure(_ error: ServiceError, requestID: String) -> SandboxAnswer {
        var all = headers(requestID)
        all["x-amzn-ErrorType"] = error.type
        return SandboxAnswer(
            status: error.status, headers: all,
            body: Array(#"{"message":\#(JSONText.quoted(error.message))}"#.utf8),
            violations: error.violations)
    }

    static func headers(_ requestID: String) -> [String: String] {
        [
            "Content-Type": "application/json", "x-amzn-RequestId": requestID,
            "x-imgflow-sandbox": "1",
        ]
    }
}

enum JSONText {
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
