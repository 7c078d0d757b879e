import ImageFacts
package import ImgflowLanguage
package import ImgflowModels

extension PlanDraft {
    /// Fills in what is known of a text's fields; the rest waits for the run.
    ///
    /// - Parameter blind: without what cached results tell, so that the text is the same in every run.
    package func text(
        _ template: Template, for input: PlannedImage?, names: [String: PlannedImage],
        blind: Bool = false, writing: (String, Field) -> String = { value, _ in value },
        writingValue: (String) -> String = { $0 }
    ) -> PlannedText {
        var result: [PlannedText.Part] = []
        var literal = ""
        for part in template.parts {
            switch part {
            case .text(let text):
                literal += text
            case .value(let text):
                literal += writingValue(text)
            case .swept: continue
            case .field(let field, let name, _):
                guard let image = name.map({ names[$0] }) ?? input else { continue }
                let forecast = blind ? image.forecast.blind : image.forecast
                if let value = forecast.value(of: field) {
                    literal += writing(value, field)
                } else {
                    if !literal.isEmpty { result.append(.text(literal)) }
                    literal = ""
                    result.append(.field(field, of: image.node))
                }
            }
        }
        if !literal.isEmpty || result.isEmpty { result.append(.text(literal)) }
        return PlannedText(parts: result)
    }

    /// The same for a path: what fields say is made fit for a file name first.
    package func path(
        _ template: Template, for input: PlannedImage?, names: [String: PlannedImage]
    ) -> PlannedText {
        atHome(text(template, for: input, names: names, writing: FileName.part))
    }

    /// The same for a file that is to be written: values of names bring no slash with them either.
    ///
    /// - Parameter blind: without what cached results tell: which names wait for the run is a property of
    ///   the program.
    package func name(
        _ template: Template, for input: PlannedImage?, names: [String: PlannedImage],
        blind: Bool = false
    ) -> PlannedText {
        let template = template.asPath
        let name = text(
            template, for: input, names: names, blind: blind, writing: FileName.part,
            writingValue: FileName.harmless)
        // `~` of a value or a field is no home folder.
        guard case .text? = template.parts.first else { return name }
        return atHome(name)
    }

    /// `~/` is the home folder, as to a shell.
    func atHome(_ text: PlannedText) -> PlannedText {
        guard case .text(let start)? = text.parts.first, start.hasPrefix("~/"),
            let home = world.home
        else { return text }
        var parts = text.parts
        parts[0] = .text(home + start.dropFirst())
        return PlannedText(parts: parts)
    }

    /// A text as a request holds it: a string, or a late value put down in `late`.
    package func requestText(
        _ text: PlannedText, named name: String, length: ClosedRange<Int>, span: Span,
        late: inout [String: LateValue]
    ) throws(PlanProblem) -> RequestValue {
        guard let known = text.known else {
            late[name] = .text(text, length: length)
            return .late(name)
        }
        let count = known.unicodeScalars.count
        guard length.contains(count) else {
            throw .parameter(.textLength(count: count, allowed: length, span: span))
        }
        return .string(known)
    }

    /// The seed of a stage's copy: the one that is given, counted on for each copy, or one derived
    /// from the content of the input.
    package mutating func seed(
        of stage: VerbCall, input: PlannedImage?, copy: Int, late: inout [String: LateValue]
    ) -> RequestValue {
        switch stage["seed"]?.value {
        case .integer(let seed)?:
            return .integer((seed - 1 + copy) % DerivedSeed.written.upperBound + 1)
        case .word?:
            return .integer(drawnSeed(for: stage, copy: copy))
        default:
            if let input, !input.identity.isSettled {
                late["seed"] = .seed(verb: stage.verb, copy: copy, of: input.node)
                return .late("seed")
            }
            return .integer(
                DerivedSeed.seed(verb: stage.verb, input: input?.identity, copy: copy))
        }
    }
}

/// Text as it may stand in a file name: lower case words joined by hyphens.
package enum Slug {
    package static func make(_ text: String) -> String {
        var words: [String] = []
        var word = ""
        for character in text.lowercased() {
            if character.isLetter || character.isNumber {
                word.append(character)
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        // Whole words up to 40 characters, so that the name can be read and no file system minds.
        var slug = ""
        for word in words {
            guard slug.count + word.count < 40 else { break }
            slug += slug.isEmpty ? word : "-\(word)"
        }
        if slug.isEmpty, let first = words.first { slug = String(first.prefix(40)) }
        return slug.isEmpty ? "image" : slug
    }
}
