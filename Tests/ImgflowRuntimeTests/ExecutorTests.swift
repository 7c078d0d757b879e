import ImageFacts
import ImgflowBedrock
import ImgflowImages
import ImgflowModels
import ImgflowPlanner
import Testing

@testable import ImgflowRuntime

struct ExecutorTests {
    private let shop: Workshop
    /// What the model answers.
    private let answer: [UInt8]

    init() throws {
        shop = try Workshop()
        try shop.picture(PixelSize(320, 240), Color(200, 40, 40), "a.png")
        try shop.picture(PixelSize(320, 240), Color(40, 200, 40), "b.png")
        try shop.picture(PixelSize(320, 240), Color(40, 40, 200), "c.png")
        answer = try Image.solid(PixelSize(320, 240), Color(1, 2, 3, alpha: 128)).encoded(as: .png)
    }

    @Test func bytesThatNoFreeVerbTouchedAreWrittenAsTheModelSentThem() async throws {
        let model = ScriptedModel.always(answer)
        let ran = try await shop.run(
            #"load "a.png" | remove-background | save "cut.png""#, by: model)
        #expect(ran.outcome.exitStatus == .done)
        #expect(ran.saved == ["cut.png"])
        #expect(try shop.folder.read("cut.png") == answer)
        #expect(ran.spent == Dollars(cents: 7))
        #expect(model.requests.count == 1)
        #expect(try model.requests[0].image.encoded == shop.folder.read("a.png"))
    }

    /// What `imgflow plan` lists, the run does, and nothing else.
    @Test(arguments: [
        (#"load "a.png" | resize 50%"#, ["load", "resize"]),
        (#"let small = load "a.png" | resize 50%"#, ["load", "resize"]),
        (#"load "a.png" | tee { resize 50% } | info"#, ["info", "load"]),
        (#"load "[ab].png" | blur 1 | take 1 | save "x.png""#, ["blur", "load", "save"]),
        (#"load "a.png" | show"#, ["load", "show"]),
    ])
    func theRunTakesTheStepsThatThePlanLists(program: String, verbs: [String]) async throws {
        let ran = try await shop.run(program, by: .always(answer))
        #expect(ran.outcome.exitStatus == .done)
        #expect(ran.plan.steps.map(\.origin.verb).sorted() == verbs)
        #expect(ran.started.sorted() == verbs)
    }

    /// a and b differ, their answers do not, so only one upscale is asked for.
    @Test(arguments: [true, false])
    func requestsThatTurnOutEqualAreSentOnce(hasStore: Bool) async throws {
        let shop = try Workshop(hasStore: hasStore)
        try shop.picture(PixelSize(320, 240), Color(200, 40, 40), "a.png")
        try shop.picture(PixelSize(320, 240), Color(40, 200, 40), "b.png")
        let model = ScriptedModel.always(answer)
        let ran = try await shop.run(
            #"load "[ab].png" | remove-background | upscale fast | save "{stem}-large.png""#,
            by: model)
        #expect(ran.outcome.exitStatus == .done)
        #expect(ran.saved == ["a-large.png", "b-large.png"])
        #expect(
            model.requests.map(\.modelID).sorted() == [
                "us.stability.stable-fast-upscale-v1:0",
                "us.stability.stable-image-remove-background-v1:0",
                "us.stability.stable-image-remove-background-v1:0",
            ])
        #expect(ran.known == 1)
        #expect(ran.spent == Dollars(cents: 7 + 7 + 3))
    }

    @Test func whatWasPaidForOnceIsKnown() async throws {
        let model = ScriptedModel.always(answer)
        _ = try await shop.run(#"load "a.png" | remove-background | save "1.png""#, by: model)
        let again = try await shop.run(
            #"load "a.png" | remove-background | save "2.png""#, by: model)
        #expect(model.requests.count == 1)
        #expect(again.spent == .zero)
        #expect(try shop.folder.read("2.png") == answer)
    }

    @Test func freshAsksAgain() async throws {
        let model = ScriptedModel.always(answer)
        for name in ["1", "2"] {
            _ = try await shop.run(
                #"load "a.png" | remove-background fresh:true | save "\#(name).png""#, by: model)
        }
        #expect(model.requests.count == 2)
    }

    @Test func aFailingItemStopsNoOther() async throws {
        let model = ScriptedModel { [answer] request, _ in
            let color = try request.image.rgba().prefix(3)
            return color.elementsEqual([40, 200, 40])
                ? .failure(424, "ModelErrorException") : .picture(answer)
        }
        let ran = try await shop.run(
            #"load "[abc].png" | remove-background | save "{stem}-cut.png""#, by: model)
        #expect(ran.saved == ["a-cut.png", "c-cut.png"])
        #expect(ran.outcome.exitStatus == .partlyDone)
        #expect(ran.outcome.shown == 2)
        #expect(ran.outcome.missing == 1)
        #expect(
            ran.failures == ["`us.stability.stable-image-remove-background-v1:0` failed"])
    }

    @Test func oneCauseForAllGivesItsOwnCode() async throws {
        let model = ScriptedModel { _, _ in .failure(424, "ModelErrorException") }
        let ran = try await shop.run(
            #"load "[abc].png" | remove-background | save "{stem}-cut.png""#, by: model)
        #expect(ran.outcome.exitStatus == .failed)
        #expect(model.requests.count == 3)
    }

    @Test func differentCausesGiveEight() async throws {
        let model = ScriptedModel { request, _ in
            let color = try request.image.rgba().prefix(3)
            return color.elementsEqual([40, 200, 40])
                ? .refused("Filter reason: input image") : .failure(424, "ModelErrorException")
        }
        let ran = try await shop.run(
            #"load "[abc].png" | remove-background | save "{stem}-cut.png""#, by: model)
        #expect(ran.outcome.exitStatus == .partlyDone)
    }

    @Test func aFiltersRefusalIsFiveAndNeverKnown() async throws {
        let model = ScriptedModel { _, _ in .refused("Filter reason: prompt") }
        for calls in 1...2 {
            let ran = try await shop.run(
                #"load "a.png" | inpaint "blood" mask:"sky" | save "1.png""#, by: model)
            #expect(ran.outcome.exitStatus == .filtered)
            #expect(
                ran.failures == ["the content filter refused the prompt"])
            #expect(ran.spent == .zero)
            #expect(ran.doubtful == .zero)
            #expect(model.requests.count == calls)
        }
        let shelves = shop.folder.names("answers")
        #expect(shelves.allSatisfy { shop.folder.names("answers/\($0)").isEmpty })
    }

    @Test func wrongCredentialsEndTheRun() async throws {
        let model = ScriptedModel { _, _ in
            .failure(403, "AccessDeniedException", "not for you")
        }
        let ran = try await shop.run(
            #"load "[abc].png" | remove-background | save "{stem}-cut.png""#, by: model, width: 1)
        #expect(model.requests.count == 1)
        #expect(ran.outcome.exitStatus == .access)
        #expect(ran.outcome.missing == 3)
    }

    @Test func theBudgetEndsTheRunBeforeItIsPassed() async throws {
        let model = ScriptedModel.always(answer)
        let ran = try await shop.run(
            #"load "[abc].png" | remove-background | save "{stem}-cut.png""#, by: model,
            budget: Dollars(cents: 14), width: 1)
        #expect(model.requests.count == 2)
        #expect(ran.outcome.exitStatus == .noConsent)
        #expect(ran.saved == ["a-cut.png", "b-cut.png"])
        #expect(
            ran.failures == [
                "the next call costs $0.07: with $0.14 spent, that exceeds the budget of $0.14"
            ])
    }

    /// a's answer comes after those of b and c.
    @Test func savesAreToldInTheOrderOfTheProgram() async throws {
        let gate = Gate(opensAfter: 2)
        let model = ScriptedModel { [answer] request, _ in
            let isFirst = try request.image.rgba().prefix(3).elementsEqual([200, 40, 40])
            if isFirst { await gate.wait() } else { await gate.knock() }
            return .picture(answer)
        }
        let ran = try await shop.run(
            """
            load "[abc].png" | remove-background | save "{stem}-cut.png"
            load "a.png" | resize 50% | save "small.png"
            """, by: model)
        #expect(ran.saved == ["a-cut.png", "b-cut.png", "c-cut.png", "small.png"])
    }

    @Test func whatNothingShowsIsNotDone() async throws {
        let model = ScriptedModel.always(answer)
        let ran = try await shop.run(#"load "a.png" | info"#, by: model)
        #expect(ran.outcome.shown == 1)
        #expect(model.requests.isEmpty)
    }

    /// The second picture is read while the first call is on its way; the third waits.
    @Test func aFileThatChangedAfterThePlanIsNotSent() async throws {
        let model = ScriptedModel { [shop, answer] _, _ in
            try shop.picture(PixelSize(64, 64), Color(9, 9, 9), "c.png")
            return .picture(answer)
        }
        let ran = try await shop.run(
            """
            load "a.png" | remove-background | save "1.png"
            load "b.png" | remove-background | save "2.png"
            load "c.png" | remove-background | save "3.png"
            """, by: model, width: 1)
        #expect(ran.failures == ["`c.png` was changed after the plan was made"])
        #expect(ran.saved == ["1.png", "2.png"])
        #expect(model.requests.count == 2)
    }

    /// Whoever is told of a run keeps its recipe: if that held the run, which holds its images and whoever is told
    /// of it, a session would keep the images of all its runs.
    @Test func aRecipeDoesNotHoldTheRun() async throws {
        let model = ScriptedModel.always(answer)
        var listener: Listener? = Listener()
        weak let left = listener
        let ran = try await shop.run(
            #"load "a.png" | remove-background | save "cut.png""#, by: model, listener: listener)
        listener = nil
        #expect(left == nil)
        let cut = try #require(ran.plan.calls.first?.node.id)
        #expect(ran.recipe(cut, 1).line.contains("remove-background"))
    }
}
