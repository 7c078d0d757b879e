import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import Testing

struct SaveTests {
    private func targets(
        _ program: String, _ world: FakeWorld = FakeWorld(),
        _ settings: PlanSettings = PlanSettings(origin: "aws")
    ) throws -> [String] {
        try plan(program, world, settings).targets
    }

    @Test(arguments: [
        (#"load "a.png" | resize 50% | save"#, ["a-resize.png"]),
        (#"load "in/b.jpg" | resize 50% | convert webp | save"#, ["b-resize-convert.webp"]),
        (#"load "a.png" | inpaint "x" mask:"y" | upscale fast | save"#, ["a-inpaint-upscale.jpg"]),
        (#"generate "A Harbour, at dawn!" | save"#, ["a-harbour-at-dawn-generate.png"]),
        (
            #"generate "a fox" count:3 | save"#,
            ["a-fox-generate.png", "a-fox-generate-2.png", "a-fox-generate-3.png"]
        ),
        (#"load "in/*" | resize 50% | save"#, ["b-resize.jpg", "c-resize.jpg"]),
        (#"generate "…" | save"#, ["image-generate.png"]),
        (
            #"generate "a very long text that goes on and on about a harbour" | save"#,
            ["a-very-long-text-that-goes-on-and-on-generate.png"]
        ),
        (#"load "a.png" | info | resize 9 | save"#, ["a-resize.png"]),
    ])
    func aNameIsMade(program: String, names: [String]) throws {
        #expect(try targets(program) == names)
    }

    /// Files of earlier versions hold all that the original said: they are not what is written now.
    @Test func whatLosesMetadataIsAnotherFile() {
        let image = Identity.content(hash: "a")
        var step = SaveStep(
            target: .file(path: "a.png"), format: .png, encoding: EncodingOptions(),
            overwrites: false)
        let before = step.identity(of: image)
        step.dropsMetadata = true
        let now = step.identity(of: image)
        #expect(now != before)
        step.isPrivate = true
        #expect(step.identity(of: image) != now)
        step.dropsMetadata = false
        step.isPrivate = false
        #expect(step.identity(of: image) == before)
        step.encoding.metadata = .all
        #expect(step.identity(of: image) != before && step.identity(of: image) != now)
    }

    @Test func theOutputFolderHoldsWhatHasNoName() throws {
        for folder in ["out", "out/"] {
            let settings = PlanSettings(origin: "aws", outputFolder: folder)
            #expect(
                try targets(
                    #"load "a.png" | resize 9 | save | save "x.png""#, FakeWorld(), settings)
                    == ["out/a-resize.png", "x.png"])
        }
    }

    @Test(arguments: [
        (#"load "in/b.jpg" | save "{dir}/{stem}-x.{ext}""#, "in/b-x.jpg"),
        (#"load "in/b.jpg" | save "out/{name}""#, "out/b.jpg"),
        (#"load "in/b.jpg" | save "out/{stem}""#, "out/b.jpg"),
        (#"load "a.png" | save "{dir}/new/{stem}""#, "./new/a.png"),
        (#"load "in/b.jpg" | save "{index}-{width}x{height}.png""#, "1-800x600.png"),
        (#"load "in/b.jpg" | resize 50% | save "{verb}-{width}.png""#, "resize-400.png"),
        (#"generate "a/b: C" seed:7 | save "{text} {seed} {model}.png""#, "a-b-c 7 core.png"),
        (#"load "a.png" | save "{seed}-{model}.png""#, "none-none.png"),
        (
            #"load "a.png" | as first | load "in/b.jpg" | save "{$first.stem}-{stem}.jpg""#,
            "a-b.jpg"
        ),
        ("let t = \"x\"\nload \"a.png\" | save \"{$t}.png\"", "x.png"),
    ])
    func fieldsAreFilledIn(program: String, name: String) throws {
        #expect(try targets(program) == [name])
    }

    /// A dot in a stem is no extension.
    @Test func onlyWhatIsWrittenIsAnExtension() throws {
        var world = FakeWorld()
        world.add("my.holiday.png", 640, 427)
        #expect(
            try targets(#"load "my.holiday.png" | save "out/{stem}""#, world) == [
                "out/my.holiday.png"
            ])
        #expect(
            try targets(#"load "my.holiday.png" | save "out/{stem}.jpg""#, world) == [
                "out/my.holiday.jpg"
            ])
    }

    @Test(arguments: [
        (#"load "a.png" | save "x.JPG""#, ImageFormat.jpeg),
        (#"load "a.png" | save "x.tiff""#, .tiff),
        (#"load "a.png" | save "x.gif""#, .gif), (#"load "a.png" | save "x.avif""#, .avif),
        (#"load "a.png" | save "x""#, nil), (#"load "a.png" | resize 9 | save"#, nil),
    ])
    func anExtensionAsksForItsFormat(program: String, format: ImageFormat?) throws {
        #expect(try save(program).format == format)
    }

    @Test func whatOnlyTheRunKnowsWaits() throws {
        let program = #"load "a.png" | inpaint "x" mask:"y" | upscale creative"#
        let deferred = try save(program + #" | save "out/{seed}.png""#)
        guard case .deferred(let text) = deferred.target else {
            Issue.record("known: \(deferred.target)")
            return
        }
        #expect("\(text)" == "out/{seed}.png")
        #expect(deferred.format == .png)
        // The seed of the inpaint is known, but it is not the seed of this picture.
        let size = try save(program + #" | save "{width}""#)
        guard case .deferred = size.target else {
            Issue.record("known: \(size.target)")
            return
        }
        #expect(size.format == nil)
    }

    @Test func aStemFromATextToComeWaits() throws {
        let program =
            #"load "a.png" | remove-background | upscale creative text:"{width} px" | save"#
        #expect(try targets(program + #" "{stem}.jpg""#) == ["a.jpg"])
        let made = #"generate "a" | upscale creative text:"{width} px" | save "{stem}.jpg""#
        guard case .deferred = try save(made).target else {
            Issue.record("known")
            return
        }
    }

    /// File systems take 255 bytes, and a temporary name needs some of them.
    @Test func aNameTooLongToWriteIsRefusedBeforePaying() {
        let fits = String(repeating: "x", count: 196)
        #expect(Planned("load \"a.png\" | save \"\(fits).png\"").codes == [])
        #expect(Planned("load \"a.png\" | save \"\(fits)x.png\"").codes == ["E063"])
        let chain = Array(repeating: "resize 9 |", count: 40).joined(separator: " ")
        #expect(Planned("load \"a.png\" | \(chain) save").codes == ["E063"])
    }

    @Test func standardOutputIsATarget() throws {
        guard case .standardOutput = try save(#"load "a.png" | save -"#).target else {
            Issue.record("a file")
            return
        }
    }

    @Test func overwritingIsAllowedWhereItIsSaid() throws {
        var world = FakeWorld()
        world.existing.insert("there.png")
        #expect(Planned(#"load "a.png" | save "there.png""#, world).codes == ["E060"])
        #expect(
            try targets(#"load "a.png" | save "there.png" overwrite:true"#, world) == ["there.png"])
        let settings = PlanSettings(origin: "aws", overwrites: true)
        #expect(try targets(#"load "a.png" | save "there.png""#, world, settings) == ["there.png"])
        // Never an input, not even by another name.
        world.links["./a.png"] = "a.png"
        for name in ["a.png", "./a.png"] {
            #expect(
                Planned("load \"a.png\" | resize 9 | save \"\(name)\" overwrite:true", world).codes
                    == ["E062"])
        }
    }

    /// Three of many make the point, and the last says how many were left.
    @Test func ofManyThatAreThereSomeAreNamed() {
        var world = FakeWorld()
        for number in 1...9 {
            world.add("many/\(number).png", 64, 64)
            world.existing.insert("out/\(number).png")
        }
        let planned = Planned(#"load "many/*.png" | save "out/{stem}.png""#, world)
        #expect(planned.codes == ["E060", "E060", "E060"])
        #expect(planned.diagnostics.map { $0.notes.count } == [1, 1, 2])
        #expect(planned.diagnostics.last?.notes.last == "6 more images were not checked")
        // What fails by another's mistake adds nothing to it.
        let twice = Planned(
            #"""
            let x = load "many/*.png" | save "out/{stem}.png" | pick 1
            load "many/*.png" | overlay $x | save "o/{stem}.png"
            """#, world)
        #expect(twice.diagnostics.map { $0.notes.count } == [1, 1, 2])
    }

    private func save(_ program: String) throws -> SaveStep {
        for node in try plan(program).nodes.reversed() {
            if case .save(let step) = node.action { return step }
        }
        throw CancellationError()
    }
}

struct NameTests {
    @Test func anImageIsNamedAndBroughtBack() throws {
        let plan = try plan(
            #"load "a.png" | resize 100 | as small | resize 10 | save "1.png" | $small | save "2.png""#
        )
        let saves = plan.nodes.compactMap { node -> String? in
            if case .save = node.action {
                "\(plan.nodes[node.inputs[0]].forecast.size)"
            } else {
                nil
            }
        }
        #expect(saves == ["10x7", "100x67"])
    }

    @Test func aLetIsMadeOnce() throws {
        let plan = try plan(
            """
            let fox = generate "a fox"
            $fox | save "1.png"
            $fox | resize 100 | save "2.png"
            """)
        #expect(plan.calls.count == 1)
        #expect(plan.targets == ["1.png", "2.png"])
    }

    @Test func aMaskMayBeAPipelineAVariableOrTheCurrentImage() throws {
        for (program, size) in [
            (#"load "a.png" | inpaint "x" mask:(load "mask.png" | convert webp) | save"#, "mask"),
            ("let m = load \"mask.png\"\nload \"a.png\" | inpaint \"x\" mask:$m | save", "mask"),
            (#"load "mask.png" | as m | load "a.png" | inpaint "x" mask:$m | save"#, "mask"),
        ] {
            let call = try call(program)
            #expect(call.card.name == "inpaint", "\(size)")
            #expect(call.pictures.map(\.role) == [.image, .mask])
            #expect(call.pictures[0].node != call.pictures[1].node)
        }
        let own = try call(
            #"load "a.png" | inpaint "x" mask:($ | resize 50% | resize 640x427 fit:fill) | save"#)
        #expect(own.card.name == "inpaint")
        let same = try call(#"load "a.png" | inpaint "x" mask:$ | save"#)
        #expect(same.pictures[0].node == same.pictures[1].node)
    }

    @Test func aMaskIsMadeForEachItem() throws {
        let plan = try plan(
            #"load "in/*" | inpaint "x" mask:($ | resize 400 | resize 800) | save"#)
        #expect(plan.calls.count == 2)
        #expect(Set(plan.calls.map { $0.call.pictures[1].node }).count == 2)
    }

    @Test func severalImagesAreCountedFromOne() throws {
        #expect(
            try plan(#"load "in/*" | inpaint "x" mask:"y" count:2 | save "{stem}-{index}.png""#)
                .targets
                == ["b-1.png", "b-2.png", "c-3.png", "c-4.png"])
    }

    @Test func emptyIsFineWhereItIsSaid() throws {
        #expect(try plan(#"load "none/*.png" empty:ok | resize 9 | save"#).nodes.isEmpty)
        #expect(try plan(#"load "empty" empty:ok | resize 9 | save"#).nodes.isEmpty)
        #expect(try plan(#"load "none.png" empty:ok | resize 9 | save"#).nodes.isEmpty)
    }

    @Test func standardInputIsAPicture() throws {
        var world = FakeWorld()
        world.input = .image(
            ImageFacts(size: PixelSize(30, 20), format: .webp, hasAlpha: true), hash: "x")
        #expect(try plan("load - | resize 10 | save", world).targets == ["stdin-resize.webp"])
    }
}
