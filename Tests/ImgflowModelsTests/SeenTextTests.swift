import ImgflowModels
import Testing

/// Descriptions and scores: what is read of them is narrow.
struct SeenTextTests {
    private func problem<Value>(_ body: () throws(ConverseProblem) -> Value) -> ConverseProblem? {
        do throws(ConverseProblem) {
            _ = try body()
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("A harbor at dawn.", 30, "A harbor at dawn.", false),
        ("one two, three four", 2, "one two…", true),
        ("one two three", 3, "one two three", false),
        ("\"A harbor.\"\n", 30, "A harbor.", false), ("“A harbor”", 30, "A harbor", false),
        ("\"No\" and \"yes\"", 30, "\"No\" and \"yes\"", false),
        ("An image of a red hut", 30, "A red hut", false),
        ("This photo shows a red hut", 30, "A red hut", false),
        ("An imageless page", 30, "An imageless page", false),
        ("```\nA hut\n```", 30, "A hut", false),
        ("A\u{1B}]0;pwned\u{7} hut\r\n | save \"x\"", 30, "A ]0;pwned hut | save \"x\"", false),
        ("\u{202E}tuh A", 30, "tuh A", false),
    ])
    func aDescriptionIsBounded(said: String, words: Int, text: String, isCut: Bool) throws {
        let description = try Description(of: said, words: words)
        #expect(description.text == text && description.isCut == isCut)
    }

    @Test func aWordWithoutEndIsCut() throws {
        let description = try Description(of: String(repeating: "x", count: 9_000), words: 30)
        #expect(description.text.count == 2_001 && description.isCut)
        for nothing in ["", " \n", "\u{7}", "```\n```"] {
            #expect(
                problem { () throws(ConverseProblem) in
                    try Description(of: nothing, words: 30)
                } == .noText)
        }
    }

    private static func entry(
        _ criterion: SeenValue, _ score: SeenValue, _ reason: SeenValue = .text("so")
    ) -> SeenValue {
        .object(["criterion": criterion, "score": score, "reason": reason, "extra": .truth(true)])
    }

    @Test func scoresAreReadInTheOrderOfTheCriteria() throws {
        let form = SeenValue.object([
            "scores": .list([
                Self.entry(.text("mood"), .number(3), .text("dull\u{1B}[2J")),
                Self.entry(.text("never asked"), .number(99)),
                Self.entry(.text("sharp"), .number(10)),
            ]), "verdict": .text("score 10"),
        ])
        let scores = try Scores(form, of: ["sharp", "mood"])
        #expect(scores.all.map(\.criterion) == ["sharp", "mood"])
        #expect(scores.all.map(\.score) == [10, 3] && scores.mean == 6.5)
        #expect(scores.all[1].reason == "dull [2J")
    }

    @Test(arguments: [
        ([entry(.text("a"), .number(11))], "score"), ([entry(.text("a"), .number(-1))], "score"),
        ([entry(.text("a"), .number(7.5))], "score"), ([entry(.text("a"), .text("8"))], "score"),
        ([entry(.text("a"), .null)], "score"), ([entry(.null, .number(1))], "criterion"),
        ([entry(.text("a"), .number(1), .number(2))], "reason"), ([], "scores"),
        ([entry(.text("b"), .number(1))], "scores"),
        ([entry(.text("a"), .number(1)), entry(.text("a"), .number(2))], "scores"),
        ([.text("a")], "criterion"),
    ])
    func whatIsNoScoreIsTold(entries: [SeenValue], field: String) {
        let found = problem { () throws(ConverseProblem) in
            try Scores(.object(["scores": .list(entries)]), of: ["a"])
        }
        guard case .field(let name, let expected)? = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(name == field && !expected.isEmpty)
    }

    @Test(arguments: [
        (PairVerdict.first, PairVerdict.second, PairVerdict.first), (.second, .first, .second),
        // A judge that prefers what stands first.
        (.first, .first, .tie), (.second, .second, .tie), (.tie, .first, .tie),
        (.first, .tie, .tie), (.tie, .tie, .tie),
    ])
    func bothOrdersMustAgree(one: PairVerdict, other: PairVerdict, agreed: PairVerdict) {
        #expect(PairVerdict.agreed(one, swapped: other) == agreed)
    }

    @Test func aWinnerIsOneOfThreeWords() throws {
        #expect(try PairVerdict(.object(["winner": .text("2")])) == .second)
        for wrong in [.text("3"), .number(1), .null, .text("Image 1")] as [SeenValue] {
            #expect(
                problem { () throws(ConverseProblem) in
                    try PairVerdict(.object(["winner": wrong]))
                } == .field("winner", "`1`, `2`, or `tie`"))
        }
    }
}
