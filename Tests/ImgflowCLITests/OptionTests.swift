import Foundation
import Testing

@Suite(.inTurns) struct OptionTests {
    @Test func anUnknownOptionIsWrongUse() async throws {
        let run = try await Desk().imgflow("--overwrit", "a.imgflow")
        run.expect(status: 2, output: "")
        run.expectErrors(toContain: "nknown option", "--overwrit", "--overwrite")
    }

    /// A script's own options stand among imgflow's: behind a program each of these is still known.
    @Test(arguments: ["run", "check", "plan", "explain"])
    func everyOptionMayStandBehindTheProgram(command: String) async throws {
        struct Dump: Decodable {
            struct Name: Decodable {
                var kind: String
                var name: String
            }
            struct Argument: Decodable {
                var kind: String
                var names: [Name]?
            }
            struct Command: Decodable { var arguments: [Argument] }
            var command: Command
        }
        let desk = try Desk()
        let dump = try JSONDecoder().decode(
            Dump.self,
            from: Data(await desk.imgflow(command, "--experimental-dump-help").output))
        var count = 0
        for argument in dump.command.arguments {
            for name in argument.names ?? [] where name.kind == "long" && name.name != "help" {
                let words = ["--\(name.name)"] + (argument.kind == "option" ? ["1"] : [])
                let run = try await desk.start(
                    [command, "-c", #"load "none.png" | info"#] + words
                ).ended()
                #expect(!run.errors.contains("no option"), "\(words): \(run.errors)")
                #expect(!run.errors.contains("found two"), "\(words): \(run.errors)")
                count += 1
            }
        }
        #expect(count >= 10)
    }

    @Test func theVersionIsPrinted() async throws {
        let run = try await Desk().imgflow("--version")
        run.expect(errors: "")
        #expect(run.text.contains(#/^imgflow \d+\.\d+\.\d+\n$/#))
    }

    @Test func nothingAtAllIsWrongUse() async throws {
        try await Desk().imgflow().expect(
            status: 2, output: "",
            errors: """
                error: expected a program, found none
                  = give a file: imgflow storm.imgflow
                  = or the program itself: imgflow -c 'load "a.png" | info'
                  = or ask for help: imgflow help

                """)
    }

    @Test func helpListsCommandsAndVerbs() async throws {
        let run = try await Desk().imgflow("help")
        run.expect(errors: "")
        for word in ["check", "plan", "models", "sandbox", "inpaint", "remove-background"] {
            #expect(run.text.contains(word))
        }
    }

    @Test func helpOfAVerbShowsParametersAndExamples() async throws {
        let run = try await Desk().imgflow("help", "upscale")
        run.expect(errors: "")
        for part in [
            "… | upscale [mode] [name:value …]", "fast|conservative|creative",
            "fast $0.03, conservative $0.40, creative $0.60",
            "  load \"a.png\" | upscale fast | save\n",
        ] {
            #expect(run.text.contains(part), "\(part)")
        }
    }

    @Test func helpOfAMisspeltVerbNamesTheNearest() async throws {
        try await Desk().imgflow("help", "upscal").expect(
            status: 2, output: "",
            errors: """
                error: no verb, word, message, or command is named `upscal`
                  = did you mean `upscale`?

                """)
    }

    @Test func modelsAreListedWithPriceAndRegions() async throws {
        let run = try await Desk().imgflow("models")
        run.expect(errors: "")
        #expect(run.lines.first?.hasPrefix("NAME") == true)
        #expect(
            run.lines.contains {
                $0.hasPrefix("creative-upscale") && $0.contains("$0.60")
                    && $0.hasSuffix("us.stability.stable-creative-upscale-v1:0")
            })
        #expect(run.lines.contains { $0.hasPrefix("nova-canvas") && $0.contains("2026-09-30") })
        let start = try #require(run.lines.firstIndex { $0.hasPrefix("SEEING ") })
        #expect(run.text.contains("\n\nSEEING "))
        let nova = run.lines[start + 1]
        #expect(nova.hasPrefix("nova-2-lite") && nova.contains("  us.amazon.nova-2-lite-v1:0  "))
        #expect(nova.contains("$0.33") && nova.contains("$2.75"))
        let formed = run.lines[start...].filter { $0.contains("  form  ") }
        #expect(formed.count == 2 && formed.allSatisfy { $0.hasPrefix("claude-haiku-") })
    }

    @Test func modelsAreJSONToo() async throws {
        struct Model: Decodable {
            var name: String
            var id: String
            var kind: String
            var price: String?
            var priceIn: String?
            var priceOut: String?
            var requiresForm: Bool?
            var regions: [String]
        }
        let run = try await Desk().imgflow("models", "--json")
        run.expect(errors: "")
        let models = try JSONDecoder().decode([Model].self, from: Data(run.output))
        #expect(models.count { $0.kind == "image" && $0.price != nil } == 17)
        #expect(models.first { $0.name == "ultra" }?.price == "0.14")
        let seeing = models.filter { $0.kind == "seeing" }
        #expect(seeing.count == 7 && models.count == 24)
        #expect(seeing.first?.name == "nova-2-lite")
        #expect(seeing.first?.priceIn == "0.33" && seeing.first?.priceOut == "2.75")
        #expect(seeing.allSatisfy { $0.price == nil })
        #expect(
            seeing.filter { $0.requiresForm == true }.map(\.name).sorted()
                == ["claude-haiku-4-5", "claude-haiku-5-5"])
        #expect(models.allSatisfy { !$0.id.isEmpty && !$0.regions.isEmpty })
    }

    @Test(arguments: [
        (
            ["-c", "load \"a.png\" | info", "--budget", "lots"],
            "error: expected --budget in dollars such as 2.00, found `lots`\n"
        ),
        (
            ["-c", "load \"a.png\" | info", "--timeout", "0"],
            "error: expected --timeout of 1 to 86400 seconds, found 0\n"
        ),
        (
            ["-c", "load \"a.png\" | info", "--backend", "moon"],
            "error: no backend is named `moon`\n  = use `aws` or `sandbox`\n"
        ),
        (
            ["-c", "load \"a.png\" | info", "b.imgflow"],
            "error: `-c` gives the program, and `b.imgflow` is another one\n  = remove one of them\n"
        ),
        (
            ["chek", "-c", "load \"a.png\" | info"],
            "error: `-c` gives the program, and `chek` is another one\n  = did you mean the command `check`?\n"
        ),
        (
            ["a.imgflow", "b.png"],
            "error: `a.imgflow` takes no arguments, found `b.png`\n"
                + "  = options such as --yes may stand anywhere; remove the rest\n"
        ),
        (["sandbox", "--port", "70000"], "error: expected a port from 0 to 65535, found 70000\n"),
        (
            ["sandbox", "--fault", "flood"],
            "error: expected a fault such as `throttle`, or `throttle=3` for three calls, found `flood`\n"
                + "  = valid faults: throttle, not-ready, model-timeout, timeout, reset, truncated, "
                + "garbage, filter, malformed-tool, cut, text, and status:503 with any status\n"
        ),
    ])
    func wrongValuesAreToldOf(arguments: [String], errors: String) async throws {
        let desk = try Desk().photo("a.png", 64, 48).file("a.imgflow", "load \"a.png\" | info\n")
        let run = try await desk.start(arguments).ended()
        #expect(run.status == 2)
        #expect(run.errors.hasPrefix(errors), "\(run.errors)")
    }

    @Test func aMissingProgramNamesTheNearest() async throws {
        let desk = try Desk().file("storm.imgflow", "")
        let run = try await desk.imgflow("strom.imgflow")
        run.expect(status: 2, output: "")
        run.expectErrors(toContain: "`strom.imgflow`", "did you mean `storm.imgflow`?")
    }

    @Test func checkAndPlanNeedNoCredentials() async throws {
        let desk = try Desk().photo("a.jpg", 640, 427)
        for command in ["check", "plan"] {
            try await desk.imgflow(command, "-c", LineTests.line).expect()
        }
        #expect(desk.files == ["a.jpg"])
    }

    @Test func withoutCredentialsARunSaysHowToSignIn() async throws {
        let desk = try Desk().photo("a.jpg", 640, 427)
        let run = try await desk.imgflow("-c", #"load "a.jpg" | remove-background | save"#)
        run.expect(status: 4, output: "")
        run.expectErrors(
            toContain: "error: remove-background: no AWS credentials found\n",
            "AWS_BEARER_TOKEN_BEDROCK=…", "AWS_ACCESS_KEY_ID=…", "aws configure", "--profile",
            "--backend sandbox")
        #expect(desk.files == ["a.jpg"])
    }

    /// Pictures that fail alike are told of once, with one list of what helps.
    @Test func whatAllLackIsSaidOnce() async throws {
        let desk = try Desk()
        for name in 1...6 { try desk.photo("in/\(name).png", 64 + name, 64) }
        let run = try await desk.imgflow(
            "-c", #"load "in" | remove-background | save"#, "--yes", "--keep-going")
        run.expect(status: 4, output: "")
        for once in ["error: ", "an access key: ", "failed:\n"] {
            #expect(run.errors.components(separatedBy: once).count == 2, "\(run.errors)")
        }
    }

    @Test func theConfigurationFileMovesTheThreshold() async throws {
        let desk = try Desk().photo("a.jpg", 640, 427)
        try desk.file("../config/imgflow/config.toml", "ask-above = 0.05\n")
        let run = try await desk.imgflow("-c", #"load "a.jpg" | remove-background | save"#)
        run.expect(
            status: 7, output: "",
            errors: """
                error: estimated cost $0.07 exceeds $0.05, and there is no terminal to confirm
                  = pass --yes, or --budget 0.07

                """)
        try desk.file("../config/imgflow/config.toml", "ask-below = 1\n")
        let wrong = try await desk.imgflow("check", "-c", #"load "a.jpg" | info"#)
        wrong.expect(status: 2, output: "")
        wrong.expectErrors(toContain: "config.toml: `ask-below` is not a setting\n")
    }
}
