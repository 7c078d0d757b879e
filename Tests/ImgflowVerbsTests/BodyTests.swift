import ImgflowModels
import ImgflowPlanner
import Testing

/// For every verb on every model: the least that is sent, and the most.
struct BodyTests {
    @Test(arguments: BodyCase.all)
    func aVerbSendsThisBody(example: BodyCase) throws {
        let plan = try Bodies.plan(example.program + " | save")
        let call = try #require(plan.calls.last?.call)
        #expect(call.card.name == example.model)
        #expect(try Bodies.fields(Bodies.text(call)) == Bodies.fields(example.body))
        #expect("\(call.price.amount)" == example.price)
        let roles = call.pictures.map(\.role)
        #expect(Set(roles) == Set(call.request.roles), "what is named is sent, and nothing else")
    }

    /// The pairs of the table, counted.
    @Test func everyVerbIsShownOnEveryModelThatItKnows() {
        let shown = Set(BodyCase.all.map { "\($0.verb) \($0.model)" })
        var known: Set<String> = []
        for entry in Self.callers {
            for model in entry.models { known.insert("\(entry.verb) \(model)") }
        }
        #expect(shown == known)
    }

    private static let callers: [(verb: String, models: [String])] = BodyCase.verbs

    /// Two calls, each with its price: the background is found, then painted over.
    @Test func backdropFindsTheSubjectFirst() throws {
        let plan = try Bodies.plan(#"load "a.png" | backdrop "snow" seed:1 format:jpeg | save"#)
        #expect(plan.calls.map(\.call.card.name) == ["remove-background", "inpaint"])
        #expect("\(plan.total)" == "$0.14")
        let finding = try Bodies.fields(Bodies.text(plan.calls[0].call))
        #expect(finding == ["image": #""IMAGE""#, "output_format": #""png""#])
        // The result is laid over the original, whose other pixels stay.
        let last = try #require(
            plan.nodes.last { if case .free = $0.action { true } else { false } })
        #expect(last.inputs.count == 3)
        #expect(last.forecast.size.isExact)
    }

    @Test func whatTheLayoutGivesIsSaid() throws {
        let plan = try Bodies.plan(#"generate "a house" layout:"a.png" | save"#)
        let notes = try #require(plan.calls.first).node.notes
        #expect(notes == ["`layout` determines the shapes and the size of the new image"])
        let vary = try Bodies.plan(#"load "a.png" | vary "a house" similarity:0.8 | save"#)
        #expect(
            vary.calls.first?.node.notes
                == [
                    "similarity 0.8 (1 keeps the image, 0 makes a new one) is sent as strength 0.2",
                    "the result has about one megapixel, regardless of the image's size",
                ])
    }

    /// The text that made a picture goes with it, and so does the warning.
    @Test func variationUsesTheTextThatMadeThePicture() throws {
        let plan = try Bodies.plan(#"generate "a fox" seed:1 | vary seed:2 | save"#)
        let call = try #require(plan.calls.last?.call)
        #expect(try Bodies.fields(Bodies.text(call))["prompt"] == #""a fox""#)
    }

    @Test func outpaintComputesItsMargins() throws {
        for (words, sides) in [
            ("to:16:9", ["left": "59", "right": "60", "up": "0", "down": "0"]),
            ("to:16:9 at:left", ["left": "0", "right": "119", "up": "0", "down": "0"]),
            ("to:16:9 at:right", ["left": "119", "right": "0", "up": "0", "down": "0"]),
            ("to:1:1", ["left": "0", "right": "0", "up": "106", "down": "107"]),
            ("to:1:1 at:top", ["left": "0", "right": "0", "up": "0", "down": "213"]),
            ("to:1:1 at:bottom", ["left": "0", "right": "0", "up": "213", "down": "0"]),
            ("left:50% down:10%", ["left": "320", "down": "43"]),
            ("up:1px right:2000", ["up": "1", "right": "2000"]),
        ] {
            let plan = try Bodies.plan(#"load "a.png" | outpaint \#(words) | save"#)
            let fields = try Bodies.fields(Bodies.text(#require(plan.calls.first).call))
            let margins = fields.filter { ["left", "right", "up", "down"].contains($0.key) }
            #expect(margins == sides, "\(words)")
        }
    }
}
