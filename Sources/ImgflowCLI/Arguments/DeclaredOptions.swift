import ArgumentParser
import ImgflowEngine

/// The options of the commands that are about a program, read from the properties that declare them.
/// ArgumentParser's description of the whole command line has them too, and takes longer to make than a
/// program to check. A test compares the two.
enum DeclaredOptions {
    /// With the two that ArgumentParser gives to every command.
    static let table: CommandWords.OptionTable = {
        var table = CommandWords.OptionTable(valued: [], switches: ["--help", "--version"])
        for type in ProgramOptions.types {
            for property in Mirror(reflecting: type.init()).children {
                guard let label = property.label, label.hasPrefix("_"),
                    let option = property.value as? any DeclaredOption
                else { continue }
                let spellings = option.names(of: String(label.dropFirst())).map { "--" + long($0) }
                if option.takesValue {
                    table.valued.formUnion(spellings)
                } else {
                    table.switches.formUnion(spellings)
                }
            }
        }
        return table
    }()

    /// `keepGoing` as the user writes it.
    private static func long(_ name: String) -> String {
        name.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
    }
}

private protocol DeclaredOption {
    var takesValue: Bool { get }
    /// As Swift spells them: that of the property, or those of the flag's cases.
    func names(of property: String) -> [String]
}

extension Option: DeclaredOption {
    fileprivate var takesValue: Bool { true }
    fileprivate func names(of property: String) -> [String] { [property] }
}

extension Flag: DeclaredOption {
    fileprivate var takesValue: Bool { false }

    fileprivate func names(of property: String) -> [String] {
        let type = (Value.self as? any OptionalFlag.Type)?.flag ?? Value.self
        guard let cases = type as? any EnumerableFlag.Type else { return [property] }
        return cases.names
    }
}

extension EnumerableFlag {
    fileprivate static var names: [String] { allCases.map { "\($0)" } }
}

private protocol OptionalFlag {
    static var flag: Any.Type { get }
}

extension Optional: OptionalFlag {
    fileprivate static var flag: Any.Type { Wrapped.self }
}
