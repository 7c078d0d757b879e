import Foundation
import ImageFacts
import ImgflowImages
import Testing

/// `grammar/examples`: each is formatted, right, planned, and run in the sandbox.
@Suite(.inTurns) struct GrammarExampleTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "grammar/examples")

    static let names =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
            $0.hasSuffix(".imgflow")
        }.sorted()

    /// What the arguments of a program are, by its name; a photo for the others.
    private static let arguments: [String: [String]] = [
        "best-of-four": [], "brand": [], "branded": [], "nightly": [], "poster-series": [],
        "alt-text-for-a-folder": [], "best-of-six": [],
        "best-model-first": [], "thumbnails": ["photo.jpg", "tall.jpg"],
        "upscale-with-a-budget": ["photo.jpg", "wide.jpg"],
        "remove-an-object": ["photo.jpg", "mask.png"],
        "redo-the-sky-by-hand": ["photo.jpg", "mask.png"],
        "web-folder": ["photo.jpg", "tall.jpg"], "photo-desk": [],
        "hide-faces-and-plates": ["photo.jpg", "mask.png"], "shop-cut-out": ["logo.png"],
        "logo-on-all": ["photo.jpg", "wide.jpg"], "contact-sheet": [],
        "house-style": ["photo.jpg", "wide.jpg"],
        "sort-by-shape": ["photo.jpg", "tall.jpg", "wide.jpg"],
    ]

    @Test func thereAreTwenty() { #expect(Self.names.count >= 20) }

    @Test(arguments: names)
    func isTrue(name: String) async throws {
        let desk = try Desk()
            .photo("photo.jpg", 640, 427).photo("tall.jpg", 900, 1_300).photo(
                "wide.jpg", 1_400, 600
            )
            .photo("style.jpg", 500, 500).photo("in/one.jpg", 320, 240).photo(
                "in/two.jpg", 320, 300
            )
            .file("mask.png", Pictures.mask(PixelSize(640, 427)))
            .file("logo.png", Pictures.transparent(PixelSize(120, 80)))
        for name in Self.names {
            try desk.file(
                name,
                String(contentsOf: Self.folder.appending(path: name), encoding: .utf8))
        }
        try await desk.imgflow("fmt", "--check", name).expect(status: 0, output: "")
        let check = try await desk.imgflow("check", name)
        #expect(check.status == 0)
        #expect(!check.errors.contains("warning"), "\(check.errors)")
        let arguments = Self.arguments[String(name.dropLast(8))] ?? ["photo.jpg"]
        let sandbox = ["--backend", "sandbox", "--yes"]
        let plan = try await desk.start(["plan", name] + arguments).ended()
        #expect(plan.status == 0, "\(plan.errors)")
        let before = desk.files
        let planned = try await desk.start(
            ["plan", name, "--json", "--backend", "sandbox"] + arguments
        ).ended()
        let run = try await desk.start([name] + arguments + sandbox).ended()
        #expect(run.status == 0, "\(run.errors)")
        try agree(planned, run)
        let written = Set(desk.files).subtracting(before)
        #expect(name == "brand.imgflow" || !written.isEmpty)
        #expect(Set(run.lines.filter { $0.hasPrefix("out/") }) == written)
        for file in written { #expect(try desk.facts(file).size.pixels > 0) }
        try await eachIsMadeAgain(written.sorted(), on: desk)
        // What was made is known: again it costs nothing.
        let again = try await desk.start([name] + arguments + sandbox + ["--overwrite"]).ended()
        #expect(again.status == 0, "\(again.errors)")
        #expect(!again.errors.contains("sandbox ($"), "\(again.errors)")
    }

    /// What the plan said is what was done: calls, dollars, files.
    private func agree(_ planned: Command.Ended, _ run: Command.Ended) throws {
        struct Planned: Decodable {
            var total: String
            var least: String
            var calls: Int
            var files: [String]
        }
        let plan = try JSONDecoder().decode(Planned.self, from: Data(planned.output))
        let last = run.errors.split(separator: "\n").last { $0.contains(" made, ") }
        guard plan.calls > 0 else { return #expect(last == nil, "\(run.errors)") }
        let words = try #require(last, "\(run.errors)").split(separator: " ").map(String.init)
        let place = try #require(words.firstIndex { $0.hasPrefix("call") })
        let calls = try #require(Int(words[place - 1]))
        let dollars = words.lazy.compactMap { word in
            Double(word.filter { $0.isNumber || $0 == "." }).flatMap {
                word.contains("$") ? $0 : nil
            }
        }
        let spent = try #require(dollars.first)
        let (least, most) = (try #require(Double(plan.least)), try #require(Double(plan.total)))
        #expect((least - 1e-9...most + 1e-9).contains(spent), "\(words)")
        if least == most { #expect(calls == plan.calls) } else { #expect(calls <= plan.calls) }
        #expect(Set(plan.files).isSubset(of: run.lines) || least != most)
    }

    /// Each picture has a recipe that is right, and that makes the same bytes for nothing.
    private func eachIsMadeAgain(_ files: [String], on desk: Desk) async throws {
        // A few say it for all where a program makes many.
        for file in files.prefix(3) {
            let ended = (file as NSString).pathExtension
            let again = try await desk.imgflow(
                "replay", file, "--to", "again.\(ended)", "--backend", "sandbox", "--overwrite")
            #expect(again.status == 0, "\(file): \(again.errors)")
            #expect(!again.errors.contains("sandbox ($"), "\(file): \(again.errors)")
            #expect(try desk.bytes("again.\(ended)") == desk.bytes(file), "\(file)")
            try FileManager.default.removeItem(at: desk.folder.appending(path: "again.\(ended)"))
        }
    }
}
