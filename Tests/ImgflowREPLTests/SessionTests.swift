import Foundation
import ImageFacts
import ImgflowModels
import ImgflowPlanner
import Testing

@testable import ImgflowREPL

/// What is typed, as programs.
struct SessionTests {
    private var desk = SessionDesk()

    @Test mutating func aLineIsAProgramThatShowsItsPicture() throws {
        let steps = try desk.enter(#"load "a.png" | resize 50%"#)
        #expect(steps.map(\.program) == [#"load "a.png" | resize 50% | show"#])
        #expect(steps.first?.look == #"load "a.png" | resize 50%"#.utf8.count)
        let shown = try desk.enter(#"load "b.png" | show"#)
        #expect(shown.map(\.program) == ["\nload \"b.png\" | show"])
        #expect(shown.first?.look == nil)
    }

    @Test mutating func resultsAreNamedByTheirNumber() throws {
        try desk.enter(#"load "a.png""#)
        try desk.enter(#"$ | resize 50% | save "x.png""#)
        let third = try desk.enter("| flip")
        #expect(
            third.map(\.program) == [
                """
                let result-1 = load "a.png"
                let result-2 = $result-1 | resize 50%
                $result-2 | flip | show
                """
            ])
        // Only what is needed stands there, each on its own line.
        #expect(
            try desk.enter("$1 | blur 4").map(\.program) == [
                "let result-1 = load \"a.png\"\n\n\n$result-1 | blur 4 | show"
            ])
    }

    @Test mutating func statementsHoldFromThenOn() throws {
        try desk.enter(#"let sky = load "a.png" | crop 1:1; def small() = resize 9"#)
        #expect(desk.session.current == nil)
        let steps = try desk.enter("$sky | small")
        #expect(
            steps.map(\.program) == [
                "let sky = load \"a.png\" | crop 1:1\ndef small() = resize 9\n$sky | small | show"
            ])
        #expect(desk.session.current == 3)
        #expect(desk.session.entries.map(\.name) == ["sky", nil, nil])
    }

    /// Files are those of the folder that they were named in.
    @Test mutating func pathsStayWhereTheyWere() throws {
        try desk.enter(#"load "in/{x}.png" | overlay (load 'b.png') | inpaint "a.png" mask:"sky""#)
        try desk.enter(#"def f() = overlay "/abs.png""#)
        desk.session.settle(in: "/home/a \"b\"")
        #expect(
            desk.session.entry(1)?.text
                == #"load "/home/a \"b\"/in/{x}.png" | overlay (load '/home/a "b"/b.png') | inpaint "a.png" mask:"sky""#
        )
        #expect(desk.session.entry(2)?.text == #"def f() = overlay "/abs.png""#)
    }

    /// A definition too; its own parameters are other things.
    @Test mutating func definitionsMayBeGivenAnew() throws {
        try desk.enter(#"let sky = "blue""#)
        try desk.enter("def f(sky: string) = generate $sky")
        try desk.enter(#"f "a tree""#)
        try desk.enter(#"let sky = "red""#)
        #expect(desk.session.entry(2)?.text == "def f(sky: string) = generate $sky")
        let steps = try desk.enter("def f() = flip")
        #expect(steps[0].program.hasSuffix("def f() = flip"))
        #expect(desk.session.entry(3)?.text == #"f-of-2 "a tree""#)
        #expect(desk.session.entry(2)?.text.hasPrefix("def f-of-2(") == true)
    }

    /// A name is given anew, and what was made with the old one stays what it was.
    @Test mutating func namesMayBeGivenAnew() throws {
        try desk.enter(#"let sky = load "a.png""#)
        try desk.enter(#"$sky | label "{$sky.stem}" | flip"#)
        let steps = try desk.enter(#"let sky = load "b.png" | overlay $2"#)
        #expect(
            steps.map(\.program) == [
                """
                let sky-of-1 = load "a.png"
                let result-2 = $sky-of-1 | label "{$sky-of-1.stem}" | flip
                let sky = load "b.png" | overlay $result-2
                """
            ])
        #expect(try desk.session.steps("$sky")[0].program.hasSuffix("$sky | show"))
    }

    /// A program asks one backend: who answered what is told, and free work belongs to whatever it is of.
    @Test mutating func aProgramIsOfOneBackend() throws {
        for (line, answerer) in [
            (#"generate "a fox""#, "sandbox"), ("| flip", nil), (#"generate "a cat""#, "aws"),
            ("overlay $2", nil),
        ] {
            var step = try desk.session.steps(line)[0]
            step.entry.answerer = answerer
            step.entry.kind = .pictures([SessionDesk.picture])
            desk.session.add(step.entry)
        }
        let session = desk.session
        for results in [[1], [2], [1, 2], [3]] { try session.checkAnswerers(of: results) }
        for results in [[2, 3], [4]] {
            #expect(throws: SessionProblem.severalAnswerers(["sandbox": [1], "aws": [3]])) {
                try session.checkAnswerers(of: results)
            }
        }
        #expect(
            "\(SessionProblem.severalAnswerers(["sandbox": [1, 2], "aws": [3]]))"
                == "a program uses one backend, but `sandbox` made $1, $2, `aws` made $3: save the results of one of them"
        )
    }

    /// What is kept rests on nothing: neither its line nor what that used stands in a program any more.
    @Test mutating func aKeptResultStandsForItself() throws {
        try desk.enter(#"let sky = load "a.png"; def small() = resize 9"#)
        try desk.enter("$sky | small")
        let step = try desk.session.steps("$3 | flip")[0]
        #expect(step.program.contains("let result-3 = $sky | small"))
        var entry = try desk.session.result(3)
        let provenance = Provenance()
        let forecast = Forecast(
            size: .exact(PixelSize(1, 1)), format: .png, hasAlpha: false, provenance: provenance)
        entry.held = [
            HeldImage(
                id: "1", name: "$3", identity: .none, forecast: forecast, isAnswer: false,
                calls: [],
                recipe: HeldRecipe(id: 1, lets: [], line: "", parents: []))
        ]
        desk.session.entries[2] = entry
        #expect(
            try desk.session.steps("$3 | flip")[0].program
                == "\n\nlet result-3 = load \"$3\"\n$result-3 | flip | show")
        // Worked out anew, and in a script, it is its line.
        #expect(
            try desk.session.steps("$3 | flip", isAnew: true)[0].program.contains(
                "let result-3 = $sky | small"))
    }

    @Test mutating func aPastedBlockIsSeveralEntries() throws {
        let steps = try desk.enter(
            """
            # a comment
            load "a.png"
              | resize 50%   # half
            $ | flip
            """)
        #expect(steps.map(\.entry.text) == [#"load "a.png" | resize 50%"#, "$result-1 | flip"])
        #expect(desk.session.current == 2)
    }

    @Test mutating func aVerbThatNeedsAPictureGoesOnFromTheLast() throws {
        #expect(try desk.session.steps("resize 50%")[0].entry.text == "resize 50%")
        try desk.enter(#"generate "a fox" count:4"#)
        for (typed, text) in [
            ("pick 2", "$result-1 | pick 2"), ("upscale fast", "$result-1 | upscale fast"),
            ("when width > 9 { flip }", "$result-1 | when width > 9 { flip }"),
            (#"generate "a cat""#, #"generate "a cat""#),
            ("let big = resize 200%", "let big = resize 200%"),
            ("def big() = $ | resize 200%", "def big() = $ | resize 200%"),
            (
                #"fork { load "a.png" } { load "b.png" }"#,
                #"fork { load "a.png" } { load "b.png" }"#
            ),
        ] {
            #expect(try desk.session.steps(typed)[0].entry.text == text)
        }
    }

    /// What only saves or shows a result makes no other.
    @Test mutating func aLookIsNoResult() throws {
        try desk.enter(#"load "a.png""#)
        try desk.enter("| flip")
        #expect(
            try desk.enter(#"$1 | save "x.png""#).map(\.program) == [
                "let result-1 = load \"a.png\"\n\n$result-1 | save \"x.png\""
            ])
        #expect(desk.session.number == 3)
        #expect(desk.session.current == 1)
        #expect(desk.session.entry(1)?.line == #"load "a.png" | save "x.png""#)
        #expect(desk.session.entry(1)?.text == #"load "a.png""#)
        let look = try desk.enter("$2")[0]
        #expect(look.program.hasSuffix("$result-2 | show") && look.look != nil)
        #expect(desk.session.current == 2 && desk.session.number == 3)
    }

    @Test mutating func undoAndRedoMoveWhatIsCurrent() throws {
        try desk.enter(#"load "a.png""#)
        try desk.enter("$ | flip")
        #expect(try desk.session.undo().number == 1)
        #expect(try desk.enter("| blur 3").first?.entry.text == "$result-1 | blur 3")
        #expect(throws: SessionProblem.nothingToRedo) { try desk.session.redo() }
        // Back to where it came from, not to what was made before.
        #expect(try desk.session.undo().number == 1)
        #expect(try desk.session.redo().number == 3)
        desk.session.go(to: 2)
        #expect(try desk.session.undo().number == 3)
        var fresh = Session()
        #expect(throws: SessionProblem.nothingToUndo) { try fresh.undo() }
    }

    @Test mutating func whatIsNotThereIsSaid() throws {
        #expect(throws: SessionProblem.noResultYet) { try desk.session.steps("| flip") }
        #expect(throws: SessionProblem.noResultYet) { try desk.session.steps("$") }
        try desk.enter(#"load "a.png""#)
        #expect(throws: SessionProblem.noSuchResult(7, results: [1])) {
            try desk.session.steps("$7 | flip")
        }
        #expect(throws: SessionProblem.noNumber("x")) { try desk.session.result(named: "x") }
        #expect(try desk.session.result(named: "$").number == 1)
        // Inside a string and inside a parameter a dollar is what it is in every program.
        #expect(
            try desk.session.steps(#"$ | inpaint mask:($ | invert) text:"$1""#)[0].entry.text
                == #"$result-1 | inpaint mask:($ | invert) text:"$1""#)
    }

    /// Offsets of a mistake point into what was typed.
    @Test(arguments: ["$ | flip sideways", "flip sideways", "| flip sideways"])
    mutating func placesAreThoseOfWhatWasTyped(typed: String) throws {
        try desk.enter(#"load "a.png""#)
        let step = try desk.session.steps(typed)[0]
        let place = try #require(step.program.range(of: "sideways"))
        let offset = step.program.utf8.distance(
            from: step.program.startIndex, to: place.lowerBound)
        let own = try #require(typed.range(of: "sideways"))
        #expect(
            step.typedOffset(of: offset)
                == typed.utf8.distance(from: typed.startIndex, to: own.lowerBound))
    }

    @Test func aStringOverSeveralLinesIsTheSameOnOne() {
        let text =
            "generate \"\"\"\n  a \"fox\"\n  in {$where}\n  \"\"\" # kühl\n  | save \"x.png\""
        #expect(
            LineText.onOneLine(text)
                == #"generate "a \"fox\"\nin {$where}" | save "x.png""#)
    }
}

/// What a run made of a line.
struct OutcomeTests {
    private var desk = SessionDesk()

    /// A run that broke off leaves a result for each stage that was paid for, and the rest of the line.
    @Test mutating func finishedStagesAreKept() throws {
        try desk.enter(#"load "a.png""#)
        let step = try desk.session.steps(
            #"$ | resize 50% | inpaint "a storm" mask:"sky" | flip | upscale fast | save "x.png""#)[
                0]
        var outcome = LineOutcome(.failed)
        outcome.finished = [desk.finished("inpaint", in: step, seeds: [77])]
        let kept = try #require(step.kept(outcome))
        #expect(kept.entries.map(\.number) == [2])
        #expect(
            kept.entries.map(\.text) == [#"$result-1 | resize 50% | inpaint "a storm" mask:"sky""#])
        #expect(kept.entries[0].line.hasSuffix(#"mask:"sky" seed:77"#))
        #expect(kept.rest == #"| flip | upscale fast | save "x.png""#)
        outcome.finished.append(desk.finished("upscale", in: step, seeds: []))
        let both = try #require(step.kept(outcome))
        #expect(both.entries.map(\.text).last == "$result-2 | flip | upscale fast")
        #expect(both.rest == #"| save "x.png""#)
        outcome.finished = []
        #expect(step.kept(outcome) == nil)
    }

    /// What failed of a stream is not asked for again whenever the others are used.
    @Test mutating func aStreamKeepsWhatCame() throws {
        let step = try desk.session.steps(#"load "*.png" | remove-background"#)[0]
        var outcome = LineOutcome(.failed)
        outcome.pictures = [SessionDesk.picture, SessionDesk.picture]
        outcome.places = [1, 3]
        outcome.expected = 3
        #expect(
            step.made(outcome).text == #"load "*.png" | remove-background | pick [1, 3]"#)
    }

    @Test mutating func copiesArePinnedByTheirFirstSeed() throws {
        let step = try desk.session.steps(#"generate "a fox" count:3"#)[0]
        var outcome = LineOutcome(.done)
        outcome.pictures = [SessionDesk.picture]
        outcome.finished = [desk.finished("generate", in: step, seeds: [7, 8, 9])]
        #expect(step.made(outcome).line == #"generate "a fox" count:3 seed:7"#)
        // Pictures of a stream have each their own, which no one word can say.
        outcome.finished[0].seed = nil
        #expect(step.made(outcome).line == #"generate "a fox" count:3"#)
        #expect(step.made(outcome).stages[0].seeds == [7, 8, 9])
    }
}

/// `again`.
struct AgainTests {
    private var desk = SessionDesk()

    init() throws {
        try desk.enter(#"load "a.png" | resize 50%"#)
        try desk.enter(#"$ | inpaint mask:"sky" text:"a storm""#, seeds: ["inpaint": [40]])
        try desk.enter("$ | upscale fast")
    }

    private func line(_ typed: String) throws -> String {
        try #require(try Again.line(of: typed, in: desk.session))
    }

    @Test func theLastSeededStageGetsTheNextSeed() throws {
        #expect(
            try line("again") == #"$1 | inpaint mask:"sky" text:"a storm" seed:41 | upscale fast"#)
    }

    @Test func theStageThatFitsIsChanged() throws {
        let calm = #"$1 | inpaint mask:"sky" text:"calm, \"sea\"" | upscale fast"#
        for typed in [
            #"again inpaint text:"calm, \"sea\"""#, #"again inpaint "calm, \"sea\"""#,
        ] {
            #expect(try line(typed) == calm)
        }
        #expect(
            try line(#"again mask:(select rect:[0, 0, 100%, 40%])"#)
                == #"$1 | inpaint mask:(select rect:[0, 0, 100%, 40%]) text:"a storm" | upscale fast"#
        )
        #expect(try line(#"again "a.jpg""#).contains("a.jpg"))
    }

    @Test func whatFitsNowhereIsSaid() throws {
        #expect(try Again.wishes(of: "against") == nil)
        #expect {
            try line(#"again garment:"x""#)
        } throws: {
            "\($0)" == "no stage that led to the last result has `garment`"
        }
        #expect(throws: Again.Problem.self) { try line("again | flip") }
        #expect(throws: Again.Problem.self) { try line("again inpaint upscale") }
        #expect(throws: Again.Problem.self) { try line("again text:") }
        #expect {
            try line("again upscale")
        } throws: {
            "\($0)" == "no `upscale` that led to the last result has a seed"
        }
    }

    @Test func aVerbThatIsNamedGetsItsNextSeed() throws {
        #expect(
            try line("again inpaint")
                == #"$1 | inpaint mask:"sky" text:"a storm" seed:41 | upscale fast"#)
    }
}

/// A session as a program.
struct SessionScriptTests {
    private var desk = SessionDesk()

    private func script(_ kept: [Int], _ names: [Int: String] = [:]) -> String {
        SessionScript.text(for: kept, naming: names, in: desk.session)
    }

    @Test mutating func itHoldsWhatLedToTheKeptAsOnePipeline() throws {
        try desk.enter(#"let logo = load "logo.png""#)
        try desk.enter(#"load "a.png" | resize 50%"#)
        try desk.enter(#"load "b.png""#)
        try desk.enter(#"$2 | inpaint mask:"sky" text:"a storm""#)
        #expect(
            script([4], [4: "out/4.png"]) == """
                #!/usr/bin/env imgflow
                imgflow 1
                param photo: file = "a.png" "the input image"
                param text: string = "a storm" "the prompt of inpaint"
                load $photo | resize 50% | inpaint mask:"sky" text:$text | save "out/4.png"

                """)
    }

    @Test mutating func whatIsUsedTwiceHasAName() throws {
        try desk.enter(#"let logo = load "logo.png""#)
        try desk.enter(#"load "in/*.jpg" | resize 50%"#)
        try desk.enter(#"$ | flip | save "flip-{stem}.png""#)
        try desk.enter(#"$2 | overlay $logo | save "logo-{stem}.png""#)
        #expect(
            script([3, 4]) == """
                #!/usr/bin/env imgflow
                imgflow 1
                let logo = load "logo.png"
                let image2 = load "in/*.jpg" | resize 50%
                $image2 | flip | save "flip-{stem}.png"
                $image2 | overlay $logo | save "logo-{stem}.png"

                """)
    }

    /// A picture that is a mask elsewhere is no line to go on from.
    @Test mutating func whatIsAMaskHasAName() throws {
        try desk.enter(#"load "a.png""#)
        try desk.enter(#"$1 | select ellipse:[50%, 50%, 20%, 20%] | feather 9"#)
        try desk.enter(#"$1 | inpaint "a boat" mask:$2 | save "m.png" | blur 9"#)
        let text = script([3])
        #expect(text.contains("let image2 = $image1 | select"))
        #expect(text.contains(#"mask:$image2 | save "m.png" | blur 9"#))
    }

    /// Names of files count, and names that are taken are not given.
    @Test mutating func namesAreNotTakenTwice() throws {
        try desk.enter(#"let photo = load "b.png"; let n = "nn""#)
        try desk.enter(#"load "c.png" | overlay $photo | save "{$n}.png""#)
        let text = script([3])
        #expect(text.contains(#"let n = "nn""#))
        #expect(text.contains(#"param photo-2: file = "c.png""#) || !text.contains("param photo:"))
    }

    /// What a block saves is done once, when the line is run, and is in the script.
    @Test mutating func blocksSaveOnce() throws {
        try desk.enter(#"load "a.png" | tee { resize 10 | save "small.png" } | flip"#)
        try desk.enter(
            #"$1 | when width > 10 { resize 10 | save "w.png" } else { save "e.png" } | flip"#)
        let next = try desk.enter("| flip")[0].program
        #expect(!next.contains("save"))
        #expect(next.contains("when width > 10 { resize 10 | $ } else { $ }"))
        #expect(script([2]).contains(#"tee { resize 10 | save "small.png" }"#) == false)
        #expect(script([1]).contains(#"tee { resize 10 | save "small.png" }"#))
        #expect(script([2]).contains(#"save "w.png" } else { save "e.png" }"#))
    }

    @Test mutating func severalTextsAreNamedByTheirVerbs() throws {
        try desk.enter(#"generate "a {$look} fox""#)
        try desk.enter(#"generate "a fox" | inpaint "a storm" mask:"sky" | save "x.png""#)
        let text = script([2])
        #expect(text.contains(#"param generate-text: string = "a fox" "the prompt of generate""#))
        #expect(text.contains(#"param inpaint-text: string = "a storm""#))
        #expect(text.contains("generate $generate-text"))
        // Words with a name in them are the program's own affair.
        #expect(!script([1], [1: "a.png"]).contains("param"))
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
