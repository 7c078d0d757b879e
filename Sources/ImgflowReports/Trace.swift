import ImgflowEngine
import ImgflowModels
import ImgflowPlanner

/// What `--trace` shows: the exact request with images and secrets cut, and the AWS CLI call that
/// does the same.
enum Trace {
    static func request(
        _ call: ModelCall, _ request: RequestValue, _ pictures: [ImageRole: Int], endpoint: String?
    ) -> String {
        let body = RequestWriter.text(request) { role in
            "<\(role.rawValue): \(Grouped(pictures[role] ?? 0)) bytes as base64>"
        }
        var command =
            "aws bedrock-runtime \(call.seeing == nil ? "invoke-model" : "converse") --region \(call.region)"
            + " --model-id \(quoted(call.card.invocationID))"
            + (call.seeing == nil
                ? " --content-type application/json --accept application/json"
                    + " --body fileb://request.json response.json"
                : " --cli-input-json file://request.json")
        if let endpoint { command += " --endpoint-url \(quoted(endpoint))" }
        return "trace: \(body)\ntrace: \(command)"
    }

    static func sending(
        _ method: String, _ url: String, _ headers: [(name: String, value: String)]
    ) -> String {
        (["trace: \(method) \(url)"] + headers.map { "trace:   \($0.name): \($0.value)" })
            .joined(separator: "\n")
    }

    /// As a shell takes it.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-._:/".utf8.contains(byte)
        }
        return isPlain
            ? text
            : "'"
                + text.split(separator: "'", omittingEmptySubsequences: false).joined(
                    separator: "'\\''") + "'"
    }
}
