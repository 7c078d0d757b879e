import ImageFacts
import ImgflowEngine
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowVerbs
import Testing

/// Values on both sides of a border: reference sections 3.2, 3.3, 4.1, 5 and 6.
struct LimitCase: Sendable, CustomTestStringConvertible {
    /// With `@` where the value goes.
    var program: String
    var inside: [String]
    var outside: [String]

    var testDescription: String { program }

    init(_ program: String, inside: [String], outside: [String]) {
        self.program = program
        self.inside = inside
        self.outside = outside
    }

    private static let share = (
        inside: ["0", "0.5", "1", "40%"], outside: ["-0.01", "1.01", "101%"]
    )
    private static let nova = "model:nova-canvas"

    static let all = numbers + words + lists

    private static let numbers = [
        LimitCase(
            #"load "a.png" | transform "x" change:@"#, inside: share.inside, outside: share.outside),
        LimitCase(
            #"load "a.png" | vary "x" similarity:@"#, inside: share.inside, outside: share.outside),
        LimitCase(
            #"load "a.png" | vary "x" similarity:@ \#(nova)"#, inside: ["0.2", "1"],
            outside: ["0.19", "1.01"]),
        LimitCase(
            #"generate "x" layout:"a.png" strength:@"#, inside: share.inside,
            outside: share.outside),
        LimitCase(
            #"generate "x" layout:"a.png" strength:@ \#(nova)"#, inside: share.inside,
            outside: share.outside),
        LimitCase(
            #"load "a.png" | sketch "x" strength:@"#, inside: share.inside, outside: share.outside),
        LimitCase(
            #"load "a.png" | structure "x" strength:@"#, inside: share.inside,
            outside: share.outside),
        LimitCase(
            #"load "a.png" | guide "x" fidelity:@"#, inside: share.inside, outside: share.outside),
        LimitCase(
            #"load "a.png" | restyle from:"b.png" strength:@"#, inside: share.inside,
            outside: share.outside),
        LimitCase(
            #"load "a.png" | restyle from:"b.png" fidelity:@"#, inside: share.inside,
            outside: share.outside),
        LimitCase(
            #"load "a.png" | restyle from:"b.png" change:@"#, inside: ["0.1", "1"],
            outside: ["0.09", "1.01"]),
        LimitCase(
            #"load "a.png" | outpaint left:9 creativity:@"#, inside: ["0.1", "1"],
            outside: ["0.09", "1.01"]),
        LimitCase(
            #"load "a.png" | upscale creative text:"x" creativity:@"#, inside: ["0.1", "0.5"],
            outside: ["0.09", "0.51"]),
        LimitCase(
            #"load "a.png" | upscale conservative text:"x" creativity:@"#, inside: ["0.1", "0.5"],
            outside: ["0.09", "0.51"]),
        LimitCase(
            #"load "a.png" | outpaint left:@"#, inside: ["1", "2000", "2000px", "300%"],
            outside: ["0", "-1", "2001", "313%"]),
        LimitCase(
            #"load "a.png" | outpaint up:@"#, inside: ["1", "2000", "468%"],
            outside: ["2001", "469%", "0%"]),
        // 640x427 needs 1,969 px of height above, and 2,009.
        LimitCase(
            #"load "a.png" | outpaint to:@ at:bottom"#, inside: ["640:2396"],
            outside: ["640:2436"]),
        LimitCase(
            #"load "a.png" | replace "x" text:"y" grow:@"#, inside: ["0", "20"],
            outside: ["-1", "21", "0.5"]),
        LimitCase(
            #"load "a.png" | recolor "x" text:"y" grow:@"#, inside: ["0", "20"],
            outside: ["-1", "21"]),
        LimitCase(
            #"load "a.png" | erase mask:(load "mask.png") grow:@"#, inside: ["0", "20"],
            outside: ["-1", "21"]),
        LimitCase(
            #"generate "x" guidance:@ \#(nova)"#, inside: ["1.1", "10"], outside: ["1.09", "10.01"]),
        LimitCase(
            #"generate "x" seed:@"#, inside: ["1", "4294967295", "random"],
            outside: ["0", "-1", "4294967296"]),
        LimitCase(
            #"generate "x" model:sd35-large seed:@"#, inside: ["4294967294"],
            outside: ["4294967295"]),
        LimitCase(
            #"load "a.png" | restyle from:"b.png" seed:@"#, inside: ["4294967294"],
            outside: ["4294967295"]),
        LimitCase(
            #"generate "x" seed:@ \#(nova)"#, inside: ["1", "2147483646"],
            outside: ["0", "2147483647"]),
        LimitCase(#"generate "x" count:@"#, inside: ["1", "100"], outside: ["0", "101"]),
        LimitCase(
            #"load "a.png" | invoke "acme.v1:0" body:'{}' price:@"#, inside: ["0", "0.04"],
            outside: ["-1"]),
    ]

    private static let words = [
        LimitCase(
            #"load "a.png" | sketch "x" style:@"#, inside: Stability.stylePresets,
            outside: NovaCanvas.styles + ["ANIME", "photo"]),
        LimitCase(
            #"generate "x" style:@ \#(nova)"#, inside: NovaCanvas.styles + ["anime"],
            outside: ["PHOTOREALISM", "realism"]),
        LimitCase(
            #"load "a.png" | guide "x" style:@"#, inside: Stability.stylePresets,
            outside: ["photorealism"]),
        LimitCase(
            #"load "a.png" | try-on garment:"b.png" part:@ \#(nova)"#,
            inside: NovaCanvas.TryOn.parts, outside: ["UPPER_BODY", "hat"]),
        LimitCase(
            #"load "a.png" | try-on garment:"b.png" part:boots shape:@ \#(nova)"#,
            inside: ["contour", "box", "default"], outside: ["circle"]),
        LimitCase(
            #"load "a.png" | try-on garment:"b.png" part:boots merge:@ \#(nova)"#,
            inside: ["balanced", "seamless", "detailed"], outside: ["soft"]),
        LimitCase(
            #"load "a.png" | try-on garment:"b.png" part:long-sleeve-shirt sleeves:@ \#(nova)"#,
            inside: ["up", "down"], outside: ["rolled"]),
        LimitCase(
            #"load "a.png" | try-on garment:"b.png" part:upper-body layer:@ \#(nova)"#,
            inside: ["open", "closed"], outside: ["shut"]),
        LimitCase(
            #"load "a.png" | try-on garment:"b.png" part:boots keep:@ \#(nova)"#,
            inside: ["[face]", "[face, hands, pose]", "[face:off, hands:on, pose:default]"],
            outside: ["[hair]", "[face:maybe]", "face", "[hair:on]"]),
        LimitCase(
            #"load "a.png" | restyle from:"b.png" format:@"#, inside: ["png", "jpeg", "webp"],
            outside: ["gif"]),
        LimitCase(
            #"load "a.png" | remove-background format:@"#, inside: ["png", "webp"],
            outside: ["jpeg"]),
        LimitCase(#"generate "x" format:@"#, inside: ["png", "jpeg"], outside: ["webp"]),
        LimitCase(
            #"load "a.png" | upscale creative text:"x" format:@"#, inside: ["jpeg", "webp"],
            outside: ["png"]),
    ]

    private static func items(_ count: Int, _ item: String) -> String {
        "[" + Array(repeating: item, count: count).joined(separator: ", ") + "]"
    }

    private static let lists = [
        LimitCase(
            #"generate "x" colors:@ \#(nova)"#,
            inside: [items(1, "\"#2E8B57\""), items(10, "\"#fff\"")],
            outside: [items(0, ""), items(11, "\"#fff\""), "[\"red\"]", "[\"#12345\"]"]),
        LimitCase(
            #"load "a.png" | vary with:@ \#(nova)"#,
            inside: [items(1, "\"b.png\""), items(4, "\"b.png\"")],
            outside: [items(5, "\"b.png\""), "[\"missing.png\"]"]),
    ]
}

struct LimitTests {
    @Test(arguments: LimitCase.all)
    func bothSidesOfABorder(limit: LimitCase) throws {
        let desk = try Self.desk.get()
        for value in limit.inside {
            let program = limit.program.replacing("@", with: value) + " | save"
            let errors = desk.plan(program).diagnostics.filter { $0.severity == .error }
            #expect(errors.map(\.message) == [], "\(program)")
        }
        for value in limit.outside {
            let program = limit.program.replacing("@", with: value) + " | save"
            let (plan, diagnostics) = desk.plan(program)
            #expect(plan == nil, "\(program)")
            #expect(diagnostics.count { $0.severity == .error } == 1, "\(program): \(diagnostics)")
        }
    }

    private static let desk = Result {
        Desk(pictures: [
            "a.png": try Picture.gradient(640, 427), "mask.png": try Picture.mask(640, 427),
            "b.png": try Picture.gradient(500, 400),
        ])
    }

    /// 1 to 10,000 characters for Stability, 1 to 1,024 for Nova, wherever a text goes.
    @Test(arguments: [
        (#"generate "@""#, 10_000), (#"generate "x" negative:"@""#, 10_000),
        (#"load "a.png" | transform "@""#, 10_000), (#"load "a.png" | vary "@""#, 10_000),
        (#"load "a.png" | inpaint "@" mask:(load "mask.png")"#, 10_000),
        (#"load "a.png" | inpaint "x" mask:"@""#, 10_000),
        (#"load "a.png" | outpaint "@" left:9"#, 10_000),
        (#"load "a.png" | backdrop "@""#, 10_000),
        (#"load "a.png" | replace "@" text:"y""#, 10_000),
        (#"load "a.png" | recolor "@" text:"y""#, 10_000),
        (#"load "a.png" | recolor "x" text:"@""#, 10_000),
        (#"load "a.png" | restyle "@" from:"b.png""#, 10_000),
        (#"load "a.png" | sketch "@""#, 10_000), (#"load "a.png" | structure "@""#, 10_000),
        (#"load "a.png" | guide "@""#, 10_000),
        (#"load "a.png" | upscale creative text:"@""#, 10_000),
        (#"load "a.png" | upscale conservative text:"@""#, 10_000),
        (#"generate "@" model:nova-canvas"#, 1_024),
        (#"generate "x" negative:"@" model:nova-canvas"#, 1_024),
        (##"generate "@" colors:["#fff"] model:nova-canvas"##, 1_024),
        (#"load "a.png" | vary "@" model:nova-canvas"#, 1_024),
        (#"load "a.png" | inpaint "@" mask:"x" model:nova-canvas"#, 1_024),
        (#"load "a.png" | inpaint "x" mask:"@" model:nova-canvas"#, 1_024),
        (#"load "a.png" | erase mask:"@" model:nova-canvas"#, 1_024),
        (#"load "a.png" | backdrop "@" mask:"x" model:nova-canvas"#, 1_024),
        (#"load "a.png" | backdrop "x" mask:"@" model:nova-canvas"#, 1_024),
        (#"load "a.png" | sketch "@" model:nova-canvas"#, 1_024),
        (#"load "a.png" | try-on garment:"b.png" mask:"@" model:nova-canvas"#, 1_024),
    ])
    func aTextHasItsLength(program: String, most: Int) throws {
        let desk = try Self.desk.get()
        for (count, isRight) in [(0, false), (1, true), (most, true), (most + 1, false)] {
            // Scalars count, whatever they are made of.
            let text =
                program.replacing("@", with: String(repeating: "é", count: count)) + " | save"
            let (plan, diagnostics) = desk.plan(text)
            let errors = diagnostics.filter { $0.severity == .error }.map(\.code)
            #expect((plan != nil) == isRight, "\(count): \(errors)")
        }
    }

    /// Sides, pixels and shapes: what is just inside goes out as it is, what is just outside is
    /// refused where nothing may be done about it.
    @Test(
        arguments: [
            (
                "service",
                [
                    #"inpaint "x" mask:"y""#, #"outpaint left:9"#, #"backdrop "x""#,
                    "remove-background", #"replace "x" text:"y""#, #"recolor "x" text:"y""#,
                    #"restyle from:"b.png""#, #"sketch "x""#, #"structure "x""#, #"guide "x""#,
                    #"upscale conservative text:"x""#,
                ], [(64, 64), (3_072, 3_072), (160, 64), (64, 160)],
                [(63, 64), (3_073, 3_072), (161, 64), (64, 161)]
            ),
            (
                "creative", [#"upscale creative text:"x""#],
                [(64, 64), (1_024, 1_024), (8_192, 128)],
                [(63, 66), (1_025, 1_024)]
            ),
            (
                "fast", ["upscale fast"], [(32, 32), (1_536, 64), (1_024, 1_024)],
                [(31, 40), (1_537, 64), (1_025, 1_024)]
            ),
            ("sd35", [#"transform "x""#, #"vary "x""#], [(64, 64), (4_000, 64)], [(63, 64)]),
            (
                "nova",
                [
                    #"vary "x" model:nova-canvas"#, #"inpaint "x" mask:"y" model:nova-canvas"#,
                    #"erase mask:"y" model:nova-canvas"#,
                    #"backdrop "x" mask:"y" model:nova-canvas"#,
                    "remove-background model:nova-canvas", #"sketch "x" model:nova-canvas"#,
                    #"try-on garment:"b.png" part:boots model:nova-canvas"#,
                ], [(320, 320), (1_280, 320), (4_096, 1_024), (2_048, 2_048)],
                [(319, 320), (1_281, 320), (4_097, 1_025), (2_049, 2_048)]
            ),
        ] as [(String, [String], [(Int, Int)], [(Int, Int)])])
    func aPictureHasItsSize(
        model: String, stages: [String], inside: [(Int, Int)], outside: [(Int, Int)]
    ) throws {
        for stage in stages {
            for (sizes, isRight) in [(inside, true), (outside, false)] {
                for (width, height) in sizes {
                    let world = Sized(size: PixelSize(width, height))
                    let source = SourceText(
                        name: "test", text: "load \"p.png\" | \(stage) fit:error | save")
                    let planned = ProgramPlanner().plan(
                        source, in: world, PlanSettings(origin: "sandbox"))
                    let codes = planned.diagnostics.filter { $0.severity == .error }.map(\.code)
                    #expect(codes.isEmpty == isRight, "\(stage) \(width)x\(height): \(codes)")
                    if isRight {
                        let picture = planned.plan?.calls.first?.call.pictures.first
                        let facts = ImageFacts(size: world.size, format: .png, hasAlpha: false)
                        guard case .steps(let steps, _)? = picture?.preparation.outcome(for: facts)
                        else {
                            Issue.record("\(stage): not supported")
                            continue
                        }
                        #expect(steps == [], "\(stage) \(width)x\(height)")
                    }
                }
            }
        }
    }
}

/// A disk with one picture of a size, and another that every model takes.
private struct Sized: World {
    var size: PixelSize
    var today = CalendarDate(2026, 11, 22)

    func look(at path: String) -> FileLook {
        guard exists(path) else { return .missing(near: nil) }
        return .image(
            ImageFacts(
                size: path == "b.png" ? PixelSize(500, 400) : size, format: .png, hasAlpha: false),
            hash: Digest.hex(path))
    }

    func files(matching pattern: String, ignoringCase: Bool) -> [String] { [] }
    func pictures(inFolder path: String) -> [String] { [] }
    func standardInput() -> FileLook? { nil }
    func resolved(_ path: String) -> FilePath { FilePath(path) }
    func exists(_ path: String) -> Bool { path == "p.png" || path == "b.png" }
    func obstacle(toWriting path: String) -> String? { nil }
    func hasFont(_ name: String?) -> Bool { true }
    func known(_ key: AnswerKey) -> KnownAnswer? { nil }
    func tone(of mask: MaskSource) -> MaskTone? { nil }
}
