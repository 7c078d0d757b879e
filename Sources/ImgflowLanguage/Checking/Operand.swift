/// A value with its variables looked up, not yet held against a type.
struct Operand {
    indirect enum Kind {
        case text(Template)
        case integer(Int)
        case number(Double)
        case percent(Double)
        case pixels(Int)
        case size(width: Int, height: Int)
        case printLength(PrintLength)
        case printSize(width: PrintLength, height: PrintLength)
        case bytes(Int)
        case ratio(Ratio)
        case range(from: Int, through: Int)
        case word(String)
        case truth(Bool)
        case list([(label: String?, operand: Operand)])
        case images(VariableReference)
        case pipeline(CheckedPipeline)
        /// `$cut.width`
        case field(FieldReference)
        case standardStream
        /// A value of this type that only a run will have: a parameter without a default.
        case hole(DeclaredType)
        /// What is wrong with it has been said.
        case invalid
    }

    var kind: Kind
    /// Where it is used.
    var span: Span
    /// Where it is written; for a variable, in its `let`.
    var origin: Span
    /// As the command line gave it, where it stands in no file.
    var given: String?
    /// Of a parameter that is no path: in the name of a file it stands for a part of it.
    var isName = false

    var isList: Bool {
        switch kind {
        case .list, .range: true
        default: false
        }
    }

    /// A parameter that will be an image when the program is called.
    var isImageToCome: Bool {
        if case .hole(let type) = kind { type.isImage } else { false }
    }

    var isInvalid: Bool {
        if case .invalid = kind { true } else { false }
    }

    /// What it says where it may name a color.
    var nameOfColor: String? {
        switch kind {
        case .word(let word): word
        case .text(let template): template.literal
        default: nil
        }
    }

    /// For "found …".
    func description(in sources: Sources) -> String {
        let text = "`\(Preview(given ?? sources[origin]))`"
        return switch kind {
        case .text: "the string \(text)"
        case .integer, .number: "the number \(text)"
        case .percent: "the percentage \(text)"
        case .pixels, .printLength: "the length \(text)"
        case .size, .printSize: "the size \(text)"
        case .bytes: "the file size \(text)"
        case .ratio: "the ratio \(text)"
        case .range: "the range \(text)"
        case .word: "the word \(text)"
        case .list: "the list \(text)"
        case .images: "the image \(text)"
        case .pipeline: "the pipeline \(text)"
        case .field: "the field \(text)"
        case .hole(let type): "\(type.expectation)"
        case .truth, .standardStream, .invalid: text
        }
    }
}
