import ImgflowBedrock
import ImgflowEngine
import ImgflowModels
import ImgflowReports
import ImgflowRuntime
import ImgflowTerminal

/// What AWS says of the models today, next to what is built in: `imgflow models --live`.
struct LiveModels {
    struct Row: Encodable {
        var name: String
        var id: String
        var region: String
        /// `active`, `legacy`, `not listed`.
        var stage: String
        var endsOn: String?
        /// What imgflow plans with.
        var price: String
        /// What the account's rate card says; nil where it says nothing.
        var accountPrice: String?
        var isAuthorized: Bool?
        var agreement: String?
        /// Why something could not be asked.
        var problem: String?

        var differs: Bool {
            guard let accountPrice, let said = Dollars(text: accountPrice) else { return false }
            return said != Dollars(text: price)
        }
    }

    private let models: ModelCatalog
    private let ways: AWSAccess

    init(_ models: ModelCatalog, _ settings: EngineSettings, _ console: Console) throws {
        self.models = models
        guard let ways = try Backend(settings, console).waysOut() else {
            throw CLIError(
                message: "the built-in sandbox has no account to ask",
                hints: ["remove `--backend sandbox`, or remove `--live`"])
        }
        self.ways = ways
    }

    func rows() async throws -> [Row] {
        do {
            let signIn = try await ways.chain.signIn()
            let control = try ControlPlane(
                web: ways.web, settings: ways.settings, signIn: signIn)
            var listed: [String: [ControlPlane.Model]] = [:]
            var rows: [Row] = []
            for entry in models.entries {
                let region = region(of: entry.card)
                if listed[region] == nil {
                    listed[region] = try await control.models(in: region).value
                }
                rows.append(await row(entry.card, region, listed[region] ?? [], control))
            }
            try? await ways.web.shutdown()
            return rows
        } catch {
            try? await ways.web.shutdown()
            throw complaint(error)
        }
    }

    private func region(of card: ModelCard) -> String {
        let own = ways.settings.region
        if card.regions.contains(own.name), own.source != .standard { return own.name }
        return card.regions.contains("us-west-2") ? "us-west-2" : card.regions.first ?? own.name
    }

    private func row(
        _ card: ModelCard, _ region: String, _ listed: [ControlPlane.Model],
        _ control: ControlPlane
    ) async -> Row {
        let id = card.invocationID
        let model = card.modelID
        let bare = model.hasPrefix("us.") ? String(model.dropFirst(3)) : model
        var row = Row(
            name: card.name, id: id, region: region, stage: "not listed",
            price: card.price.amount.plain)
        guard let found = listed.first(where: { $0.modelId == bare }) else { return row }
        row.stage = found.modelLifecycle?.status?.lowercased() ?? "active"
        row.endsOn = found.modelLifecycle?.endOfLifeTime.map { String($0.prefix(10)) }
        do {
            let state = try await control.availability(of: bare, in: region)
            row.isAuthorized = state.isAuthorized
            row.agreement = state.agreement
            let rates = try await control.rates(of: bare, in: region)
            // Of several lines the most expensive: a plan may promise too much spending, never too little.
            row.accountPrice =
                rates.compactMap { rate in
                    rate.price.flatMap { text in Dollars(text: text).map { ($0, text) } }
                }.max { $0.0 < $1.0 }?.1
        } catch let fault as ServiceFault {
            row.problem = fault.message.isEmpty ? fault.type : fault.message
        } catch {
            row.problem = "\(error)"
        }
        return row
    }

    private func complaint(_ error: any Error) -> CLIError {
        switch error {
        case let error as any UserFacingError: CLIError(error)
        case let fault as ServiceFault:
            CLIError(
                message: "Bedrock refused: \(fault.message) (\(fault.type ?? "\(fault.status)"))",
                hints: ["run `imgflow doctor` for details"], exitStatus: .access)
        default: CLIError(message: "\(error)", exitStatus: .failed)
        }
    }

    static func text(_ rows: [Row]) -> String {
        var table = TextTable(indent: 0)
        table.add("NAME", "PLANNED", "YOUR PRICE", "STANDS", "SUBSCRIBED", "REGION", "ID")
        for row in rows {
            table.add(
                row.name, "$\(row.price)",
                row.accountPrice.map { "$\($0)\(row.differs ? " !" : "")" } ?? "not reported",
                row.stage + (row.endsOn.map { " until \($0)" } ?? ""),
                row.problem
                    ?? (row.isAuthorized == false ? "not cleared" : row.agreement?.lowercased())
                        ?? "-",
                row.region, row.id)
        }
        let others = rows.filter(\.differs)
        guard !others.isEmpty else { return table.text }
        let lines = others.map { "[models.\($0.name)]\nprice = \($0.accountPrice ?? "")\n" }
        return table.text
            + "\nto plan with your own prices, add this to config.toml\n\n"
            + lines.joined(separator: "\n")
    }
}
