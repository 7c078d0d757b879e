package import ImageFacts
package import ImgflowLanguage
package import ImgflowModels

/// What is known of an image before it is there.
package struct Forecast: Sendable {
    package var size: SizeForecast
    /// Nil for standard input that has not been read.
    package var format: ImageFormat?
    package var hasAlpha: Bool
    /// Dots per inch; nil where the image has none, or only the run knows.
    package var dpi: Double?
    package var provenance: Provenance
    /// It comes of a file that says more than pixels.
    package var hasMetadata = false
    /// Of a file that no verb has touched: what its metadata hold.
    package var untouched: Untouched?
    /// The bytes that it is now.
    package var coded = Coded.none
    /// What of it the run alone knows, though nothing here says so: `alpha` and `dpi` of what a model makes.
    package var openFacts: Set<Field> = []
    /// Where an answer is known already: what was expected before it was.
    package var guess: Guess?

    /// What `{bytes}` and `{hash}` say.
    package enum Coded: Hashable, Sendable {
        /// A verb made it: it is no file before it is saved.
        case none
        case known(bytes: Int, hash: String)
        /// A model will send it.
        case open
    }

    package struct Untouched: Hashable, Sendable {
        package var hasLocation: Bool
        /// Content Credentials hold for these bytes alone.
        package var isSigned: Bool

        package init(_ facts: ImageFacts) {
            hasLocation = facts.hasLocation
            isSigned = facts.isSigned
        }
    }

    package struct Guess: Hashable, Sendable {
        package var size: SizeForecast
        package var format: ImageFormat?
        package var hasAlpha: Bool

        package init(size: SizeForecast, format: ImageFormat?, hasAlpha: Bool) {
            self.size = size
            self.format = format
            self.hasAlpha = hasAlpha
        }
    }

    /// The forecast without what known answers tell. Whatever a request holds rests on this alone:
    /// a run that is begun again makes the requests of the first and finds their answers.
    package var blind: Forecast {
        guard let guess else {
            guard !provenance.decided.isEmpty else { return self }
            var blind = self
            blind.provenance.open.formUnion(provenance.decided)
            return blind
        }
        var blind = Forecast(
            size: guess.size, format: guess.format, hasAlpha: guess.hasAlpha, provenance: provenance
        )
        blind.provenance.open.formUnion(provenance.decided)
        blind.dpi = dpi
        blind.coded = coded
        blind.openFacts = openFacts
        return blind
    }

    /// What the file says that it is.
    package mutating func note(_ facts: ImageFacts, hash: String) {
        dpi = facts.dpi
        untouched = Untouched(facts)
        hasMetadata = facts.hasMetadata
        coded = facts.byteCount.map { .known(bytes: $0, hash: hash) } ?? .open
        provenance.page = 1
        provenance.date = facts.date
    }

    package init(
        size: SizeForecast, format: ImageFormat?, hasAlpha: Bool, provenance: Provenance
    ) {
        self.size = size
        self.format = format
        self.hasAlpha = hasAlpha
        self.provenance = provenance
    }
}

/// Where an image comes from: what its fields say in a string.
package struct Provenance: Sendable {
    /// File name without folder and extension; nil for an image that no file began.
    package var stem: String?
    package var ext: String?
    package var dir: String?
    /// Of the file that began it, from 1.
    package var page: Int?
    /// When that was taken: `2026-11-27`.
    package var date: String?
    /// The place in the stream, from 1.
    package var index: Int
    /// The verbs that changed it, in order.
    package var verbs: [String] {
        get { trail.all }
        set { trail = VerbTrail(newValue) }
    }
    private var trail: VerbTrail
    /// The text of the latest call that had one.
    package var text: PlannedText?
    /// That text described a part of the image only, as an inpainting's does.
    package var textIsPartial: Bool
    package var model: String?
    /// The latest seed, where it is known before the run.
    package var seed: Int?
    /// What parameters were swept on the way, by their names.
    package var swept: [String: SweptValue] = [:]
    /// What verbs wrote down of the image (`describe`, `judge`), by the names of the fields.
    package var noted: [String: NotedField] = [:]
    /// Fields that only the run knows, because it decides which image this is.
    package var open: Set<Field> = []
    /// Those that would be so if cached results had not decided it.
    package var decided: Set<Field> = []

    package init(
        stem: String? = nil, ext: String? = nil, dir: String? = nil, index: Int = 1,
        verbs: [String] = [], text: PlannedText? = nil, textIsPartial: Bool = false,
        model: String? = nil, seed: Int? = nil
    ) {
        self.stem = stem
        self.ext = ext
        self.dir = dir
        self.index = index
        trail = VerbTrail(verbs)
        self.text = text
        self.textIsPartial = textIsPartial
        self.model = model
        self.seed = seed
    }

    /// The same with the text that the run has filled in: a call's own, or that of the image it is
    /// made from.
    package func filled(_ own: String?, from source: Provenance?) -> Provenance {
        var next = self
        for (name, field) in source?.noted ?? [:] where field.known != nil && noted[name] != nil {
            next.noted[name] = field
        }
        guard let text, text.known == nil else { return next }
        next.text = own.map { PlannedText($0) } ?? source?.text ?? text
        return next
    }

    /// The same once the run has decided which image it is made from: what was open is that image's.
    package func settled(by source: Provenance?) -> Provenance {
        guard !open.isEmpty, let source else { return self }
        var next = self
        (next.stem, next.ext, next.dir) = (source.stem, source.ext, source.dir)
        (next.page, next.date) = (source.page, source.date)
        if open.contains(.model) { next.model = source.model }
        if open.contains(.text) { next.text = source.text }
        next.open = source.open
        return next
    }

    /// A field has one value from here on, whichever image it was.
    package mutating func keep(_ field: Field) {
        open.remove(field)
        decided.remove(field)
    }

    /// The provenance of what a verb makes of this image.
    package func after(_ verb: String) -> Provenance {
        var next = self
        next.trail.append(verb)
        next.keep(.verb)
        return next
    }
}

/// A field that a verb made of an image: what a model said of it.
package struct NotedField: Hashable, Sendable {
    /// As the user calls it.
    package var name: String
    /// As the step has it that found it.
    package var key: String
    package var node: PlanNode.ID
    /// Nil while only the run will know.
    package var known: String?
    /// That a whole number has at least.
    package var digits = 0
    /// Of which image it was said: `Identity.text`; empty where that is not known.
    package var picture = ""

    package init(_ name: String, key: String, of node: PlanNode.ID, known: String? = nil) {
        self.name = name
        self.key = key
        self.node = node
        self.known = known
    }

    /// The same while only the run knows.
    package var open: NotedField {
        var field = self
        field.known = nil
        return field
    }

    /// As a text holds it.
    ///
    /// - Parameter blind: without what cached results tell.
    func part(blind: Bool, writing: (String) -> String) -> PlannedText.Part {
        guard let known, !blind else { return .noted(open) }
        return .text(writing(known))
    }
}

/// The value that a swept parameter has for an image.
package struct SweptValue: Hashable, Sendable {
    /// As a string holds it.
    package var parts: [Template.Part]
    package var label: String?

    package init(parts: [Template.Part], label: String?) {
        self.parts = parts
        self.label = label
    }

    /// Fit for a file name: the label, or a slug of the value.
    package var fileName: String {
        if let label { return FileName.harmless(label) }
        return Slug.make(parts.compactMap(\.text).joined())
    }
}

/// Text whose fields are filled in as far as they are known before the run.
package struct PlannedText: Hashable, Sendable {
    package enum Part: Hashable, Sendable {
        case text(String)
        /// A field of the image that this node will make, of at least so many digits.
        case field(Field, of: PlanNode.ID, digits: Int = 0)
        /// What a step will find.
        case noted(NotedField)
        /// In the name of a file: a field of that file.
        case written(Field, digits: Int)
    }

    package var parts: [Part]

    package init(parts: [Part]) { self.parts = parts }

    package init(_ text: String) { parts = [.text(text)] }

    /// The text, when nothing in it waits for the run.
    package var known: String? {
        var result = ""
        for part in parts {
            guard case .text(let text) = part else { return nil }
            result += text
        }
        return result
    }

    /// The images whose fields it waits for.
    package var nodes: [PlanNode.ID] {
        parts.compactMap { part in
            switch part {
            case .text, .written: nil
            case .field(_, let node, _): node
            case .noted(let field): field.node
            }
        }
    }

    package static func + (left: PlannedText, right: String) -> PlannedText {
        PlannedText(parts: left.parts + [.text(right)])
    }
}

extension PlannedText: CustomStringConvertible {
    package var description: String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .field(let field, _, let digits), .written(let field, let digits):
                "{\(field.words(digits))}"
            case .noted(let field): "{\(field.name)}"
            }
        }.joined()
    }
}

extension Provenance {
    /// The same with its seed, where no file began it.
    package var itemAndSeed: String? {
        item.map { name in stem == nil ? seed.map { "\(name), seed \($0)" } ?? name : name }
    }

    /// Which of many it is, for people: its file where one began it, else its own words.
    package var item: String? {
        if let stem {
            let name = ext.map { "\(stem).\($0)" } ?? stem
            return dir.map { $0 == "." ? name : "\($0)/\(name)" } ?? name
        }
        guard let words = text?.known, !words.isEmpty else { return nil }
        return words.count > 60 ? "\"\(words.prefix(60))…\"" : "\"\(words)\""
    }
}

extension Field {
    /// As braces hold it: `index:03`.
    package func words(_ digits: Int) -> String { digits > 0 ? "\(rawValue):0\(digits)" : rawValue }
}
