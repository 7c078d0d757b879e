package import ImgflowLanguage
package import ImgflowModels
import ImgflowRuntime
import ImgflowVerbs
import TOMLKit

/// `$XDG_CONFIG_HOME/imgflow/config.toml`.
package struct Configuration {
    /// A run that costs more asks first, or needs `--yes` or `--budget`.
    package var askAbove = Dollars(cents: 50)
    /// What all runs of a day (UTC) may spend together.
    package var dayLimit: Dollars?
    /// A region from the environment is not moved.
    package var stays = false
    /// Where answers are kept.
    package var store: String?
    /// The models, with what `[models.NAME]` says otherwise of them.
    package var models = ModelCatalog.standard
    /// `[defaults.VERB]` as `set` statements; nil where there are none.
    package var defaults: SourceText?

    package init(_ console: Console) throws(CLIError) {
        let home = console.variable("HOME") ?? "/"
        let folder = console.variable("XDG_CONFIG_HOME") ?? "\(home)/.config"
        let path = "\(folder)/imgflow/config.toml"
        guard FileSystem.kind(path) != nil else { return }
        let table: TOMLTable
        do {
            let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw CLIError(
                message: "\(path):\(error.source.begin.line): \(error.description)",
                hints: ["fix the file, or move it away"])
        } catch {
            throw CLIError(message: "\(path): \(error)")
        }
        for key in table.keys {
            guard let value = table[key] else { continue }
            switch key {
            // They may name a model that is described here.
            case "defaults": continue
            case "ask-above":
                askAbove = try Self.dollars(value, key, path)
            case "budget":
                guard let budget = value.table else {
                    throw Self.wrong(key, "a table such as [budget] with day = 5.00", path)
                }
                for name in budget.keys {
                    guard name == "day", let value = budget[name] else {
                        throw CLIError(
                            message: "\(path): `budget.\(name)` is not a setting",
                            hints: ["the setting is budget.day"])
                    }
                    dayLimit = try Self.dollars(value, "budget.day", path)
                }
            case "stay":
                guard let truth = value.bool else { throw Self.wrong(key, "true or false", path) }
                stays = truth
            case "store":
                guard let text = value.string else { throw Self.wrong(key, "a folder", path) }
                store = text
            case "models":
                models = try ModelSettings.read(value, of: path)
            default:
                throw CLIError(
                    message: "\(path): `\(key)` is not a setting",
                    hints: [
                        "the settings are ask-above, budget.day, stay, store, models and defaults"
                    ])
            }
        }
        if let value = table["defaults"] {
            defaults = try VerbDefaults.program(value, of: path, Verbs.catalog(of: models))
        }
    }

    /// The models as this user has them; the built-in ones if config.toml has a mistake, which is for
    /// others to report.
    package static func models(_ console: Console) -> ModelCatalog {
        (try? Configuration(console))?.models ?? .standard
    }

    private static func dollars(
        _ value: any TOMLValueConvertible, _ key: String, _ path: String
    ) throws(CLIError) -> Dollars {
        let number = value.double ?? value.int.map(Double.init)
        guard let number, number >= 0, number < 1_000_000 else {
            throw wrong(key, "an amount of dollars such as 0.50", path)
        }
        return Dollars(millionths: Int((number * 1_000_000).rounded()))
    }

    package static func wrong(_ key: String, _ expected: String, _ path: String) -> CLIError {
        CLIError(message: "\(path): `\(key)` must be \(expected)")
    }
}
