import Testing

@testable import ImgflowSandbox

/// What no client of AWS would send, and the service refuses all the same: docs/vision-models.md, 2.
struct ConversationTests {
    private static let nova = "us.amazon.nova-2-lite-v1:0"
    private static let haiku = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
    private static let messages = #""messages":[{"role":"user","content":[{"text":"a"}]}]"#

    private static func answer(_ body: String, _ model: String = nova) async -> (Int, String) {
        let answer = await SandboxEngine().converse(
            modelID: model, region: "us-west-2", body: Array(body.utf8))
        return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }

    private static func withTool(_ choice: String, _ properties: String = "{}") -> String {
        #"{\#(messages),"toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object","properties":\#(properties)}}}}],"toolChoice":\#(choice)}}"#
    }

    @Test(arguments: [
        (#"{"messages":[{"role":"user","content":[{"text":""}]}]}"#, "is blank"),
        (#"{"messages":[{"role":"user","content":[{"text":"\t\u00a0"}]}]}"#, "is blank"),
        (#"{"system":[{"text":""}],\#(messages)}"#, "SystemContentBlock object is blank"),
        (
            #"{"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"user","content":[{"text":"b"}]}]}"#,
            "must alternate"
        ),
        (
            #"{"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"assistant","content":[{"text":"b"}]},{"role":"assistant","content":[{"text":"c"}]}]}"#,
            "must alternate"
        ),
        (
            #"{"messages":[{"role":"assistant","content":[{"text":"a"}]}]}"#,
            "must start with a user message"
        ),
        (withTool(#"{"required":{}}"#), "expected one of auto, any, tool"),
        (withTool(#"{"any":true}"#), "expected one of auto, any, tool"),
        (withTool(#"{"tool":"f"}"#), "expected one of auto, any, tool"),
        (withTool(#"{"tool":{"name":5}}"#), "toolChoice.tool.name: expected a text"),
        (withTool(#"{"tool":{}}"#), "toolChoice.tool.name: expected a text"),
        (withTool(#"{"tool":{"name":"g"}}"#), "no tool is named g"),
        (withTool(#"{"auto":{},"any":{}}"#), "exactly one member"),
    ])
    func whatConverseRefusesIsRefused(body: String, words: String) async {
        let (status, said) = await Self.answer(body)
        #expect(status == 400 && said.contains(words), "\(said)")
    }

    @Test(arguments: [
        (#"{"auto":{}}"#, "end_turn"), (#"{"any":{}}"#, "tool_use"),
        (#"{"tool":{"name":"f"}}"#, "tool_use"),
    ])
    func eachChoiceOfAToolIsTaken(choice: String, reason: String) async {
        let (status, said) = await Self.answer(Self.withTool(choice))
        #expect(status == 200 && said.contains(#""stopReason":"\#(reason)""#), "\(said)")
    }

    /// Ten words around ten words, thirty deep: no memory holds what that comes to.
    @Test(.timeLimit(.minutes(1)), arguments: [(nova, 424), (haiku, 200)])
    func aFormBeyondAllMeasureIsCut(model: String, status: Int) async {
        let words = (0..<10).map { #""w\#($0)""# }.joined(separator: ",")
        var schema = #"{"type":"integer"}"#
        for _ in 0..<30 {
            schema =
                #"{"type":"array","items":{"type":"object","properties":{"a":{"type":"string","enum":[\#(words)]},"b":\#(schema)}}}"#
        }
        let body = Self.withTool(#"{"any":{}}"#, #"{"all":\#(schema)}"#)
        let (found, said) = await Self.answer(body, model)
        #expect(found == status)
        #expect(said.contains(status == 424 ? "invalid sequence" : "max_tokens"), "\(said)")
    }
}
