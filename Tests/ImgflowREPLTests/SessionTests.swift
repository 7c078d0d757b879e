import Foundation
import Testing

@testable import ImgflowREPL

/// What is typed, as programs.
struct SessionTests {
    private var session = Session()

    @discardableResult
    private mutating func enter(_ input: String) throws -> [Session.Step] {
        let steps = try session.steps(input)
        for step in steps {
            var entry = step.entry
            if case .pictures = entry.kind {
                entry.kind = .pictures([
                    Picture(width: 1, height: 1, format: "png", seed: nil, model: nil)
                ])
            }
            session.add(entry)
        }
        return steps
    }

    @Test mutating func aLineIsAProgramThatShowsItsPicture() throws {
        let steps = try enter(#"load "a.png" | resize 50%"#)
        #expect(steps.map(\.program) == [#"load "a.png" | resize 50% | show columns:40"#])
        #expect(try enter(#"load "b.png" | show"#).map(\.program) == ["\nload \"b.png\" | show"])
    }

    @Test mutating func resultsAreNamedByTheirNumber() throws {
        try enter(#"load "a.png""#)
        try enter(#"$ | resize 50% | save "x.png""#)
        let third = try enter("| flip")
        #expect(
            third.map(\.program) == [
                """
                let result-1 = load "a.png"
                let result-2 = $result-1 | resize 50%
                $result-2 | flip | show columns:40
                """
            ])
        // Only what is needed stands there, each on its own line.
        #expect(
            try enter("$1 | blur 4").map(\.program) == [
                "let result-1 = load \"a.png\"\n\n\n$result-1 | blur 4 | show columns:40"
            ])
    }

    @Test mutating func statementsHoldFromThenOn() throws {
        try enter(#"let sky = load "a.png" | crop 1:1; def small() = resize 9"#)
        #expect(session.current == nil)
        let steps = try enter("$sky | small")
        #expect(
            steps.map(\.program) == [
                "let sky = load \"a.png\" | crop 1:1\ndef small() = resize 9\n$sky | small | show columns:40"
            ])
        #expect(session.current == 3)
    }

    @Test mutating func aPastedBlockIsSeveralEntries() throws {
        let steps = try enter(
            """
            # a comment
            load "a.png"
              | resize 50%   # half
            $ | flip
            """)
        #expect(steps.map(\.entry.text) == [#"load "a.png" | resize 50%"#, "$result-1 | flip"])
        #expect(session.current == 2)
    }

    @Test mutating func undoAndRedoMoveWhatIsCurrent() throws {
        try enter(#"load "a.png""#)
        try enter("$ | flip")
        #expect(try session.undo().number == 1)
        #expect(try enter("| blur 3").first?.entry.text == "$result-1 | blur 3")
        #expect(throws: SessionProblem.nothingToRedo) { try session.redo() }
        #expect(try session.undo().number == 2)
        #expect(try session.redo().number == 3)
        var fresh = Session()
        #expect(throws: SessionProblem.nothingToUndo) { try fresh.undo() }
    }

    @Test mutating func whatIsNotThereIsSaid() throws {
        #expect(throws: SessionProblem.noResultYet) { try session.steps("| flip") }
        #expect(throws: SessionProblem.noResultYet) { try session.steps("$") }
        try enter(#"load "a.png""#)
        #expect(throws: SessionProblem.noSuchResult(7, results: [1])) {
            try session.steps("$7 | flip")
        }
        // Inside a string and inside a parameter a dollar is what it is in every program.
        #expect(
            try session.steps(#"$ | inpaint mask:($ | invert) text:"$1""#)[0].entry.text
                == #"$result-1 | inpaint mask:($ | invert) text:"$1""#)
    }

    /// Offsets of a mistake point into what was typed.
    @Test mutating func placesAreThoseOfWhatWasTyped() throws {
        try enter(#"load "a.png""#)
        let step = try session.steps("$ | flip sideways")[0]
        let place = try #require(step.program.range(of: "sideways"))
        let offset = step.program.utf8.distance(
            from: step.program.startIndex, to: place.lowerBound)
        #expect(step.typedOffset(of: offset) == 9)
    }

    @Test mutating func aScriptHoldsWhatLedToTheKept() throws {
        try enter(#"load "a.png" | resize 50%"#)
        try enter(#"load "b.png""#)
        try enter("$1 | flip")
        #expect(
            session.script(for: [3], saving: [3: "out/flip.png"]) == """
                #!/usr/bin/env imgflow
                imgflow 1
                let image1 = load "a.png" | resize 50%
                let image3 = $image1 | flip
                $image3 | save "out/flip.png"

                """)
    }
}

struct OpenEndsTests {
    @Test(arguments: [
        (#"load "a.png" |"#, "|"), (#"load "a.png" | inpaint mask:("#, "("),
        ("fork { load \"a.png\" }{", "{"), ("let x =", "="), ("pick [1,", "["),
        ("let x = \"\"\"a", "\"\"\""), (#"load "a.png""#, nil), ("", nil), ("# only this |", nil),
        (#"load "a(b.png""#, nil), ("load \"a.png\" | # more\n", "|"),
    ])
    func whatIsOpenIsNamed(text: String, open: String?) {
        #expect(OpenEnds.of(text) == open)
    }
}

struct HistoryFileTests {
    @Test func whatIsKeptComesBackAndDamageIsPassedOver() throws {
        let path = "/tmp/imgflow-history-\(UInt64.random(in: 0...(.max)))/history"
        let file = HistoryFile(path: path)
        defer { removeTree(path) }
        #expect(file.entries().isEmpty)
        let texts = ["load \"a\\b.png\"", "two\nlines\u{1}", "Sturm über 🌊"]
        for text in texts { try file.append(text) }
        #expect(file.entries() == texts)
        try append("{broken\n\"half\\", to: path)
        try file.append("after")
        #expect(file.entries() == texts + ["after"])
        #expect(file.entries(holding: ["STURM"]).map(\.number) == [3])
    }
}
