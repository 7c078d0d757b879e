import ImgflowModels
import Testing

/// Responses as the reference shows them: docs/vision-models.md, 2.1.
struct ConverseReplyTests {
    private func reply(_ content: String, _ reason: String = "end_turn") throws -> ConverseReply {
        try ConverseReply.read(
            Array(
                #"""
                {"output":{"message":{"role":"assistant","content":[\#(content)]}},
                 "stopReason":"\#(reason)","metrics":{"latencyMs":1100},
                 "usage":{"inputTokens":1280,"outputTokens":92,"totalTokens":1372}}
                """#.utf8))
    }

    private func problem<Value>(_ body: () throws(ConverseProblem) -> Value) -> ConverseProblem? {
        do throws(ConverseProblem) {
            _ = try body()
            return nil
        } catch {
            return error
        }
    }

    @Test func theDocumentedResponseIsRead() throws {
        let reply = try reply(
            #"{"toolUse":{"toolUseId":"tooluse_gWFv","name":"report_scores","input":{"scores":[{"criterion":"sharp","reason":"edges crisp","score":8}]}}}"#,
            "tool_use")
        #expect(reply.usage == TokenUsage(input: 1_280, output: 92))
        let form = try reply.form("report_scores")
        #expect(form["scores"]?.items?.first?["score"]?.whole == 8)
        #expect(
            problem { () throws(ConverseProblem) in try reply.form("other") } == .noTool("other"))
    }

    @Test func textsAreJoinedAndStrangeBlocksSkipped() throws {
        let text = try reply(
            #"{"reasoningContent":{"reasoningText":{"text":"[REDACTED]"}}},{"text":"A harbor"},{"new":{"a":1}},{"text":" at dawn."}"#
        )
        #expect(try text.plainText() == "A harbor at dawn.")
        let thought = try reply(
            #"{"text":"<thinking>I should say \"10\"</thinking>\nA harbor."}"#)
        #expect(try thought.plainText() == "\nA harbor.")
        #expect(try reply(#"{"text":"<thinking>without end"}"#).text.isEmpty)
    }

    /// Text counts whole, up to 64 kB of all blocks; a longer one is told, never cut.
    @Test(
        arguments: [
            (["a"], 1), ([String(repeating: "a", count: 64_000)], 64_000),
            ([String(repeating: "a", count: 64_001)], nil),
            (
                [String(repeating: "a", count: 40_000), String(repeating: "b", count: 24_000)],
                64_000
            ),
            ([String(repeating: "a", count: 40_000), String(repeating: "b", count: 24_001)], nil),
            // In bytes, whether escaped or not.
            ([String(repeating: #"\u0061"#, count: 64_000)], 64_000),
            ([String(repeating: #"\u0061"#, count: 64_001)], nil),
            ([String(repeating: "雨", count: 21_333)], 63_999),
            ([String(repeating: "雨", count: 21_334)], nil),
            (["<thinking>" + String(repeating: "I see. ", count: 3_000) + "</thinking>[1, 2]"], 6),
        ] as [([String], Int?)])
    func textIsReadWhole(texts: [String], bytes: Int?) throws {
        let blocks = texts.map { #"{"text":"\#($0)"}"# }.joined(separator: ",")
        guard let bytes else {
            let found = problem { () throws(ConverseProblem) in
                try ConverseReply.read(
                    Array(
                        #"{"output":{"message":{"content":[\#(blocks)]}},"stopReason":"end_turn"}"#
                            .utf8))
            }
            #expect(found == .tooLong(bytes: 64_000) && found?.mayBeAskedAgain == false)
            #expect("\(try #require(found))" == "the text of the response is longer than 64 kB")
            return
        }
        #expect(try reply(blocks).plainText().utf8.count == bytes)
    }

    @Test func aFieldOfAFormIsCut() throws {
        let long = String(repeating: "a", count: 3_000)
        let reply = try reply(
            #"{"toolUse":{"name":"f","input":{"reason":"\#(long)"}}}"#, "tool_use")
        #expect(
            try reply.form("f")["reason"] == .text(String(repeating: "a", count: 2_000) + "…"))
    }

    /// Every word of botocore's `StopReason`, and one that it does not have.
    @Test(
        arguments: [
            ("end_turn", nil, "", false), ("tool_use", nil, "", false),
            ("stop_sequence", nil, "", false),
            ("max_tokens", .cut(after: 92), "the response was cut after 92 tokens", false),
            (
                "content_filtered", .filtered(said: "canned"),
                "the content filter refused the response",
                false
            ),
            (
                "guardrail_intervened", .guardrail(said: "canned"),
                "a guardrail of the account intervened: canned", false
            ),
            (
                "malformed_tool_use", .malformedTool,
                "the model filled in the form in a broken way",
                true
            ),
            ("malformed_model_output", .malformedOutput, "the model's output was broken", true),
            (
                "model_context_window_exceeded", .tooMuch,
                "the request exceeds what the model can read at once", false
            ),
            ("refusal", .stopped("refusal"), "the model stopped for the reason `refusal`", false),
        ] as [(String, ConverseProblem?, String, Bool)])
    func everyStopReasonIsWorded(
        word: String, expected: ConverseProblem?, words: String, again: Bool
    ) throws {
        let reply = try reply(#"{"text":"canned"}"#, word)
        let found = problem { () throws(ConverseProblem) in try reply.plainText() }
        #expect(found == expected)
        #expect(found.map { "\($0)" } ?? "" == words)
        #expect(found?.mayBeAskedAgain ?? false == again)
        #expect(found?.hints.isEmpty != true)
        #expect(reply.usage?.output == 92)
    }

    /// What must never become a caption or a score.
    @Test(arguments: [
        (#"{"output":{}}"#, "no `stopReason`"), ("[]", "no `stopReason`"),
        (#"{"stopReason":"end_turn","output":{"message":{"content":"x"}}}"#, "no `output.message"),
        (#"{"stopReason":3,"output":{"message":{"content":[]}}}"#, "no `stopReason`"),
        ("<html>", "is not JSON (byte 0)"), ("", "is not JSON (byte 0)"),
        (#"{"error":"blocked by our content filters"}"#, "the content filter refused"),
    ])
    func whatIsNoResponseIsTold(body: String, words: String) throws {
        let found = problem { () throws(ConverseProblem) in
            try ConverseReply.read(Array(body.utf8))
        }
        #expect("\(try #require(found))".contains(words))
        #expect(found?.mayBeAskedAgain == false)
    }

    @Test func aFilterInAFieldOfItsOwnIsARefusal() throws {
        let found = problem { () throws(ConverseProblem) in
            try ConverseReply.read(Array(#"{"error":"blocked"}"#.utf8))
        }
        #expect(found == .filtered(said: "blocked") && found?.isRefusal == true)
    }

    @Test func nothingIsNoText() throws {
        let blank = try reply(#"{"text":" \n"}"#)
        #expect(problem { () throws(ConverseProblem) in try blank.plainText() } == .noText)
        let list = try reply(#"{"toolUse":{"name":"f","input":[]}}"#, "tool_use")
        #expect(
            problem { () throws(ConverseProblem) in try list.form("f") } == .field("f", "an object")
        )
    }

    @Test(arguments: [
        #"{"inputTokens":-1,"outputTokens":1}"#, #"{"inputTokens":1}"#, #"{}"#, #""much""#,
        #"{"inputTokens":1e30,"outputTokens":1}"#, #"{"inputTokens":1.5,"outputTokens":1}"#,
        #"{"inputTokens":"1","outputTokens":1}"#,
    ])
    func strangeUsageIsNone(usage: String) throws {
        let body =
            #"{"stopReason":"end_turn","output":{"message":{"content":[{"text":"a"}]}},"usage":\#(usage)}"#
        #expect(try ConverseReply.read(Array(body.utf8)).usage == nil)
    }

    @Test(arguments: [
        ("a\u{1B}[2Jb\u{7}", "a [2Jb"), ("  two \n\t words ", "two words"),
        ("\u{202E}gnp.exe", "gnp.exe"), ("é\u{301}雨🌈", "é\u{301}雨🌈"), ("\u{0}", ""),
        ("abcdefghijklmnop", "abcdefghij…"), ("abcdefghi jk", "abcdefghi j…"),
    ])
    func textIsMadeFitForALine(text: String, line: String) {
        #expect(SeenText.line(text, longest: 10) == line)
    }
}
