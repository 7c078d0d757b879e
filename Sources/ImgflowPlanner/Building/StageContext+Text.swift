package import ImgflowLanguage

extension StageContext {
    /// Fills in what is known of a text's fields; the rest waits for the run.
    package func filled(_ template: Template) -> PlannedText { filled(template, for: input) }

    /// The same with the fields of another image than the one that enters.
    ///
    /// - Parameter blind: without what cached results tell, so that the text is the same in every run.
    package func filled(
        _ template: Template, for input: PlannedImage?, blind: Bool = false,
        writing: (String, Field) -> String = { value, _ in value },
        writingValue: (String) -> String = { $0 }, writingNote: (String) -> String = { $0 },
        written: (Field) -> FieldValue? = { _ in nil }
    ) -> PlannedText {
        var result: [PlannedText.Part] = []
        var literal = ""
        for part in template.parts {
            switch part {
            case .text(let text):
                literal += text
            case .value(let text):
                literal += writingValue(text)
            case .swept(let name, let variable, let digits, _):
                let image = variable.map { names[$0] } ?? input
                // What verbs noted on the way here is of this very image, whatever it has become.
                let own = variable == nil ? noted[name] : nil
                guard var field = own ?? image?.forecast.provenance.noted[name] else { continue }
                field.digits = digits
                switch field.part(blind: blind, writing: writingNote) {
                case .text(let text): literal += FieldPadding.padded(text, to: digits)
                case let open:
                    if !literal.isEmpty { result.append(.text(literal)) }
                    literal = ""
                    result.append(open)
                }
            case .field(let field, let name, let digits, _):
                guard let image = name.map({ names[$0] }) ?? input else { continue }
                let forecast = blind ? image.forecast.blind : image.forecast
                let ofFile = name == nil ? written(field) : nil
                switch ofFile ?? forecast.reading(of: field) {
                case .known(let value):
                    literal += writing(FieldPadding.padded(value, to: digits), field)
                case .open:
                    if !literal.isEmpty { result.append(.text(literal)) }
                    literal = ""
                    result.append(
                        ofFile == nil
                            ? .field(field, of: image.node, digits: digits)
                            : .written(field, digits: digits))
                // Reported before the stage was planned.
                case .missing: continue
                }
            }
        }
        if !literal.isEmpty || result.isEmpty { result.append(.text(literal)) }
        return PlannedText(parts: result)
    }
}

extension PlanBuilder {
    /// The text of a path: what fields say is made fit for a file name first.
    package func path(_ template: Template, of stage: StageContext) -> PlannedText {
        atHome(
            stage.filled(
                template, for: stage.input, writing: FileName.part, writingNote: FileName.note))
    }

    /// The same for a file that is to be written: values of names bring no slash with them either. Which
    /// names wait for the run is a property of the program, so cached results are not asked.
    ///
    /// - Parameter written: what fields of the file say that is written; nil for those of the image.
    package func targetName(
        _ template: Template, of stage: StageContext, written: (Field) -> FieldValue?
    ) -> PlannedText {
        let template = template.asPath
        let name = stage.filled(
            template, for: stage.input, blind: true, writing: FileName.part,
            writingValue: FileName.harmless, writingNote: FileName.note, written: written)
        // `~` of a value or a field is no home folder.
        guard case .text? = template.parts.first else { return name }
        return atHome(name)
    }

    /// `~/` is the home folder, as to a shell.
    package func atHome(_ text: PlannedText) -> PlannedText {
        guard case .text(let start)? = text.parts.first, start.hasPrefix("~/"),
            let home = world.home
        else { return text }
        var parts = text.parts
        parts[0] = .text(home + start.dropFirst())
        return PlannedText(parts: parts)
    }
}
