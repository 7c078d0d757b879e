import ImageFacts
import ImgflowModels
import ImgflowPlanner
import Testing

/// Which format a model is asked for.
struct FormatTests {
    @Test(arguments: [
        // PNG where no answer can break the limit.
        (#"load "a.png" | inpaint mask:"sky" text:"storm" | save"#, "png"),
        (#"load "a.png" | upscale fast | save"#, "jpeg"),
        (#"load "a.png" | resize 500 | upscale fast | save"#, "png"),
        (#"load "a.png" | upscale conservative text:"a" | save"#, "jpeg"),
        (#"load "photo.jpg" | remove-background | save"#, "webp"),
        (#"load "a.png" | remove-background | save"#, "png"),
        // Alpha never goes into a JPEG.
        (#"load "alpha.png" | upscale fast | save"#, "webp"),
        (#"load "alpha.png" | upscale creative text:"a" | save"#, "webp"),
        (#"load "alpha.png" | upscale conservative text:"a" | save"#, "webp"),
        (#"load "alpha.png" | inpaint mask:"sky" text:"storm" | save"#, "png"),
        (#"load "alpha.png" | inpaint mask:"sky" text:"storm" | save "x.jpg""#, "png"),
        (#"load "alpha.png" | resize 3000 | replace "sky" text:"storm" | save"#, "webp"),
        // What comes next is asked for where it is safe.
        (#"load "a.png" | inpaint mask:"sky" text:"storm" | save "x.jpg""#, "jpeg"),
        (#"load "a.png" | inpaint mask:"sky" text:"storm" | save "{stem}.jpg""#, "jpeg"),
        (#"load "a.png" | inpaint mask:"sky" text:"storm" | info | save "x.webp""#, "webp"),
        (#"load "a.png" | inpaint mask:"sky" text:"storm" | resize 50% | save "x.jpg""#, "png"),
        (#"load "a.png" | inpaint mask:"sky" text:"storm" | save "x.tif""#, "png"),
        (#"load "a.png" | upscale fast | save "x.png""#, "jpeg"),
        (#"load "a.png" | upscale fast | save "x.webp""#, "webp"),
        (#"generate "a" | save "x.webp""#, "png"), (#"generate "a" | save "x.jpg""#, "jpeg"),
        (#"generate "a" model:sd35-large | save "x.webp""#, "webp"),
        // The user's word.
        (#"load "a.png" | upscale fast format:webp | save "x.jpg""#, "webp"),
        (#"load "a.png" | resize 500 | upscale fast format:png | save"#, "png"),
        (#"generate "a" format:jpeg | save "x.png""#, "jpeg"),
        (#"generate "a" model:nova-canvas | save "x.jpg""#, "png"),
    ])
    func aModelIsAskedFor(program: String, format: String) throws {
        #expect(try call(program).format == format)
    }

    /// An edit's size is a guess: what really comes may be as large as the upscale takes, and four
    /// times that breaks the limit as PNG.
    @Test func aGuessedSizeIsNeverUpscaledToPNG() throws {
        var world = FakeWorld()
        world.add("small.png", 300, 200)
        let calls = try calls(
            #"load "small.png" | inpaint mask:"sky" text:"storm" | upscale fast | save"#, world)
        #expect(calls.map(\.format) == ["png", "jpeg"])
        let alpha = #"load "small.png" | remove-background | upscale fast | save"#
        #expect(try self.formats(alpha, world) == ["png", "webp"])
    }

    @Test func aConversionIsTold() throws {
        let plan = try plan(#"load "a.png" | save "out/x.webp""#)
        #expect(plan.nodes.last?.notes == ["converted from png to webp here"])
    }

    private func formats(_ program: String, _ world: FakeWorld) throws -> [String] {
        try calls(program, world).map(\.format)
    }
}
