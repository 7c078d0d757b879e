import Foundation
import Glibc
import ImageFacts
import Testing

/// What is paid for is paid for once, and nothing is paid for unasked. The server counts.
@Suite(.inTurns) struct MoneyTests {
    private let desk: Desk

    init() throws { desk = try Desk().photo("a.jpg", 640, 427) }

    private static let searchReplace = "us.stability.stable-image-search-replace-v1:0"
    private static let creative = "us.stability.stable-creative-upscale-v1:0"

    @Test func killedBetweenTheStagesItPaysOnlyForTheSecond() async throws {
        let server = try await Bedrock(on: desk, "--latency", "700")
        let arguments = ["-c", LineTests.line, "--yes"]
        let first = try desk.start(arguments, environment: server.exports)
        #expect(try await eventually { desk.records.count == 1 })
        first.send(SIGKILL)
        #expect(await first.ended().signal == SIGKILL)
        #expect(desk.files == ["a.jpg"])

        let second = try await desk.start(arguments, environment: server.exports).ended()
        second.expect(output: "\(LineTests.saved)\n")
        second.expectErrors(
            toContain: "inpaint: 640x427 png, cached", "spent $0.60: 1 call made, 1 cached\n")
        let calls = try await server.calls()
        #expect(calls.first { $0.model == Self.searchReplace }?.count == 1)
        #expect(calls.allSatisfy { $0.status == 200 })
    }

    @Test func twoProcessesThatAskForOneAnswerPayOnce() async throws {
        let server = try await Bedrock(on: desk, "--latency", "500")
        let program = #"load "a.jpg" | remove-background | info"#
        let first = try desk.start(["-c", program], environment: server.exports)
        let second = try desk.start(["-c", program], environment: server.exports)
        let ended = [await first.ended(), await second.ended()]
        #expect(ended.allSatisfy { $0.status == 0 })
        #expect(try await server.calls().map(\.count) == [1])
        let said = ended.map(\.errors).sorted().joined()
        #expect(said.contains("spent $0.07: 1 call made, 0 cached\n"))
        #expect(said.contains("spent $0.00: 0 calls made, 1 cached\n"))
        #expect(!desk.allFiles.contains { $0.hasSuffix(".lock") })
    }

    @Test func aFailureThatEndsTheRunLeavesWhatIsUnderWayToBeKept() async throws {
        for name in 1...6 { try desk.photo("in/\(name).png", 64 + name, 64) }
        let server = try await Bedrock(on: desk, "--latency", "700")
        try await server.faults(#"[{"fault":"status:403"}]"#)
        let run = try await desk.imgflow(
            "-c", #"load "in" | remove-background | save "{stem}-cut.png""#,
            environment: server.exports)
        #expect(run.status == 4)
        // Up to four are sent at once; the one that was refused ends the run, the others are kept.
        let answered = try await server.calls().filter { $0.status == 200 }.map(\.count).reduce(
            0, +)
        #expect(desk.records.count == answered)
        #expect(!run.errors.contains("may be billed"))
    }

    @Test func whereAnswersCannotBeKeptNothingIsSent() async throws {
        let server = try await Bedrock(on: desk)
        let run = try await desk.imgflow(
            "-c", #"load "a.jpg" | remove-background | save"#, "--store", "a.jpg/answers",
            environment: server.exports)
        run.expect(status: 1, output: "")
        run.expectErrors(toContain: "results cannot be cached, so no more calls are sent")
        #expect(try await server.calls().isEmpty)
    }

    @Test func aBudgetThatIsTooSmallSendsNothing() async throws {
        let server = try await Bedrock(on: desk)
        let run = try await desk.imgflow(
            "-c", LineTests.line, "--budget", "0.05", environment: server.exports)
        run.expect(status: 7, output: "")
        run.expectErrors(
            toContain: """
                error: estimated cost $0.67 exceeds the budget of $0.05: nothing was sent
                  = show the plan: imgflow plan …
                  = or raise it: --budget 0.67

                """)
        #expect(try await server.calls() == [])
    }

    @Test func aboveTheThresholdNobodyIsSilentlyMadeToPay() async throws {
        let server = try await Bedrock(on: desk)
        let run = try await desk.imgflow("-c", LineTests.line, environment: server.exports)
        run.expect(status: 7, output: "")
        run.expectErrors(
            toContain: """
                error: estimated cost $0.67 exceeds $0.50, and there is no terminal to confirm
                  = pass --yes, or --budget 0.67

                """)
        #expect(try await server.calls() == [])
        #expect(desk.files == ["a.jpg"])
    }

    @Test(arguments: [["--yes"], ["--budget", "1"], ["--budget", "0.67"]])
    func consentGivenBeforeIsEnough(options: [String]) async throws {
        let server = try await Bedrock(on: desk)
        let run = try await desk.start(
            ["-c", LineTests.line] + options, environment: server.exports
        ).ended()
        run.expect(output: "\(LineTests.saved)\n")
        run.expectErrors(toContain: "spent $0.67: 2 calls made, 0 cached\n")
        #expect(
            try await server.calls() == [
                Bedrock.Call(model: Self.searchReplace, status: 200, count: 1),
                Bedrock.Call(model: Self.creative, status: 200, count: 1),
            ])
    }

    @Test func whatIsKnownNeedsNeitherKeysNorNetwork() async throws {
        let arguments = ["-c", LineTests.line, "--yes", "--overwrite"]
        var address = ""
        do {
            let server = try await Bedrock(on: desk)
            address = server.address
            try await desk.start(arguments, environment: server.exports).ended().expect()
        }
        let run = try await desk.start(arguments + ["--endpoint-url", address]).ended()
        run.expect(output: "\(LineTests.saved)\n")
        run.expectErrors(toContain: "spent $0.00: 0 calls made, 2 cached\n")
    }

    /// A sandbox picture is never taken for one that was paid for.
    @Test func answersOfOneEndpointAreNotKnownForAnother() async throws {
        try await desk.imgflow("-c", LineTests.line, "--backend", "sandbox").expect()
        let server = try await Bedrock(on: desk)
        let run = try await desk.imgflow(
            "-c", LineTests.line, "--yes", "--overwrite", environment: server.exports)
        run.expect()
        run.expectErrors(toContain: "spent $0.67: 2 calls made, 0 cached\n")
    }

    @Test(arguments: [(0, "$0.07"), (1, "$0.60")])
    func aSecondInterruptEndsAtOnceAndSaysWhatMayBeBilled(done: Int, price: String) async throws {
        let server = try await Bedrock(on: desk, "--latency", done == 0 ? "20000" : "0")
        if done > 0 {
            try await server.faults(#"[{"fault":"latency","ms":0},{"fault":"latency","ms":20000}]"#)
        }
        let run = try desk.start(
            ["-c", LineTests.line, "--yes", "--trace"], environment: server.exports)
        #expect(
            try await eventually {
                desk.records.count == done
                    && run.errorsSoFar.components(separatedBy: "trace: POST ").count == done + 2
            })
        try await Task.sleep(for: .milliseconds(300))
        let start = ContinuousClock.now
        run.send(SIGINT)
        #expect(
            try await eventually {
                run.errorsSoFar.contains(
                    "1 call of \(price) in flight; Ctrl-C again exits without")
            })
        run.send(SIGINT)
        let ended = await run.ended()
        // The server would answer after 20 s.
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(ended.signal == nil)
        ended.expect(status: 130, output: "")
        ended.expectErrors(toContain: "interrupted, \(price) may still be billed\n")
        #expect(desk.files == ["a.jpg"])
        #expect(desk.records.count == done)
        #expect(!desk.allFiles.contains { $0.hasSuffix(".part") })
    }

    /// What is on its way arrives, is kept, and is known to the next run.
    @Test func anInterruptWaitsForWhatIsOnItsWay() async throws {
        let server = try await Bedrock(on: desk, "--latency", "1500")
        let run = try desk.start(
            ["-c", LineTests.line, "--yes", "--trace"], environment: server.exports)
        #expect(try await eventually { run.errorsSoFar.contains("trace: POST ") })
        try await Task.sleep(for: .milliseconds(200))
        run.send(SIGINT)
        let ended = await run.ended()
        ended.expect(status: 130, output: "")
        ended.expectErrors(toContain: "stopping: no new calls, 1 call of $0.07 in flight")
        ended.expectErrors(toContain: "interrupted\n")
        #expect(desk.records.count == 1)
        #expect(try await server.calls().count == 1)
    }

    /// Without a store the file is the only place where it can go.
    @Test func whatIsKeptNowhereIsSavedAlsoAfterAnInterrupt() async throws {
        let server = try await Bedrock(on: desk, "--latency", "1500")
        let run = try desk.start(
            [
                "-c", #"load "a.jpg" | remove-background | resize 50% | save "cut.png""#, "--yes",
                "--ephemeral", "--trace",
            ], environment: server.exports)
        #expect(try await eventually { run.errorsSoFar.contains("trace: POST ") })
        try await Task.sleep(for: .milliseconds(200))
        run.send(SIGINT)
        let ended = await run.ended()
        ended.expect(status: 130, output: "cut.png\n")
        ended.expectErrors(toContain: "stopping: no new calls, 1 call of $0.07 in flight")
        #expect(try desk.facts("cut.png").size == PixelSize(320, 214))
    }

    @Test func aPictureThatCannotBeDecodedIsNotSent() async throws {
        let server = try await Bedrock(on: desk)
        try desk.file("broken.png", Pictures.damaged(PixelSize(640, 427)))
        let run = try await desk.imgflow(
            "-c", #"load "broken.png" | remove-background | save"#, environment: server.exports)
        run.expect(status: 1, output: "")
        run.expectErrors(toContain: "the PNG is damaged or truncated")
        #expect(try await server.calls().isEmpty)
        #expect(desk.records.isEmpty)
    }

    @Test func aPictureThatIsCutShortIsNotPaidFor() async throws {
        let server = try await Bedrock(on: desk)
        try desk.file("broken.png", Pictures.truncated(PixelSize(640, 427)))
        let run = try await desk.imgflow(
            "-c", #"load "broken.png" | remove-background | save"#, environment: server.exports)
        run.expect(status: 3, output: "")
        run.expectErrors(toContain: "`broken.png` cannot be used: the PNG is truncated")
        #expect(try await server.calls().isEmpty)
        #expect(desk.files == ["a.jpg", "broken.png"])
        #expect(desk.records.isEmpty)
    }
}
