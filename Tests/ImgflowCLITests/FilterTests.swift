import ImageFacts
import ImgflowImages
import Testing

/// `cat a.png | imgflow -c 'load - | … | save -' > b.png`.
@Suite(.inTurns) struct FilterTests {
    @Test func standardOutputIsThePictureAndNothingElse() async throws {
        let desk = try Desk()
        let run = try await desk.imgflow(
            "-c", "load - | resize 50% | save -", input: Pictures.photo(PixelSize(640, 427)))
        run.expect(errors: "")
        let image = try Image(encoded: run.output)
        try image.decoded()
        #expect(image.facts.size == PixelSize(320, 214))
        #expect(image.facts.format == .png)
        #expect(desk.allFiles.isEmpty)
    }

    @Test func untouchedBytesPassThrough() async throws {
        for format in [ImageFormat.png, .jpeg, .webp] {
            let picture = try Pictures.photo(PixelSize(1200, 800), as: format)
            let run = try await Desk().imgflow("-c", "load - | save -", input: picture)
            run.expect()
            #expect(run.output == picture)
        }
    }

    @Test func allElseGoesToStandardError() async throws {
        let desk = try Desk()
        let run = try await desk.imgflow(
            "-c", "load - | info | convert jpeg | save \"kept.jpg\" | save -",
            input: Pictures.photo(PixelSize(64, 48)))
        run.expect()
        #expect(run.output == (try desk.bytes("kept.jpg")))
        run.expectErrors(toContain: "stdin: 64x48 png", "kept.jpg\n")
    }

    @Test func jsonKeepsOffAPicture() async throws {
        let picture = try Pictures.photo(PixelSize(64, 48))
        let run = try await Desk().imgflow("-c", "load - | save -", "--json", input: picture)
        #expect(run.output == picture)
    }

    @Test func whatIsNoPictureIsAnError() async throws {
        let run = try await Desk().imgflow("-c", "load - | save -", input: Array("hello\n".utf8))
        run.expect(status: 3, output: "")
        run.expectErrors(toContain: "error[E051]: standard input cannot be used: ")
    }

    @Test func nothingAtAllIsAnError() async throws {
        let run = try await Desk().imgflow("-c", "load - | save -", input: [])
        run.expect(status: 3, output: "")
        run.expectErrors(toContain: "error[E051]: standard input cannot be used: ")
    }

    @Test func aProgramComesFromStandardInputToo() async throws {
        let desk = try Desk().photo("a.png", 64, 48)
        let run = try await desk.imgflow(
            "-", input: Array("load \"a.png\" | resize 50% | save\n".utf8))
        run.expect(output: "a-resize.png\n")
        #expect(try desk.facts("a-resize.png").size == PixelSize(32, 24))
    }
}
