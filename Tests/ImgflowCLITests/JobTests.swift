import Foundation
import Testing

/// Many images at once: how many, where, and what is left of them when some fail.
@Suite(.inTurns) struct JobTests {
    private let desk: Desk
    private static let line = #"load "in" | remove-background | save "{stem}-cut.png""#
    private static let model = "us.stability.stable-image-remove-background-v1:0"

    init() throws {
        desk = try Desk()
        for name in 1...6 { try desk.photo("in/\(name).png", 64 + name, 64) }
    }

    private func run(_ options: String..., by server: Bedrock) async throws -> Command.Ended {
        try await desk.start(["-c", Self.line] + options, environment: server.exports).ended()
    }

    /// The server counts them: a clock would time the machine.
    @Test func asManyAsAreSaidAreSentAtOnce() async throws {
        let server = try await Bedrock(on: desk, "--latency", "300")
        let one = try await run("--jobs", "1", by: server)
        one.expect(output: (1...6).map { "\($0)-cut.png\n" }.joined())
        #expect(try await server.mostAtOnce() == 1)
        let three = try await run("--jobs", "3", "--fresh", "--overwrite", by: server)
        three.expect(output: (1...6).map { "\($0)-cut.png\n" }.joined())
        #expect(try await server.mostAtOnce() == 3)
        let wrong = try await run("--jobs", "0", by: server)
        wrong.expect(status: 2, output: "")
        wrong.expectErrors(toContain: "expected --jobs of 1 to 256, found 0")
    }

    @Test func callsAreSpreadOverTheRegionsThatAreAllowed() async throws {
        for (regions, expected) in [
            ("all", ["us-east-1", "us-east-2", "us-west-2"]),
            ("us-east-2,us-west-2", ["us-east-2", "us-west-2"]), ("us-east-1", ["us-east-1"]),
        ] {
            let plan = try await desk.imgflow(
                "plan", "-c", Self.line, "--regions", regions, "--json")
            plan.expect()
            let found = ["us-east-1", "us-east-2", "us-west-2"].map { name in
                plan.text.components(separatedBy: #""region" : "\#(name)""#).count
                    + plan.text.components(separatedBy: #""region":"\#(name)""#).count - 2
            }
            #expect(found.reduce(0, +) == 6, "\(plan.text)")
            #expect(found.filter { $0 > 0 } == expected.map { _ in 6 / expected.count })
        }
        for (wrong, words) in [("moon", "moon"), ("", "--regions")] {
            let plan = try await desk.imgflow("plan", "-c", Self.line, "--regions", wrong)
            #expect(plan.status == 2, "\(wrong): \(plan.text)")
            plan.expectErrors(toContain: words)
        }
    }

    @Test func oneThatFailsEndsNoOther() async throws {
        let server = try await Bedrock(on: desk)
        try await server.faults(#"[{"fault":"status:400"}]"#)
        let first = try await run("--jobs", "1", by: server)
        #expect(first.status == 8)
        first.expectErrors(
            toContain:
                "5 succeeded, 1 failed; run the same command again to retry only what failed\n")
        // The same command again does only that one.
        let second = try await run("--jobs", "1", by: server)
        second.expect(output: (1...6).map { "\($0)-cut.png\n" }.joined())
        second.expectErrors(toContain: "1 call made, 5 cached\n")
        #expect(
            try await server.calls().contains(
                Bedrock.Call(model: Self.model, status: 200, count: 6)))
    }

    @Test func whoWantsItEndsAtTheFirst() async throws {
        let server = try await Bedrock(on: desk)
        try await server.faults(#"[{"fault":"status:400"}]"#)
        let ended = try await run("--jobs", "1", "--no-keep-going", by: server)
        #expect(ended.status == 1)
        #expect(ended.text == "")
        #expect(
            try await server.calls() == [Bedrock.Call(model: Self.model, status: 400, count: 1)])
    }

    @Test func aRefusalIsAskedOnceMoreWhereThatIsWanted() async throws {
        let server = try await Bedrock(on: desk)
        try await server.faults(#"[{"fault":"filter"}]"#)
        let program = #"load "in/1.png" | remove-background | save "one.png""#
        let asked = try await desk.start(
            ["-c", program, "--retry-filtered", "1"], environment: server.exports
        ).ended()
        asked.expect(output: "one.png\n")
        asked.expectErrors(toContain: "refused by the content filter; retrying")
        try await server.faults(#"[{"fault":"filter"},{"fault":"filter"}]"#)
        let refused = try await desk.start(
            ["-c", program, "--retry-filtered", "1", "--fresh", "--overwrite"],
            environment: server.exports
        ).ended()
        refused.expect(status: 5, output: "")
        try await server.faults(#"[{"fault":"filter"}]"#)
        let unasked = try await desk.start(
            ["-c", program, "--fresh", "--overwrite"], environment: server.exports
        ).ended()
        unasked.expect(status: 5, output: "")
        #expect(try await server.calls().map(\.count).reduce(0, +) == 5)
    }
}
