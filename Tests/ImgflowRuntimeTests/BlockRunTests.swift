import Foundation
import ImageFacts
import ImgflowBedrock
import ImgflowImages
import ImgflowModels
import ImgflowPlanner
import Testing

@testable import ImgflowRuntime

/// Conditions, recovery and choices that only the run can decide.
struct BlockRunTests {
    private let shop: Workshop

    init() throws {
        shop = try Workshop()
        try shop.picture(PixelSize(640, 427), Color(20, 40, 200), "a.png")
        try shop.picture(PixelSize(320, 240), Color(20, 40, 20), "b.png")
    }

    private func solid(_ width: Int, _ height: Int) throws -> [UInt8] {
        try Image.solid(PixelSize(width, height), Color(200, 30, 30)).encoded(as: .png)
    }

    private func size(_ name: String) throws -> PixelSize {
        try Image(encoded: Array(Data(contentsOf: URL(filePath: shop.folder.place(name))))).facts
            .size
    }

    private func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: shop.folder.place(name))
    }

    private let fork = #"""
        generate "x" | when width > 1000 { resize 100 | tee { save "wide.png" overwrite:true } } else { resize 50 }
          | save "o.png"
        """#

    @Test(arguments: [(1_200, 100, true), (900, 50, false)])
    func whatCameDecides(width: Int, long: Int, isWide: Bool) async throws {
        let model = ScriptedModel.always(try solid(width, width / 2))
        let ran = try await shop.run(fork, by: model)
        #expect(ran.failures == [])
        #expect(ran.outcome.exitStatus == .done)
        #expect(try size("o.png") == PixelSize(long, long / 2))
        #expect(exists("wide.png") == isWide)
        // Again: it is known, so the plan knows the way too, and nothing is asked.
        let again = ScriptedModel.always(try solid(10, 10))
        let second = try await shop.run(fork.replacing("o.png", with: "p.png"), by: again)
        #expect(second.failures == [])
        #expect(again.requests.isEmpty)
        #expect(try size("p.png") == PixelSize(long, long / 2))
    }

    @Test func whatIsLeftOutIsNotPaidFor() async throws {
        let model = ScriptedModel.always(try solid(900, 900))
        let ran = try await shop.run(
            #"generate "x" | when width > 1000 { upscale fast } else { resize 50 } | save "o.png""#,
            by: model)
        #expect(ran.failures == [])
        #expect(model.requests.count == 1)
        #expect(ran.outcome.missing == 0)
    }

    @Test func whereKeepsWhatFits() async throws {
        let wide = try solid(1_200, 600)
        let small = try solid(300, 200)
        let model = ScriptedModel { request, number in
            let text = String(decoding: request.body, as: UTF8.self)
            return .picture(text.contains(#""seed":2"#) ? wide : small)
        }
        let ran = try await shop.run(
            #"generate "x" seed:1..3 | where width > 1000 | save "{seed}.png""#, by: model)
        #expect(ran.failures == [])
        #expect(ran.saved == ["2.png"])
        #expect(ran.outcome.exitStatus == .done)
    }

    @Test func placesAreCountedAmongWhatCame() async throws {
        let wide = try solid(1_200, 600)
        let small = try solid(300, 200)
        let model = ScriptedModel { request, _ in
            .picture(
                String(decoding: request.body, as: UTF8.self).contains(#""seed":1"#) ? small : wide)
        }
        let program =
            #"generate "x" seed:1..4 | where width > 1000 | take 2 | save "{index}-{seed}.png" overwrite:true"#
        let ran = try await shop.run(program, by: model)
        #expect(ran.failures == [])
        #expect(ran.saved == ["1-2.png", "2-3.png"])
        #expect(model.requests.count == 4)
        let again = ScriptedModel.always(small)
        let second = try await shop.run(program, by: again)
        #expect(again.requests.isEmpty)
        #expect(second.failures == [])
    }

    @Test func aFilterIsCaught() async throws {
        let cat = try solid(512, 512)
        let model = ScriptedModel { request, number in
            number == 1 ? .refused("Filter reason: prompt") : .picture(cat)
        }
        let ran = try await shop.run(
            #"try { generate "x" model:ultra } else { generate "y" } | save "o.png""#, by: model)
        #expect(ran.failures == [])
        #expect(ran.outcome.exitStatus == .done)
        #expect(ran.outcome.missing == 0)
        #expect(model.requests.count == 2)
        #expect(try size("o.png") == PixelSize(512, 512))
    }

    @Test func theSecondBlockIsNotBegunWithoutNeed() async throws {
        let model = ScriptedModel.always(try solid(512, 512))
        let ran = try await shop.run(
            #"try { generate "x" model:ultra } else { generate "y" } | save "o.png""#, by: model)
        #expect(ran.failures == [])
        #expect(model.requests.count == 1)
    }

    @Test func bothMayFail() async throws {
        let model = ScriptedModel { _, _ in .refused("Filter reason: prompt") }
        let ran = try await shop.run(
            #"try { generate "x" model:ultra } else { generate "y" } | save "o.png""#, by: model)
        #expect(ran.outcome.failures.count == 1)
        #expect(ran.outcome.exitStatus == .filtered)
        #expect(!exists("o.png"))
    }

    @Test func fewerImagesInTheSecondBlockAreNoFailure() async throws {
        let model = ScriptedModel { _, _ in .refused("Filter reason: prompt") }
        let ran = try await shop.run(
            #"load "a.png" | try { vary "x" count:2 } else { resize 64 } | save "{index}.png""#,
            by: model)
        #expect(ran.failures == [])
        #expect(ran.saved == ["1.png"])
        #expect(ran.outcome.exitStatus == .done)
    }

    @Test func wrongCredentialsAreNotCaught() async throws {
        let model = ScriptedModel { _, _ in .failure(403, "UnrecognizedClientException") }
        let ran = try await shop.run(
            #"try { generate "x" } else { load "a.png" } | save "o.png""#, by: model)
        #expect(ran.outcome.exitStatus == .access)
        #expect(!exists("o.png"))
    }

    @Test func theBudgetIsNotCaught() async throws {
        let model = ScriptedModel.always(try solid(512, 512))
        let ran = try await shop.run(
            #"try { generate "x" } else { load "a.png" } | save "o.png""#, by: model,
            budget: Dollars(text: "0.01"))
        #expect(ran.outcome.exitStatus == .noConsent)
        #expect(model.requests.isEmpty)
        #expect(!exists("o.png"))
    }

    @Test func aTeePassesOnThoughItFails() async throws {
        let model = ScriptedModel { _, _ in .refused("Filter reason: prompt") }
        let ran = try await shop.run(
            #"load "a.png" | tee { upscale fast | save "big.png" } | resize 64 | save "o.png""#,
            by: model)
        #expect(ran.saved == ["o.png"])
        #expect(ran.outcome.exitStatus == .partlyDone)
        #expect(!exists("big.png"))
    }

    @Test func oneItemsFailureStopsNoOther() async throws {
        let cat = try solid(512, 512)
        let model = ScriptedModel { request, _ in
            String(decoding: request.body, as: UTF8.self).contains("one bad")
                ? .refused("Filter reason: prompt") : .picture(cat)
        }
        let ran = try await shop.run(
            #"generate ["one bad", "two", "three"] | save "{text}.png""#, by: model)
        #expect(ran.saved == ["two.png", "three.png"])
        #expect(ran.outcome.exitStatus == .partlyDone)
    }

    @Test func whatIsNotPickedIsNotAskedFor() async throws {
        let pictures = try (1...4).map { try solid(512, 500 + $0) }
        let model = ScriptedModel { _, number in .picture(pictures[(number - 1) % 4]) }
        let ran = try await shop.run(
            #"generate "x" count:4 seed:1 | upscale fast | pick [4, 2] | save "{index}-{seed}.jpg""#,
            by: model)
        #expect(ran.failures == [])
        #expect(ran.saved == ["1-4.jpg", "2-2.jpg"])
        #expect(model.requests.count == 4)
    }

    @Test func resultsComeInOrder() async throws {
        let cat = try solid(512, 512)
        let model = ScriptedModel { request, _ in
            // The first takes longest.
            let isFirst = String(decoding: request.body, as: UTF8.self).contains(#""seed":1"#)
            try await Task.sleep(for: .milliseconds(isFirst ? 120 : 10))
            return .picture(cat)
        }
        let ran = try await shop.run(
            #"generate "x" seed:1..4 | save "{index}.png""#, by: model)
        #expect(ran.saved == ["1.png", "2.png", "3.png", "4.png"])
    }

    /// A sheet waits for all that come: what failed has a cell, what a `where` left out has none.
    @Test func aSheetShowsWhatFailed() async throws {
        let (small, wide) = (try solid(1_000, 500), try solid(1_200, 600))
        let model = ScriptedModel { request, _ in
            let body = String(decoding: request.body, as: UTF8.self)
            if body.contains(#""prompt":"b""#) { return .refused("Filter reason: prompt") }
            return .picture(body.contains(#""prompt":"a""#) ? small : wide)
        }
        let ran = try await shop.run(
            #"""
            generate ["a", "b", "c"] | where width > 1000 | sheet columns:3 cell:50 gap:0 label:none | save "s.png"
            """#, by: model)
        #expect(ran.failures.count == 1)
        // The first is 1000 wide and left out, the second failed, the third is there.
        #expect(try size("s.png") == PixelSize(100, 50))
    }
}

extension String {
    fileprivate func replacing(_ text: String, with other: String) -> String {
        replacingOccurrences(of: text, with: other)
    }
}
