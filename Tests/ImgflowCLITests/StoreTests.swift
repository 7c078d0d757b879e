import Foundation
import Testing

/// `imgflow store`: what was paid for, seen, proved and cleared away.
@Suite(.inTurns) struct StoreTests {
    private let program = #"generate ["a", "b"] | save "{text}.png" overwrite:true"#

    private func answered() async throws -> Desk {
        let desk = try Desk()
        let run = try await desk.imgflow("-c", program, "--backend", "sandbox")
        #expect(run.status == 0)
        return desk
    }

    private func pictures(_ desk: Desk) throws -> [URL] {
        let folder = desk.root.appending(path: "data/imgflow/answers")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "png" }
    }

    @Test func anEmptyStoreIsTold() async throws {
        let run = try await Desk().imgflow("store")
        run.expect(errors: "")
        #expect(run.text.hasSuffix("answers: 0 results, 0 bytes\n"))
        try await Desk().imgflow("store", "prune", "--origin", "aws").expect(
            output: "nothing to remove\n")
    }

    @Test func whatIsInItIsTold() async throws {
        let desk = try await answered()
        let run = try await desk.imgflow("store")
        #expect(run.text.contains(": 2 results, "))
        #expect(run.text.contains("sandbox  stability.stable-image-core-v1:1  2 results"))
        let list = try await desk.imgflow("store", "list")
        #expect(list.lines.count == 2)
        #expect(list.lines.allSatisfy { $0.contains("$0.04") && $0.contains("seed ") })
        let json = try await desk.imgflow("store", "--json")
        #expect(json.text.contains(#""answers" : 2"#) && json.text.contains(#""schema" : 1"#))
        try await desk.imgflow("store", "verify").expect(output: "2 results of 2 sound\n")
    }

    @Test func aPictureThatChangedIsFound() async throws {
        let desk = try await answered()
        let picture = try #require(try pictures(desk).first)
        var bytes = try Data(contentsOf: picture)
        bytes[bytes.count / 2] ^= 0xFF
        try bytes.write(to: picture)
        let run = try await desk.imgflow("store", "verify")
        run.expect(status: 1, output: "1 result of 2 sound\n")
        run.expectErrors(toContain: "the image differs from what the model returned")
        // It is there still: what becomes of it is the user's affair.
        #expect(try pictures(desk).count == 2)
    }

    @Test func nothingIsRemovedUnasked() async throws {
        let desk = try await answered()
        let unasked = try await desk.imgflow("store", "prune", "--origin", "sandbox")
        unasked.expect(status: 7, output: "")
        unasked.expectErrors(toContain: "this would remove 2 results", "--yes")
        let other = try await desk.imgflow("store", "prune", "--model", "x", "--yes")
        other.expect(output: "nothing to remove\n")
        let young = try await desk.imgflow("store", "prune", "--older-than", "1", "--yes")
        young.expect(output: "nothing to remove\n")
        #expect(try pictures(desk).count == 2)
        let gone = try await desk.imgflow("store", "prune", "--origin", "sandbox", "--yes")
        #expect(gone.text.hasPrefix("removed 2 results, "))
        #expect(try pictures(desk).isEmpty)
        let again = try await desk.imgflow("-c", program, "--backend", "sandbox")
        again.expectErrors(toContain: "2 calls made, 0 cached")
    }

    /// What a killed run left goes; what another run may be writing now stays.
    @Test func whatNoAnswerTellsOfCanGo() async throws {
        let desk = try await answered()
        let shelf = try #require(try pictures(desk).first).deletingLastPathComponent()
        for (name, age) in [("old.png", 7_200.0), ("young.png", 10)] {
            let file = shelf.appending(path: name)
            try Data([1, 2, 3]).write(to: file)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: file.path)
        }
        let told = try await desk.imgflow("store")
        #expect(told.text.contains("1 leftover file not part of any result"))
        let run = try await desk.imgflow("store", "prune", "--yes")
        #expect(run.text.contains("0 results, 3 bytes, with 1 leftover file"))
        #expect(try pictures(desk).count == 3)
        try await desk.imgflow("store", "verify").expect(output: "2 results of 2 sound\n")
    }

    @Test func optionsOfPruneBelongToIt() async throws {
        try await Desk().imgflow("store", "list", "--yes").expect(status: 2)
        try await Desk().imgflow("store", "burn").expect(status: 2)
    }
}
