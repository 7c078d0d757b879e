import FoundationEssentials
import ImageFacts
package import ImgflowEngine
import ImgflowLanguage
package import ImgflowModels
package import ImgflowPlanner

/// What `--json` writes; `schema` is the version of these shapes.
package enum JSONReport {
    package static func text(_ value: some Encodable, isPretty: Bool = true) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            isPretty
            ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            : [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else { return "{}" }
        // JSON is Unicode: a name that is not stands next to it as it is.
        return PathText.repaired(String(decoding: data, as: UTF8.self))
    }

    /// The bytes of a path that is no UTF-8; nil for all others.
    package static func base64(_ path: String?) -> String? {
        guard let path, PathText.holdsBytes(path) else { return nil }
        return Data(PathText.bytes(path)).base64EncodedString()
    }

    struct Place: Encodable {
        var file: String
        var line: Int
        var column: Int
        /// UTF-8 offsets in the file.
        var start: Int
        var end: Int
        var label: String

        init(_ label: Diagnostic.Label, _ lines: SourceLines) {
            let map = lines.map(at: label.span.start)
            let position = map.position(of: label.span.start)
            file = map.source.name
            line = position.line
            column = position.column
            start = label.span.start - map.source.base
            end = label.span.end - map.source.base
            self.label = label.text
        }
    }

    struct Message: Encodable {
        var code: String
        var severity: String
        var message: String
        var places: [Place]
        var notes: [String]
        var fix: String?
        /// The fix as changes of the file's text; missing where a person has to decide.
        var edits: [Edit]?

        struct Edit: Encodable {
            /// Offsets in bytes, as those of `places`.
            var start: Int
            var end: Int
            var text: String
        }

        init(_ diagnostic: Diagnostic, _ lines: SourceLines) {
            code = diagnostic.code
            severity = diagnostic.severity.rawValue
            message = diagnostic.message
            places = ([diagnostic.primary] + diagnostic.secondary).map { Place($0, lines) }
            notes = diagnostic.notes
            fix = diagnostic.fix
            let base = lines.map(at: diagnostic.primary.span.start).source.base
            edits = diagnostic.edits.map {
                Edit(start: $0.span.start - base, end: $0.span.end - base, text: $0.replacement)
            }
            if edits?.isEmpty == true { edits = nil }
        }
    }

    package struct Check: Encodable {
        var schema = 1
        var program: String
        var isRight: Bool
        var diagnostics: [Message]

        package init(_ checked: PlannedProgram, isRight: Bool) {
            let lines = SourceLines(checked.sources)
            program = checked.sources.root.name
            self.isRight = isRight
            diagnostics = checked.diagnostics.map { Message($0, lines) }
        }
    }

    struct Size: Encodable {
        var width: Int
        var height: Int
        var isExact: Bool

        init?(_ forecast: SizeForecast) {
            guard let size = forecast.size else { return nil }
            width = size.width
            height = size.height
            isExact = forecast.isReliable
        }
    }

    struct Step: Encodable {
        var id: Int
        var line: Int
        var verb: String
        var inputs: [Int]
        var size: Size?
        var format: String?
        var notes: [String]
        /// What must turn out so in the run for this step to be taken.
        var conditions: [String]
        var model: String?
        var modelID: String?
        var region: String?
        /// The most that it costs.
        var price: String?
        /// Missing where it is the same.
        var leastPrice: String?
        var priceSource: String?
        var isKnown: Bool?
        var request: String?
        var path: String?
        /// Where the path is not UTF-8.
        var pathBase64: String?
        /// What stands at the path before the run: free, same, own or foreign.
        var standing: String?

        init(_ node: PlanNode) {
            id = node.id
            line = node.origin.line
            verb = node.origin.verb
            inputs = node.inputs
            size = Size(node.forecast.size)
            format = node.forecast.format?.rawValue
            notes = node.notes
            conditions = node.guards.filter { $0.isMet == nil }.sorted { $0.decision < $1.decision }
                .map(\.words)
            switch node.action {
            case .call(let call):
                model = call.card.name
                modelID = call.card.invocationID
                region = call.region
                price = call.price.isUnknown ? nil : call.price.amount.plain
                leastPrice = call.seeing?.least.plain
                priceSource = call.price.citation
                isKnown = call.isKnown
                request = RequestWriter.text(call.request) { "<\($0.rawValue)>" }
            case .load(let path): self.path = path
            case .save(let save):
                switch save.target {
                case .file(let path):
                    self.path = path
                    standing = save.standing.rawValue
                case .deferred(let text): path = "\(text)"
                case .standardOutput: path = "-"
                }
            case .standardInput: path = "-"
            case .held(let image): path = image.name
            case .free, .noted, .info, .show, .returnedMask, .returnedImage, .gate, .fallback,
                .pick, .rank:
                break
            }
            pathBase64 = JSONReport.base64(path)
        }
    }

    package struct PlanReport: Encodable {
        var schema = 1
        var program: String
        /// The most that it will cost.
        var total: String
        /// The least, where the run decides.
        var least: String
        /// Calls that nobody has a price for; they are not in the total.
        var unpriced: Int
        var calls: Int
        /// That AWS's limits of calls a minute allow the calls in.
        var minutes: Int
        /// By the times of earlier calls; missing where a model was never called.
        var seconds: Int?
        var bytes: Int
        var files: [String]
        /// There already, and left as they are.
        var present: [String]
        var steps: [Step]
        var diagnostics: [Message]

        package init(_ plan: Plan, of planned: PlannedProgram, _ estimate: PlanEstimate) {
            let lines = SourceLines(planned.sources)
            program = planned.sources.root.name
            total = plan.total.plain
            least = plan.cost.least.plain
            unpriced = plan.unpriced.count
            calls = plan.calls.count
            minutes = estimate.minutes
            seconds = estimate.seconds
            bytes = estimate.bytes
            files = plan.targets
            present = plan.present
            steps = plan.steps.map(Step.init)
            diagnostics = planned.diagnostics.map { Message($0, lines) }
        }
    }

    package struct Model: Encodable {
        var name: String
        var title: String
        var id: String
        var regions: [String]
        /// `image`: it gives images. `seeing`: it answers about them.
        var kind: String
        /// Of one image; absent where tokens are paid.
        var price: String?
        /// Of a million tokens in and out.
        var priceIn: String?
        var priceOut: String?
        /// The account must hand in a form before the first call.
        var requiresForm: Bool?
        var priceSource: String
        var requestsPerMinute: Int
        var stage: String
        var legacyFrom: String?
        var endsOn: String?
        var lifecycleSource: String
        var lifecycleAsOf: String?
        var does: String
        var verbs: [String]
        /// What config.toml says otherwise.
        var overruled: [String]

        package init(_ entry: ModelCatalog.Entry, verbs: [String], on today: CalendarDate) {
            let card = entry.card
            does = card.does
            self.verbs = verbs
            overruled = entry.overruled
            legacyFrom = card.lifecycle.legacyFrom?.description
            lifecycleSource = card.lifecycle.source
            lifecycleAsOf = card.lifecycle.asOf.isEmpty ? nil : card.lifecycle.asOf
            name = card.name
            title = card.title
            id = card.invocationID
            regions = card.regions
            kind = "image"
            price = card.price.amount.plain
            priceSource = card.price.citation
            requestsPerMinute = card.quota.requestsPerMinute
            stage = card.lifecycle.stage(on: today).rawValue
            endsOn = card.lifecycle.endsOn?.description
        }

        package init(
            _ entry: ModelCatalog.SeeingEntry, verbs: [String], on today: CalendarDate
        ) {
            let card = entry.card
            let route = card.routes.first
            kind = "seeing"
            does = card.does
            self.verbs = verbs
            overruled = entry.overruled
            legacyFrom = card.lifecycle.legacyFrom?.description
            lifecycleSource = card.lifecycle.source
            lifecycleAsOf = card.lifecycle.asOf.isEmpty ? nil : card.lifecycle.asOf
            name = card.name
            title = card.title
            id = route.map(card.invocationID) ?? card.modelID
            regions = card.regions
            priceIn = route?.price.input.plain
            priceOut = route?.price.output.plain
            requiresForm = card.needsForm
            priceSource = route?.price.citation ?? ""
            requestsPerMinute = route?.quota.requestsPerMinute ?? 0
            stage = card.lifecycle.stage(on: today).rawValue
            endsOn = card.lifecycle.endsOn?.description
        }
    }
}
