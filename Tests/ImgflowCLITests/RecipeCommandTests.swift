import Foundation
import ImageFacts
import Testing

/// `recipe` and `replay`: a picture tells how it was made, and is made again.
@Suite(.inTurns) struct RecipeCommandTests {
    private let desk: Desk
    private let sandbox = ["--backend", "sandbox", "--yes"]

    init() throws { desk = try Desk().photo("a.jpg", 640, 427) }

    private func make(_ program: String) async throws {
        try await desk.start(["-c", program] + sandbox).ended().expect()
    }

    private func recipe(_ file: String) async throws -> String {
        let run = try await desk.imgflow("recipe", file)
        run.expect(errors: "")
        return run.text
    }

    private static let storm =
        #"load "a.jpg" | inpaint mask:(select ellipse:[0,0,100%,50%] | feather 9) text:"storm" count:2 | resize 50% | save "out-{index}.png""#

    @Test func aRecipeSaysWhatWasChosen() async throws {
        try await make(
            #"load "a.jpg" | inpaint mask:"sky" text:"storm" | resize 50% | save "out.png""#)
        let text = try await recipe("out.png")
        let lines = text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0] == "imgflow 1")
        let pattern =
            #/load "a\.jpg" \| inpaint "storm" mask:"sky" model:search-replace seed:\d+ \| resize 50% \| save "out\.png"/#
        #expect(try pattern.wholeMatch(in: lines[1]) != nil, "\(text)")
    }

    @Test func itIsFoundByItsBytesWhereverItWent() async throws {
        try await make(#"generate "a fox" | save "fox.png""#)
        let text = try await recipe("fox.png")
        try desk.file("else/where/cat.png", desk.bytes("fox.png"))
        #expect(try await recipe("else/where/cat.png") == text)
        let unknown = try await desk.imgflow("recipe", "a.jpg")
        unknown.expect(status: 1, output: "")
        unknown.expectErrors(toContain: "no recipe found for `a.jpg`")
        let missing = try await desk.imgflow("recipe", "none.png")
        missing.expect(status: 2, output: "")
        missing.expectErrors(toContain: "`none.png` cannot be read: ")
    }

    @Test func replayedItIsTheSameForNothing() async throws {
        try await make(
            #"load "a.jpg" | inpaint mask:"sky" text:"storm" | resize 50% | save "out.png""#)
        let run = try await desk.start(["replay", "out.png"] + sandbox).ended()
        run.expect(output: "out-replay.png\n")
        run.expectErrors(toContain: "0 calls made, 1 cached\n")
        #expect(try desk.bytes("out-replay.png") == desk.bytes("out.png"))
        let second = try await desk.start(["replay", "out.png"] + sandbox).ended()
        second.expect(output: "out-replay-2.png\n")
        let dry = try await desk.start(["replay", "out.png", "--dry-run"] + sandbox).ended()
        dry.expect()
        #expect(dry.text.contains("cached)"))
        #expect(desk.files == ["a.jpg", "out-replay-2.png", "out-replay.png", "out.png"])
    }

    @Test func oneWordIsChangedAndTheSeedStays() async throws {
        try await make(
            #"load "a.jpg" | inpaint mask:"sky" text:"storm" | upscale creative text:"sharp" | save "out.png""#
        )
        let run = try await desk.start(
            ["replay", "out.png", "--set", "inpaint.text=calm sea", "--to", "calm.png"] + sandbox
        ).ended()
        run.expect(output: "calm.png\n")
        run.expectErrors(toContain: "2 calls made, 0 cached\n")
        let (old, new) = (try await recipe("out.png"), try await recipe("calm.png"))
        #expect(
            new
                == old.replacing("\"storm\"", with: "\"calm sea\"")
                .replacing("\"out.png\"", with: "\"calm.png\""))
        // Without a verb it is the last that has it.
        let last = try await desk.start(
            ["replay", "out.png", "--set", "text=soft", "--dry-run"] + sandbox
        ).ended()
        last.expect()
        #expect(last.text.hasPrefix("recipe of out.png: 2 paid calls, $0.60 (1 cached)"))
    }

    @Test(arguments: [
        ("txt=x", "no stage of the recipe accepts `txt`", "did you mean `text`?"),
        ("resize.text=x", "`resize` of the recipe does not accept `text`", "it has "),
        ("text", "expected --set name=value, found `text`", "for example"),
        ("=x", "expected --set name=value, found `=x`", "for example"),
    ])
    func whatCannotBeSetIsSaid(wish: String, message: String, hint: String) async throws {
        try await make(
            #"load "a.jpg" | inpaint mask:"sky" text:"storm" | resize 50% | save "out.png""#)
        let run = try await desk.start(["replay", "out.png", "--set", wish] + sandbox).ended()
        #expect(run.status == 2)
        run.expectErrors(toContain: "error: \(message)", "= \(hint)")
        #expect(desk.files == ["a.jpg", "out.png"])
    }

    /// A value that is wrong is the checker's, with a caret in the recipe.
    @Test func aRecipeIsCheckedBeforeItIsPaid() async throws {
        try await make(#"load "a.jpg" | resize 50% | save "out.png""#)
        let run = try await desk.start(["replay", "out.png", "--set", "to=900%%"] + sandbox).ended()
        #expect(run.status == 3, "\(run.errors)")
        run.expectErrors(toContain: "--> recipe of out.png:2:")
    }

    @Test(arguments: ["png", "jpg", "webp"])
    func anEmbeddedRecipeTravelsWithThePicture(ending: String) async throws {
        try await make(#"generate "a fox" | save "fox.\#(ending)" embed:true"#)
        let text = try await recipe("fox.\(ending)")
        let elsewhere = try Desk().file("x.\(ending)", desk.bytes("fox.\(ending)"))
        let run = try await elsewhere.imgflow("recipe", "x.\(ending)")
        run.expect(output: text, errors: "")
        let again = try await desk.start(["replay", "fox.\(ending)"] + sandbox).ended()
        again.expect(output: "fox-replay.\(ending)\n")
        #expect(try desk.facts("fox-replay.\(ending)") == desk.facts("fox.\(ending)"))
    }

    /// The recipe stands where the program stood; what it makes goes to where the user stands.
    @Test func pathsAreThoseOfTheFirstRun() async throws {
        try await make(#"load "a.jpg" | resize 50% | save "sub/out.png""#)
        let run = try await desk.start(["replay", "out.png"] + sandbox, in: "sub").ended()
        run.expect()
        #expect(try desk.bytes("sub/out-replay.png") == desk.bytes("sub/out.png"))
        let recipe = try await desk.start(["recipe", "out.png"], in: "sub").ended()
        #expect(recipe.errors == "its paths are relative to \(desk.folder.path)\n")
    }

    /// Two branches that share an answer, a mask by hand, copies, and a picture of both.
    @Test func sharedImagesGetNamesAndCopiesTheirSeeds() async throws {
        try await make(Self.storm)
        let copies = try await [recipe("out-1.png"), recipe("out-2.png")]
        #expect(copies[0] != copies[1])
        for number in 1...2 {
            let run = try await desk.start(["replay", "out-\(number).png"] + sandbox).ended()
            run.expect(output: "out-\(number)-replay.png\n")
            run.expectErrors(toContain: "0 calls made, 1 cached\n")
            #expect(
                try desk.bytes("out-\(number)-replay.png") == desk.bytes("out-\(number).png"))
        }
        try await make(
            #"let fox = generate "a fox"; $fox | flip horizontal | overlay ($fox | resize 20%) at:top-left | save "two.png""#
        )
        let text = try await recipe("two.png")
        #expect(text.contains("let image1 = generate \"a fox\" model:core seed:"), "\(text)")
        let run = try await desk.start(["replay", "two.png"] + sandbox).ended()
        run.expect(output: "two-replay.png\n")
        #expect(try desk.bytes("two-replay.png") == desk.bytes("two.png"))
    }

    /// Nothing of how it was made stays on this machine: no prompt in any file.
    @Test func whatIsPrivateLeavesNothing() async throws {
        try await make(#"generate "a zebrafish" | save "secret.png" private:true"#)
        let run = try await desk.imgflow("recipe", "secret.png")
        run.expect(status: 1, output: "")
        run.expectErrors(toContain: "was saved with `private:true`")
        for file in desk.allFiles where !file.hasPrefix("work/") {
            let bytes = try Data(contentsOf: desk.root.appending(path: file))
            #expect(bytes.range(of: Data("zebrafish".utf8)) == nil, "\(file)")
        }
    }
}
