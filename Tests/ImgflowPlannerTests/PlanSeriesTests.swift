import ImgflowModels
import ImgflowPlanner
import Testing

/// What programs cost that run one after the other, held against one program that does the same.
struct PlanSeriesTests {
    private static let rows: [(programs: [String], whole: String)] = [
        ([#"generate "a" | save"#], #"generate "a" | save"#),
        (
            [#"generate "a" | save"#, #"generate "b" | save"#],
            "generate \"a\" | save \"1.png\"\ngenerate \"b\" | save \"2.png\""
        ),
        // What a later one goes on from is made once, also where its seed is of an image to come.
        (
            [
                #"generate "a" | show"#,
                "let x = generate \"a\"\n$x | upscale creative text:\"h\" | show",
                "let x = generate \"a\"\nlet y = $x | upscale creative text:\"h\"\n$y | remove-background | show",
            ],
            "generate \"a\" | upscale creative text:\"h\" | remove-background | save \"3.png\""
        ),
        // Numbers of images differ where something stands before.
        (
            [
                "let x = generate \"a\"\n$x | inpaint mask:\"sky\" text:\"b\" | show",
                "let z = load \"a.png\" | flip\nlet x = generate \"a\"\nlet y = $x | inpaint mask:\"sky\" text:\"b\"\n$z | overlay $y | show",
            ],
            "generate \"a\" | inpaint mask:\"sky\" text:\"b\" | save \"2.png\""
        ),
        (
            [#"generate "a" fresh:true | save"#, #"generate "a" fresh:true | save"#],
            "generate \"a\" fresh:true | save \"1.png\"\ngenerate \"a\" fresh:true | save \"2.png\""
        ),
        // Each condition is one of its own; what one may have made is not made for certain.
        (
            [
                #"generate "a" | when width > 99 { upscale creative text:"h" } | show"#,
                #"generate "b" | when width > 99 { upscale creative text:"h" } | show"#,
            ],
            """
            generate "a" | when width > 99 { upscale creative text:"h" } | save "1.png"
            generate "b" | when width > 99 { upscale creative text:"h" } | save "2.png"
            """
        ),
        (
            [
                #"generate "a" | when width > 99 { upscale creative text:"h" } | show"#,
                #"generate "a" | upscale creative text:"h" | show"#,
            ],
            """
            generate "c" | when width > 99 { upscale creative text:"h" } | save "1.png"
            load "a.png" | upscale creative text:"h" | save "2.png"
            """
        ),
    ]

    @Test(arguments: rows) func aSeriesCostsWhatOneProgramDoes(
        programs: [String], whole: String
    ) throws {
        let series = PlanSeries(try programs.map { try plan($0) })
        #expect(series.cost == (try plan(whole).cost))
        #expect(series.calls.count == (try calls(whole).count))
        #expect(series.verbs.values.reduce(.zero, +) >= series.total)
    }

    @Test func whatNobodyHasAPriceForIsNamed() throws {
        let open = try plan(#"invoke "some.model" body:'{"prompt": "a"}' | save "1.png""#)
        let free = try plan(#"invoke "some.model" body:'{"prompt": "b"}' price:0 | save "2.png""#)
        let series = PlanSeries([open, free])
        #expect(series.unpriced.count == 1)
        #expect(series.calledFree.count == 1)
        #expect(series.total == .zero)
    }
}
