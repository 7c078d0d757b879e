import ArgumentParser
import ImgflowBedrock
import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowReports
import ImgflowRuntime
import ImgflowTerminal

/// `imgflow doctor`: whether a run would work, and what to fix; spends nothing.
struct DoctorCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check credentials, Region, model access, clock, and disk. Nothing is billed.",
        discussion: """
            With a program, checks the models that it calls; otherwise all available models. \
            To test whether a policy allows a call, a request without fields is sent; the model \
            rejects it: no image is made and nothing is billed.
            """)

    @OptionGroup var program: ProgramArguments
    @OptionGroup var options: PlanningOptions

    func run(_ call: CommandCall) async throws {
        let console = call.console
        let engine = try call.engine(options.settings)
        let targets = try targets(engine, call)
        var findings = LocalFindings.of(engine)
        do throws(CLIError) {
            if let ways = try engine.backend.waysOut() {
                let checks = DoctorChecks(
                    settings: ways.settings, web: ways.web, chain: ways.chain,
                    today: engine.today)
                findings = await checks.findings(on: targets) + findings
                try? await ways.web.shutdown()
            } else {
                findings.insert(
                    Finding(
                        "sign-in", .good, "not required: the sandbox runs in this process"),
                    at: 0)
            }
        } catch {
            findings.insert(Finding("endpoint", .problem, error.message, error.hints), at: 0)
        }
        if program.file == nil, program.text == nil {
            findings += Self.forms(engine.configuration.models)
        }
        report(findings, console)
        let hasProblem = findings.contains { $0.grade == .problem }
        if hasProblem { throw ExitRequest(.access) }
    }

    /// The models that the account cannot call before it has handed in a form.
    private static func forms(_ models: ModelCatalog) -> [Finding] {
        models.seeing.filter(\.card.needsForm).map {
            Finding(
                $0.card.name, .note,
                "requires Anthropic's form, once for each account, and a subscription",
                [
                    "fill in the form in the Bedrock console; subscribing requires aws-marketplace:Subscribe",
                    "\(SeeingModels.standard.name) requires neither",
                ])
        }
    }

    /// The calls of the program, or every living model where it would be called.
    private func targets(_ engine: Engine, _ call: CommandCall) throws -> [DoctorChecks.ModelTarget]
    {
        var found: [DoctorChecks.ModelTarget] = []
        func add(_ card: ModelCard, _ region: String) {
            let target = DoctorChecks.ModelTarget(
                name: card.name, invocationID: card.invocationID, catalogID: card.modelID,
                region: region,
                isKnown: engine.configuration.models.entry(id: card.modelID) != nil)
            if !found.contains(target) { found.append(target) }
        }
        if program.file != nil || program.text != nil {
            let plan = try engine.accepted(
                engine.plan(try call.program(program)), isDryRun: true,
                for: CommandLineAudience(engine, options.style))
            for (_, call) in plan.calls { add(call.card, call.region) }
            return found
        }
        let wished: String? =
            switch engine.backend.region {
            case .bound(let region), .preferred(let region): region
            case .fallback: nil
            }
        for entry in engine.configuration.models.entries
        where entry.card.lifecycle.stage(on: engine.today) != .retired {
            let regions = entry.card.regions
            let home = regions.contains("us-west-2") ? "us-west-2" : regions.first ?? "us-west-2"
            add(entry.card, wished.flatMap { regions.contains($0) ? $0 : nil } ?? home)
        }
        return found
    }

    private func report(_ findings: [Finding], _ console: Console) {
        guard !options.json else {
            console.print(JSONReport.text(findings))
            return
        }
        let width = findings.map(\.about.count).max() ?? 0
        for finding in findings {
            let mark =
                switch finding.grade {
                case .good: "ok  "
                case .note: "note"
                case .problem: "BAD "
                }
            let about = finding.about + String(repeating: " ", count: width - finding.about.count)
            console.print("\(mark)  \(about)  \(Printable.text(finding.text))")
            for remedy in finding.remedies {
                console.print("      = \(Printable.text(remedy))")
            }
        }
        let problems = findings.count { $0.grade == .problem }
        let billed = findings.count(where: \.mayBeBilled)
        let spent =
            billed == 0 ? "nothing was billed" : "\(Count(billed, "call")) may have been billed"
        console.print(
            problems == 0
                ? "no problems found; \(spent)" : "\(Count(problems, "problem")); \(spent)")
    }
}
