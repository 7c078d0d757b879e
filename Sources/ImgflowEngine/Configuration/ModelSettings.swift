import ImgflowLanguage
import ImgflowModels
import ImgflowRuntime
import TOMLKit

/// `[models.core]` in config.toml: what AWS has changed since this release, a fact a line.
enum ModelSettings {
    private static let keys = [
        "id", "price", "price-in", "price-out", "quota", "regions", "legacy-from", "ends-on",
        "like",
    ]

    static func read(
        _ value: any TOMLValueConvertible, of path: String
    ) throws(CLIError) -> ModelCatalog {
        guard let tables = value.table else {
            throw Configuration.wrong("models", "tables such as [models.core]", path)
        }
        var overrides: [ModelOverride] = []
        for name in tables.keys {
            guard let table = tables[name]?.table else {
                throw Configuration.wrong("models.\(name)", "a table: [models.\(name)]", path)
            }
            overrides.append(try model(name, table, path))
        }
        do {
            return try ModelCatalog.standard.applying(
                overrides, source: "your config.toml", asOf: "")
        } catch {
            throw complaint(error, path)
        }
    }

    private static func model(
        _ name: String, _ table: TOMLTable, _ path: String
    ) throws(CLIError) -> ModelOverride {
        var model = ModelOverride(name: name)
        for key in table.keys {
            guard let value = table[key] else { continue }
            func wrong(_ expected: String) -> CLIError {
                Configuration.wrong("models.\(name).\(key)", expected, path)
            }
            switch key {
            case "id", "like":
                guard let text = value.string, !text.isEmpty else {
                    throw wrong(key == "id" ? "a model id in quotes" : "a model's name in quotes")
                }
                if key == "id" { model.id = text } else { model.like = text }
            case "price", "price-in", "price-out":
                let number = value.double ?? value.int.map(Double.init)
                guard let number, number >= 0, number < 1_000_000 else {
                    throw wrong("an amount of dollars such as 0.07")
                }
                let dollars = Dollars(millionths: Int((number * 1_000_000).rounded()))
                switch key {
                case "price-in": model.inputPrice = dollars
                case "price-out": model.outputPrice = dollars
                default: model.price = dollars
                }
            case "quota":
                guard let number = value.int, (1...1_000_000).contains(number) else {
                    throw wrong("requests per minute, such as 10")
                }
                model.requestsPerMinute = number
            case "regions":
                let names = value.array?.compactMap(\.string) ?? []
                guard !names.isEmpty, names.count == value.array?.count else {
                    throw wrong("a list of Regions such as [\"us-west-2\"]")
                }
                model.regions = names
            case "legacy-from", "ends-on":
                guard let date = date(value) else { throw wrong("a day such as 2027-03-31") }
                if key == "ends-on" { model.endsOn = date } else { model.legacyFrom = date }
            default:
                throw CLIError(
                    message: "\(path): `\(key)` is not a fact of a model (in [models.\(name)])",
                    hints: NearestName.of(key, in: keys).map { ["did you mean `\($0)`?"] }
                        ?? ["the facts are \(List(keys, .and))"])
            }
        }
        return model
    }

    /// A day of TOML's own, or in quotes.
    private static func date(_ value: any TOMLValueConvertible) -> CalendarDate? {
        if let text = value.string { return CalendarDate(text: text) }
        guard let date = value.date else { return nil }
        return CalendarDate(date.year, date.month, date.day)
    }

    private static func complaint(
        _ problem: ModelCatalog.OverrideProblem, _ path: String
    ) -> CLIError {
        let names = Models.all.map { $0.card.name } + SeeingModels.all.map(\.name)
        switch problem {
        case .unknownModel(let name):
            return CLIError(
                message: "\(path): no model is named `\(name)`",
                hints: [
                    NearestName.of(name, in: names).map { "did you mean [models.\($0)]?" }
                        ?? "`imgflow models` lists them",
                    "for a new model, name one with the same requests: like = \"core\"",
                ])
        case .unknownOriginal(let name, let like):
            return CLIError(
                message: "\(path): [models.\(name)] is like `\(like)`, which is not a model",
                hints: [
                    NearestName.of(like, in: names).map { "did you mean `\($0)`?" }
                        ?? "`imgflow models` lists them"
                ])
        case .newWithoutID(let name):
            return CLIError(
                message: "\(path): [models.\(name)] is a new model and requires an `id`",
                hints: ["add its Bedrock id: id = \"stability.…\""])
        case .otherPrice(let name, let fact, let instead):
            return CLIError(
                message: "\(path): [models.\(name)] does not have a `\(fact)`",
                hints: ["its price is \(instead)"])
        case .likeOfBuiltIn(let name):
            return CLIError(
                message: "\(path): [models.\(name)] is built in and does not accept `like`",
                hints: ["remove `like`, or give the new model another name"])
        }
    }
}
