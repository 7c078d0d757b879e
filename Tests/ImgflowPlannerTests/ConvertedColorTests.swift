import ImageFacts
import ImgflowPlanner
import Testing

/// What a step makes 8-bit sRGB of is said before the run, once, and of that step alone.
@Suite struct ConvertedColorTests {
    private func told(_ stages: String) throws -> [String] {
        var world = FakeWorld()
        world.colors = ["a.png": OtherColors(isDeep: true)]
        return try plan("load \"a.png\" | \(stages) | save", world).nodes
            .filter { $0.notes.contains("16-bit converted to 8-bit sRGB") }.map(\.origin.verb)
    }

    @Test(arguments: [
        ("pad 8", "pad"), ("label \"x\"", "label"), ("overlay \"mask.png\"", "overlay"),
        ("blend \"mask.png\"", "blend"), ("flatten", "flatten"), ("rotate 7", "rotate"),
        ("resize 50% | crop 1:1 | pad 8", "pad"), ("pad 8 | label \"x\"", "pad"),
        ("blur 2 | flip | pad 8 | resize 50% | pad 3", "pad"),
    ])
    func theStepThatConvertsSaysSo(stages: String, verb: String) throws {
        #expect(try told(stages) == [verb])
    }

    @Test(arguments: ["resize 50%", "crop 1:1", "rotate 90", "flip", "upscale fast | pad 8"])
    func whatKeepsColorsIsSilent(stages: String) throws {
        #expect(try told(stages) == [])
    }
}
