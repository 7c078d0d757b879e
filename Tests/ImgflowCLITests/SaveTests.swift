import ImageFacts
import Testing

/// Where pictures go, and what stands there already.
@Suite(.inTurns) struct SaveTests {
    @Test(arguments: [
        ("", "a-resize.jpg", ImageFormat.jpeg),
        (#""out/{stem}.jpg""#, "out/a.jpg", .jpeg),
        (#""out/{name}""#, "out/a.jpg", .jpeg),
        (#""out/{stem}.{ext}""#, "out/a.jpg", .jpeg),
        (#""out/{stem}""#, "out/a.jpg", .jpeg),
        (#""{stem}-{width}x{height}.png""#, "a-160x107.png", .png),
        (#""deep/er/{verb}-{index}.webp""#, "deep/er/resize-1.webp", .webp),
        (#""{{x}}.png""#, "{x}.png", .png),
        (#"'{stem}.png'"#, "{stem}.png", .png),
        (#""tif.tif""#, "tif.tif", .tiff),
    ])
    func aNameBecomesAPath(name: String, path: String, format: ImageFormat) async throws {
        let desk = try Desk().photo("a.jpg", 320, 214)
        let run = try await desk.imgflow("-c", "load \"a.jpg\" | resize 50% | save \(name)")
        run.expect(output: "\(path)\n")
        #expect(desk.files == [path, "a.jpg"].sorted())
        let facts = try desk.facts(path)
        #expect(facts.format == format)
        #expect(facts.size == PixelSize(160, 107))
    }

    /// A picture that arrives between the check and the end of the run is not replaced.
    @Test func whatCameMeanwhileIsNotReplaced() async throws {
        let desk = try Desk().photo("a.jpg", 320, 214)
        let server = try await Bedrock(on: desk, "--latency", "600")
        let run = try desk.start(
            ["-c", #"load "a.jpg" | remove-background | save "cut.png""#, "--trace"],
            environment: server.exports)
        #expect(try await eventually { run.errorsSoFar.contains("trace: POST ") })
        try desk.file("cut.png", "the user's own")
        let ended = await run.ended()
        ended.expect(status: 1, output: "")
        ended.expectErrors(toContain: "error: save: `cut.png` exists already\n")
        #expect(try desk.bytes("cut.png") == Array("the user's own".utf8))
        // Paid for, and kept.
        #expect(desk.records.count == 1)
    }

    @Test func aDamagedInputLeavesNoFile() async throws {
        let desk = try Desk().file("broken.png", Pictures.damaged(PixelSize(640, 427)))
        let run = try await desk.imgflow("-c", #"load "broken.png" | resize 50% | save "b.png""#)
        run.expect(status: 1, output: "")
        #expect(desk.files == ["broken.png"])
    }

    @Test func oneBadFileOfManyGivesEight() async throws {
        let desk = try Desk().photo("in/1.png", 64, 48).photo("in/3.png", 64, 48)
        try desk.file("in/2.png", Pictures.damaged(PixelSize(640, 427)))
        let run = try await desk.imgflow("-c", #"load "in" | resize 32 | save "{stem}-small.png""#)
        run.expect(status: 8, output: "1-small.png\n3-small.png\n")
        run.expectErrors(toContain: "2 done, 1 not\n")
    }
}
