/// The types of `param` and of a definition's parameters (language.md §3).
package enum DeclaredType: String, CaseIterable, Sendable {
    case string, number, integer, truth, file, files, image, mask, size, ratio, color, word, list

    package static let names = allCases.map(\.rawValue)

    /// Its value is an image in the program.
    package var isImage: Bool { self == .image || self == .mask }

    /// Behind "expected": `a whole number`.
    package var expectation: String {
        switch self {
        case .string: "a string"
        case .number: "a number"
        case .integer: "a whole number"
        case .truth: "true or false"
        case .file: "the path of a file"
        case .files: "the paths of files"
        case .image: "an image"
        case .mask: "a mask, white where the image changes"
        case .size: "a size such as 1024x768"
        case .ratio: "a ratio such as 16:9"
        case .color: "a color such as \"#2E8B57\""
        case .word: "a word"
        case .list: "a list"
        }
    }

    /// As a value could be written in a program.
    package var sample: String {
        switch self {
        case .string: "\"…\""
        case .file, .image, .mask: "\"a.png\""
        case .files: "[\"a.png\", \"b.png\"]"
        case .number: "0.5"
        case .integer: "3"
        case .truth: "true"
        case .size: "1024x768"
        case .ratio: "16:9"
        case .color: "\"#2E8B57\""
        case .word: "cinematic"
        case .list: "[1, 2]"
        }
    }

    /// Whether a value is of this type; ranges and words are the affair of the verb that gets it.
    func takes(_ operand: Operand.Kind) -> Bool {
        switch (self, operand) {
        case (_, .invalid), (_, .hole): true
        case (.string, .text), (.file, .text), (.image, .text), (.mask, .text), (.color, .text):
            true
        case (.files, .text), (.image, .images), (.mask, .images), (.image, .pipeline),
            (.mask, .pipeline):
            true
        case (.number, .integer), (.number, .number), (.number, .percent), (.number, .pixels),
            (.number, .printLength), (.number, .bytes):
            true
        case (.integer, .integer), (.integer, .pixels): true
        case (.truth, .truth), (.size, .size), (.size, .printSize), (.ratio, .ratio),
            (.word, .word):
            true
        case (.list, .list), (.list, .range): true
        case (.string, .field), (.file, .field): true
        case (_, .field(let reference)):
            self == reference.field.type || (self == .number && reference.field.isNumber)
                || (self == .word && reference.field.type == .string)
        case (.files, .list(let items)):
            items.allSatisfy { takes($0.operand.kind) && !$0.operand.isList }
        default: false
        }
    }

    /// Several values where this type is one: the definition runs once for each.
    func isSwept(by operand: Operand) -> Bool {
        operand.isList && self != .list && self != .files
    }
}
