import ImageFacts
package import ImgflowEngine
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
package import ImgflowPlanner
package import ImgflowRuntime
import Synchronization

/// The events of a run as lines of JSON on standard output; none where that carries an image.
package final class JSONReporter: RunObserver {
    private let plan: Plan
    private let console: Console
    private let style: ReportStyle
    private let names: ItemNames
    private let known = Mutex(0)

    package init(plan: Plan, console: Console, style: ReportStyle) {
        self.plan = plan
        self.console = console
        self.style = style
        names = ItemNames(plan)
    }

    private struct Event: Encodable {
        var event: String
        var path: String? = nil
        /// Where the path is not UTF-8.
        var pathBase64: String? = nil
        var verb: String? = nil
        var line: Int? = nil
        var item: String? = nil
        var message: String? = nil
        var width: Int? = nil
        var height: Int? = nil
        var format: String? = nil
        var fields: [String: String]? = nil
        var dpi: Double? = nil
        var location: Bool? = nil
        var credentials: Bool? = nil
        var spent: String? = nil
        var doubtful: String? = nil
        var calls: Int? = nil
        var known: Int? = nil
        var exitCode: Int? = nil
    }

    package func take(_ event: RunEvent) {
        switch event {
        case .finished(let node, let produced, let finish):
            if style.previews, case .save = node.action { shown(produced) }
            if case .noted(let names) = node.action { noted(node, names, produced) }
            if finish.isKnown { known.withLock { $0 += 1 } }
        case .failed(let node, let failure): failed(node, failure)
        case .told(_, let produced):
            let facts = produced.image.facts
            write(
                Event(
                    event: "info", width: facts.size.width, height: facts.size.height,
                    format: facts.format.rawValue, dpi: facts.dpi,
                    location: facts.hasLocation, credentials: facts.isSigned))
        case .shown(_, let produced, _): shown(produced)
        case .saved(_, let path, _): write(Event(event: "saved", path: path))
        case .noted, .started, .calling, .bedrock, .remark, .picture: break
        }
    }

    private func shown(_ produced: Produced) {
        write(Event(event: "shown", message: "\(produced.image.facts.size)"))
    }

    private func noted(_ node: PlanNode, _ names: [String: String], _ produced: Produced) {
        write(
            Event(
                event: "noted", verb: node.origin.verb, line: node.origin.line,
                item: names.isEmpty ? nil : self.names[node],
                fields: produced.provenance.noted.filter { names[$0.key] != nil }
                    .compactMapValues(\.known)))
    }

    private func failed(_ node: PlanNode, _ failure: RunFailure) {
        if case .cancelled = failure { return }
        // `else` goes on with it.
        if node.isTried, !failure.endsRun { return }
        write(
            Event(
                event: "failed", verb: node.origin.verb, line: node.origin.line,
                item: names[node], message: "\(failure)"))
    }

    package func ended(_ end: RunEnd) {
        for one in plan.leftOut {
            write(Event(event: "failed", path: one.who, message: one.why))
        }
        write(
            Event(
                event: "end", spent: end.spent.plain, doubtful: end.doubtful.plain,
                calls: end.paidCalls, known: known.withLock { $0 },
                exitCode: Int(end.outcome.exitStatus.rawValue)))
    }

    private func write(_ event: Event) {
        guard !plan.writesPicture else { return }
        var event = event
        event.pathBase64 = JSONReport.base64(event.path)
        console.print(JSONReport.text(event, isPretty: false))
    }
}

extension Plan {
    /// Standard output carries an image.
    var writesPicture: Bool {
        nodes.contains { node in
            guard case .save(let save) = node.action, case .standardOutput = save.target else {
                return false
            }
            return true
        }
    }
}
