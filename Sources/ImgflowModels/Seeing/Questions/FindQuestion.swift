package import ImageFacts

/// The boxes of what words name.
package struct FindQuestion: SeeingQuestion, Hashable {
    /// Every one of them, not the one that fits best.
    package var wantsAll: Bool

    package init(wantsAll: Bool) { self.wantsAll = wantsAll }

    /// `0.1 0.2 0.5 0.6, …`: left, top, right, bottom of each, as shares of the sides; empty where nothing is there.
    package static let boxes = "boxes"

    package var persona: String { "You find things in images and say exactly where they are." }
    package var tool: ConverseTool? { nil }
    package var asksForBoxes: Bool { true }

    package func longestAnswer(of card: SeeingCard) -> Int {
        min(card.longestAnswer, wantsAll ? 2_000 : 200)
    }

    package func message(for card: SeeingCard) -> [MessagePart] {
        [.image(.image), .words(words(card.boxes ?? .lists))]
    }

    /// Each model in the wording of its own documents. Source: docs/vision-models.md, 3.
    private func words(_ dialect: BoxDialect) -> [MessagePart.Words] {
        let absent = "If the image does not show it, reply []. \(SeeingCaution.text) Reply with"
        switch dialect {
        case .lists:
            return [
                .ours(
                    wantsAll
                        ? "Identify everything in this image that is described by: "
                        : "Give the bounding box of the region of this image that is described by: "
                ),
                .given(0),
                .ours(
                    "\n\(wantsAll ? "Give a bounding box for each. " : "")Use [x1, y1, x2, y2] with coordinates scaled from 0 to 1000 to the width and the height of the image, its origin at the top left. \(absent) the \(wantsAll ? "boxes" : "box") only."
                ),
            ]
        case .named:
            return [
                .ours(
                    "Detect \(wantsAll ? "every bounding box" : "the one bounding box"), with high confidence and of nothing else, of what is described by: "
                ), .given(0),
                .ours(
                    "\nUse the format [{\"item\": [x1, y1, x2, y2]}], with coordinates scaled to [0, 1000). \(absent) the list only."
                ),
            ]
        case .labeled:
            return [
                .ours(
                    "Locate \(wantsAll ? "every instance" : "the one instance") of what is described by: "
                ),
                .given(0),
                .ours(
                    "\nReport bbox coordinates in JSON format: [{\"bbox_2d\": [x1, y1, x2, y2], \"label\": \"item\"}], relative, from 0 to 1000. \(absent) the JSON only."
                ),
            ]
        case .pixels:
            return [
                .ours(
                    "Give the bounding box, in pixels of the image, of \(wantsAll ? "each instance of " : "")what is described by: "
                ), .given(0),
                .ours("\nUse [x1, y1, x2, y2]. \(absent) the \(wantsAll ? "boxes" : "box") only."),
            ]
        }
    }

    package func words(for findings: [String: String]) -> String {
        let boxes = SeenBox.boxes(in: findings[Self.boxes] ?? "")
        func share(_ part: Double) -> Int { Int((part * 100).rounded()) }
        let places = boxes.map { box in
            "\(share(box.left)) to \(share(box.right)) % across, \(share(box.top)) to \(share(box.bottom)) % down"
        }
        return places.isEmpty ? "nothing found" : "found at " + places.joined(separator: "; ")
    }

    package func findings(
        in reply: ConverseReply, by card: SeeingCard, seen: PixelSize
    ) throws(ConverseProblem) -> [String: String] {
        let found = try (card.boxes ?? .lists).boxes(
            in: try reply.plainText(), seen: card.imageTokens.seen(seen))
        let kept = wantsAll ? found : Array(found.prefix(1))
        return [Self.boxes: kept.map(\.words).joined(separator: ", ")]
    }
}

extension SeenBox {
    /// To a millionth.
    fileprivate var words: String {
        [left, top, right, bottom].map { "\(($0 * 1_000_000).rounded() / 1_000_000)" }
            .joined(separator: " ")
    }

    /// Reads what `FindQuestion.boxes` holds.
    package static func boxes(in words: String) -> [SeenBox] {
        words.split(separator: ",").compactMap { part in
            let numbers = part.split(separator: " ").compactMap { Double($0) }
            return SeenBox(numbers, scale: (1, 1))
        }
    }
}
