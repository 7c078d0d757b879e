import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import Testing

/// Names, slugs and numbers as they are written.
struct WordTests {
    @Test(arguments: [
        ("a.png", "a", "png", "."), ("in/b.jpg", "b", "jpg", "in"), ("/b.jpg", "b", "jpg", "/"),
        ("/x/y/b.tar.gz", "b.tar", "gz", "/x/y"), (".hidden", ".hidden", "", "."),
        ("noext", "noext", "", "."), ("x.", "x", "", "."), ("../a.png", "a", "png", ".."),
        ("my photo.JPG", "my photo", "JPG", "."),
    ])
    func aPathHasParts(path: String, stem: String, ext: String, dir: String) {
        let name = FileName(path)
        #expect((name.stem, name.ext, name.dir) == (stem, ext, dir))
    }

    @Test(arguments: [
        ("A Harbour, at dawn!", "a-harbour-at-dawn"), ("", "image"), ("…!?", "image"),
        ("naïve Öl 富士山", "naïve-öl-富士山"), ("a/b\\c:d", "a-b-c-d"), ("../../etc", "etc"),
        (
            "one two three four five six seven eight nine a",
            "one-two-three-four-five-six-seven-eight"
        ),
        (String(repeating: "x", count: 90), String(repeating: "x", count: 40)),
        ("👩‍👩‍👧 cat", "cat"), ("a\u{0}b", "a-b"),
    ])
    func aTextIsMadeASlug(text: String, slug: String) {
        #expect(Slug.make(text) == slug)
    }

    @Test(arguments: [
        (Field.stem, "a/b", "a-b"), (.stem, "a\u{0}\n\u{1B}b", "a---b"), (.dir, "a/b", "a/b"),
        (.text, "A b", "a-b"),
        (.stem, String(repeating: "y", count: 300), String(repeating: "y", count: 100)),
    ])
    func aFieldIsFitForAName(field: Field, value: String, part: String) {
        #expect(FileName.part(value, of: field) == part)
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1_000, "1,000"), (9_437_184, "9,437,184"), (-1_234, "-1,234"),
        (100_000, "100,000"),
    ])
    func aNumberIsGrouped(number: Int, text: String) {
        #expect("\(Grouped(number))" == text)
    }

    @Test func limitsAreSaidInWords() {
        let fast = StableFastUpscale.card.input
        #expect(fast?.most == "1,048,576 px and 1536 px per side")
        #expect(fast?.least == "32 px per side")
        #expect(fast?.shape == "any shape")
        #expect(NovaCanvas.card.input?.most == "4,194,304 px and 4096 px per side")
        #expect(NovaCanvas.card.input?.shape == "1:4 to 4:1")
        #expect(StableImageInpaint.card.input?.shape == "1:2.5 to 2.5:1")
        #expect(StableCreativeUpscale.card.input?.least == "64 px per side")
    }
}
