import Foundation
import Testing

/// Why a call goes where it goes, and what the user may say of the models.
@Suite(.inTurns) struct ChoiceTests {
    @Test func explainTellsChosenPriceAndRejected() async throws {
        let desk = try Desk().photo("a.jpg", 640, 427)
        let run = try await desk.imgflow(
            "explain", "-c", #"load "a.jpg" | inpaint mask:"sky" text:"storm" | save"#)
        run.expect(errors: "")
        #expect(
            run.text.hasPrefix(
                """
                -c: 1 paid call, $0.07

                line 1: inpaint mask:"sky" text:"storm"
                  takes    search-replace in us-west-2: find an object by text and replace it
                  because  no other model available today can do this `inpaint`
                  price    $0.07 per image (AWS's pricing page, as cited by litellm, 2026-11)
                  with     seed:337083448: the same seed and request give the same image
                  not  inpaint      $0.07  requires a mask image, which a separate call would find first
                       nova-canvas         retired on 2026-09-30

                other models have other uses (see `imgflow models`): core,
                """))
        // Every model is told of once.
        for name in ["core", "creative-upscale", "style-guide", "erase-object"] {
            #expect(run.text.contains(", \(name)") || run.text.contains(": \(name),"), "\(name)")
        }
        #expect(desk.files == ["a.jpg"])
    }

    @Test func explainCountsCopiesAndSaysWhatIsPinned() async throws {
        let desk = try Desk()
        let run = try await desk.imgflow(
            "explain", "-c", #"generate "x" count:3 model:nova-canvas | save"#)
        #expect(run.text.contains("nova-canvas in us-east-1, 3 times:"))
        #expect(run.text.contains("pinned by model:nova-canvas; AWS retired it on 2026-09-30"))
        #expect(run.text.contains("also supports it: model:core"))
        let none = try await desk.imgflow("explain", "-c", #"load "a.jpg" | info"#)
        none.expect(status: 3)
    }

    @Test func explainIsJSONToo() async throws {
        struct Report: Decodable {
            struct Stage: Decodable {
                struct Other: Decodable {
                    var model: String
                    var why: String
                }
                var verb: String
                var model: String
                var price: String
                var rejected: [Other]
            }
            var stages: [Stage]
        }
        let run = try await Desk().imgflow("explain", "--json", "-c", #"generate "x" | save"#)
        run.expect(errors: "")
        let report = try JSONDecoder().decode(Report.self, from: Data(run.output))
        let stage = try #require(report.stages.first)
        #expect(stage.model == "core" && stage.price == "0.04")
        #expect(stage.rejected.count == 16)
        #expect(Set(stage.rejected.map(\.model)).count == 16)
        #expect(stage.rejected.allSatisfy { !$0.why.isEmpty })
    }

    private func configured(_ text: String) throws -> Desk {
        try Desk().file("../config/imgflow/config.toml", text)
    }

    @Test func theUsersFactsOverruleTheBuiltInOnes() async throws {
        let desk = try configured(
            """
            [models.core]
            price = 0.055
            quota = 1
            regions = ["eu-central-1"]
            ends-on = 2030-01-31
            [models.nova-canvas]
            ends-on = "2031-12-31"
            legacy-from = 2031-06-30
            """)
        let plan = try await desk.imgflow("plan", "-c", #"generate "x" count:3 | save "{index}""#)
        plan.expect(errors: "")
        #expect(plan.text.contains("core in eu-central-1"))
        #expect(plan.text.contains("core  $0.055  your config.toml"))
        #expect(plan.text.contains("total    $0.165\n"))
        #expect(plan.text.contains("at least 3 minutes because of AWS quotas"))
        let models = try await desk.imgflow("models")
        let core = try #require(models.lines.first { $0.hasPrefix("core ") })
        #expect(core.contains("$0.055*") && core.contains("1*") && core.contains("eu-central-1*"))
        let ends = try await desk.imgflow("models", "--eol")
        #expect(ends.lines[1].hasPrefix("core") && ends.lines[1].contains("2030-01-31"))
        #expect(ends.lines[2].hasPrefix("nova-canvas") && ends.lines[2].contains("active"))
        // It lives again, so nobody is warned; and it is no default all the same.
        let nova = try await desk.imgflow("check", "-c", #"generate "x" model:nova-canvas | save"#)
        nova.expect(errors: "-c: no mistakes\n")
    }

    @Test func aNewModelIsCalledLikeAnOldOne() async throws {
        let desk = try configured(
            """
            [models.core-next]
            like = "core"
            id = "stability.stable-image-core-v2:0"
            """)
        let plan = try await desk.imgflow(
            "plan", "--json", "-c", #"generate "x" model:core-next | save"#)
        plan.expect(errors: "")
        #expect(plan.text.contains(#""modelID" : "stability.stable-image-core-v2:0""#))
        let without = try await Desk().imgflow(
            "check", "-c", #"generate "x" model:core-next | save"#)
        without.expect(status: 3)
    }

    @Test func factsOfSeeingAreOverruledAndAdded() async throws {
        let desk = try configured(
            """
            [models.nova-2-lite]
            price-in = 0.165
            quota = 20
            regions = ["eu-west-1"]
            [models.nova-3-lite]
            like = "nova-2-lite"
            id = "us.amazon.nova-3-lite-v1:0"
            price-out = 3
            [models.qwen3-vl]
            id = "arn:aws:bedrock:eu-west-2:123456789012:application-inference-profile/abc"
            """)
        let run = try await desk.imgflow("models")
        run.expect(errors: "")
        func row(_ name: String) throws -> String {
            try #require(run.lines.first { $0.hasPrefix(name + " ") })
        }
        let nova = try row("nova-2-lite")
        #expect(nova.contains("$0.165*") && nova.contains("$3.597 ") && nova.contains("20*"))
        #expect(nova.contains("  eu.amazon.nova-2-lite-v1:0  ") && nova.hasSuffix("  eu-west-1*"))
        let next = try row("nova-3-lite")
        #expect(next.contains("$0.33 ") && next.contains("$3.00*"))
        #expect(next.contains("  us.amazon.nova-3-lite-v1:0*  "))
        let own = try row("qwen3-vl")
        #expect(
            own.contains(":application-inference-profile/abc*  ") && own.hasSuffix("  eu-west-2"))
        #expect(run.lines.count { $0.contains("*") } == 3)
    }

    /// What config.toml adds is known wherever the built-in models are.
    @Test func addedModelsAndRegionsAreKnownEverywhere() async throws {
        let desk = try configured(
            """
            [models.core-next]
            like = "core"
            id = "us.stability.core-next-v1:0"
            regions = ["sa-east-1"]
            """)
        let program = #"generate "a" model:core-next | save "x.png""#
        let spread = try await desk.imgflow("plan", "--regions", "sa-east-1", "-c", program)
        #expect(spread.text.contains("core-next in sa-east-1"), "\(spread.errors)")
        let wrong = try await desk.imgflow("plan", "--regions", "sa-east-2", "-c", program)
        wrong.expectErrors(
            toContain: "no model is available in `sa-east-2`", "did you mean `sa-east-1`?")
        for words in [["--region", "sa-"], ["-c", #"generate "a" region:sa-"#]] {
            let offered = try await desk.start(["complete", "--"] + words).ended()
            #expect(offered.text.contains("sa-east-1"), "\(words): \(offered.text)")
        }
        let models = try await desk.start(["complete", "--", "-c", #"generate "a" model:core"#])
            .ended()
        #expect(models.text.contains("core-next\t"))
    }

    @Test(arguments: [
        ("[models.cor]\nprice = 1", "named `cor`", "did you mean [models.core]?"),
        ("[models.core]\nprise = 1", "`prise` is not a fact of a model", "did you mean `price`?"),
        ("[models.core]\nprice = \"dear\"", "must be an amount of dollars", ""),
        ("[models.core]\nquota = 0", "must be requests per minute", ""),
        ("[models.core]\nregions = []", "must be a list of Regions", ""),
        ("[models.core]\nends-on = \"2026-02-30\"", "must be a day", ""),
        ("[models.new]\nlike = \"core\"", "requires an `id`", "add its Bedrock id"),
        (
            "[models.new]\nlike = \"cor\"\nid = \"x\"", "which is not a model",
            "did you mean `core`?"
        ),
        ("[models.core]\nlike = \"ultra\"", "is built in", "remove `like`"),
        ("models = 3", "must be tables", ""),
        ("[models.nova-2-lit]\nprice-in = 1", "named `nova-2-lit`", "[models.nova-2-lite]?"),
        (
            "[models.nova-2-lite]\nprice = 1", "does not have a `price`",
            "`price-in` and `price-out`"
        ),
        ("[models.core]\nprice-out = 1", "does not have a `price-out`", "`price`, of one image"),
        ("[models.nova-2-lite]\nprice-in = \"a\"", "must be an amount of dollars", ""),
        ("[models.new]\nlike = \"nova-2-lite\"", "requires an `id`", "add its Bedrock id"),
        ("[models.core]\nlike = \"nova-2-lite\"\nid = \"x\"", "is built in", "remove `like`"),
    ])
    func whatCannotBeReadIsTold(text: String, words: String, hint: String) async throws {
        let run = try await configured(text).imgflow("models")
        run.expect(status: 2, output: "")
        run.expectErrors(toContain: words)
        if !hint.isEmpty { run.expectErrors(toContain: hint) }
        #expect(run.errors.contains("config.toml"))
    }

    @Test func aCallOfUnknownPriceIsAskedFor() async throws {
        let desk = try Desk()
        let program = #"invoke "acme.painter-v1:0" body:'{"prompt": "x"}' | save "a""#
        let plan = try await desk.imgflow("plan", "-c", program)
        #expect(plan.text.contains("1 paid call, price unknown\n"))
        #expect(plan.text.contains("unknown to imgflow: add `price:`"))
        let run = try await desk.imgflow("-c", program)
        run.expect(status: 7, output: "")
        run.expectErrors(toContain: "1 call of unknown price", "price:0.05")
        let budget = try await desk.imgflow("-c", program, "--budget", "1")
        budget.expect(status: 7, output: "")
        budget.expectErrors(
            toContain: "a budget requires the price of acme.painter-v1:0, which is unknown")
        let priced = program.replacing("body:", with: "price:0.2 body:")
        let plain = try await desk.imgflow("plan", "-c", priced)
        #expect(plain.text.contains("total    $0.20\n"))
    }
}
