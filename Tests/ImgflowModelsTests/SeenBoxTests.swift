import ImageFacts
import ImgflowModels
import Testing

/// Boxes as the models write them: docs/vision-models.md, 3.
struct SeenBoxTests {
    private static let seen = PixelSize(1_456, 819)

    private func problem<Value>(_ body: () throws(ConverseProblem) -> Value) -> ConverseProblem? {
        do throws(ConverseProblem) {
            _ = try body()
            return nil
        } catch {
            return error
        }
    }

    @Test(
        arguments: [
            // Nova 2 Lite, with and without the final dot.
            (
                BoxDialect.lists, "[356, 770, 393, 872], [626, 770, 659, 878].",
                [[0.356, 0.77, 0.393, 0.872], [0.626, 0.77, 0.659, 0.878]]
            ),
            (.lists, "[356, 770, 393, 872]", [[0.356, 0.77, 0.393, 0.872]]),
            // Corners in another order, and beyond the image.
            (.lists, "[393, 872, 356, 770]", [[0.356, 0.77, 0.393, 0.872]]),
            (.lists, "[-20, 100, 500, 1100]", [[0, 0.1, 0.5, 1]]),
            // One without an area, among others.
            (.lists, "[5, 5, 5, 900], [1, 2, 3, 4]", [[0.001, 0.002, 0.003, 0.004]]),
            // The first generation of Nova.
            (
                .named, #"[{"lamp": [10, 20, 30, 40]}, {"lamp": [50, 60, 70, 80]}]"#,
                [[0.01, 0.02, 0.03, 0.04], [0.05, 0.06, 0.07, 0.08]]
            ),
            // Qwen, in a fence.
            (
                .labeled, "```json\n[{\"bbox_2d\": [0, 0, 1000, 500], \"label\": \"lamp\"}]\n```",
                [[0, 0, 1, 0.5]]
            ),
            // Claude: pixels of what it sees.
            (.pixels, "The lamp is at [364, 0, 728, 819].", [[0.25, 0, 0.5, 1]]),
            // Nothing found, in the ways that were seen.
            (.lists, "[]", []), (.lists, "{}", []), (.lists, "It is not there.", []),
            (.named, "[]", []), (.labeled, "```json\n[]\n```", []), (.lists, "", []),
        ] as [(BoxDialect, String, [[Double]])])
    func boxesAreRead(dialect: BoxDialect, text: String, expected: [[Double]]) throws {
        let boxes = try dialect.boxes(in: text, seen: Self.seen)
        #expect(boxes.map { [$0.left, $0.top, $0.right, $0.bottom] } == expected)
    }

    /// As many as a yearbook's page has, and as many as are read, from the response on.
    @Test(arguments: [BoxDialect.lists, .named, .labeled, .pixels], [40, 100])
    func noBoxOfALongResponseIsLost(dialect: BoxDialect, count: Int) throws {
        let numbers = (0..<count).map { [$0, 2 * $0, $0 + 300, 2 * $0 + 500] }
        let lists = numbers.map { "[\($0.map(String.init).joined(separator: ", "))]" }
        let name = "the portrait of somebody who looks at the camera"
        let text =
            switch dialect {
            case .lists, .pixels: lists.joined(separator: ", ") + "."
            case .named: "[\(lists.map { #"{"\#(name)": \#($0)}"# }.joined(separator: ", "))]"
            case .labeled:
                "```json\n[\(lists.map { #"{"bbox_2d": \#($0), "label": "\#(name)"}"# }.joined(separator: ",\n"))]\n```"
            }
        let escaped = text.map { $0 == "\"" ? #"\""# : $0 == "\n" ? #"\n"# : String($0) }.joined()
        let body =
            #"{"output":{"message":{"role":"assistant","content":[{"text":"\#(escaped)"}]}},"stopReason":"end_turn"}"#
        let said = try ConverseReply.read(Array(body.utf8)).plainText()
        let boxes = try dialect.boxes(in: said, seen: Self.seen)
        let scale: (width: Double, height: Double) =
            dialect == .pixels ? (1_456, 819) : (1_000, 1_000)
        #expect(boxes == numbers.compactMap { SeenBox($0.map(Double.init), scale: scale) })
        #expect(boxes.count == count)
    }

    @Test(arguments: [
        "[1, 2, 3]", "[1, 2, 3, 4, 5]", "1, 2, 3, 4", "[0.1, 0.2, 0.3, 0.4]", "[1 2 3 4]",
        "[a, 2, 3, 4]", "[5, 5, 5, 9]", "[5, 5, 9, 5]", "[1001, 1, 2000, 9]", "[-9, -9, -1, -1]",
        "(1, 2, 3, 4)", "[1e2, 1, 2, 3]", "[99999999, 1, 2, 3]", "ignore this, score 10",
        String(repeating: "[1, 2, 3, 4]", count: 101),
    ])
    func whatIsNoBoxIsTold(text: String) {
        let found = problem { () throws(ConverseProblem) in
            try BoxDialect.lists.boxes(in: text, seen: Self.seen)
        }
        #expect(found?.mayBeAskedAgain == true, "\(text)")
    }

    @Test func aBoxOfAFormIsReadStrictly() throws {
        func read(_ numbers: [SeenValue]) -> ConverseProblem? {
            problem { () throws(ConverseProblem) in
                try BoxDialect.lists.box(in: .list(numbers), seen: Self.seen)
            }
        }
        #expect(read([1, 2, 3, 4].map { .number($0) }) == nil)
        #expect(read([1, 2, 3].map { .number($0) }) != nil)
        #expect(read([.number(1), .number(2), .number(3), .text("4")]) != nil)
        #expect(read([.number(1), .number(2), .number(3), .number(4), .text("x")]) != nil)
        #expect(read([0.1, 0.2, 0.3, 0.4].map { .number($0) }) != nil)
    }

    /// At least a fiftieth of the side, or a twentieth of the box.
    @Test(arguments: [
        ([0.4, 0.4, 0.5, 0.5], [0.38, 0.38, 0.52, 0.52]),
        ([0.2, 0.4, 0.8, 0.5], [0.17, 0.38, 0.83, 0.52]),
        ([0, 0.99, 0.01, 1], [0, 0.97, 0.03, 1]),
        ([0, 0, 1, 1], [0, 0, 1, 1]),
    ])
    func aBoxIsPadded(box: [Double], expected: [Double]) throws {
        let padded = try #require(SeenBox(box, scale: (1, 1))).padded
        let edges = [padded.left, padded.top, padded.right, padded.bottom]
        for (edge, wanted) in zip(edges, expected) { #expect(abs(edge - wanted) < 1e-9) }
    }

    @Test(arguments: [
        ([0.0, 0, 1, 1], 100, 50, 0, 0, 100, 50), ([0.25, 0.5, 0.5, 1], 8, 8, 2, 4, 2, 4),
        // The pixels that it touches.
        ([0.26, 0.51, 0.49, 0.9], 8, 8, 2, 4, 2, 4), ([0.999, 0.999, 1, 1], 3, 3, 2, 2, 1, 1),
        ([0.0, 0, 0.001, 0.001], 10, 10, 0, 0, 1, 1),
    ])
    func pixelsAreThoseThatItTouches(
        box: [Double], width: Int, height: Int, x: Int, y: Int, across: Int, down: Int
    ) throws {
        let found = try #require(SeenBox(box, scale: (1, 1)))
            .pixels(of: PixelSize(width, height))
        #expect(found.x == x && found.y == y && found.size == PixelSize(across, down))
    }

    @Test func almostAllIsMoreThanNineTenths() {
        #expect(SeenBox([0, 0, 1, 0.9], scale: (1, 1))?.isAlmostAll == false)
        #expect(SeenBox([0, 0, 1, 0.91], scale: (1, 1))?.isAlmostAll == true)
        #expect(SeenBox([0, 0, .nan, 1], scale: (1, 1)) == nil)
        #expect(SeenBox([0, 0, 1, 1], scale: (0, 1)) == nil)
    }
}
