import ImgflowImages

/// Fills in the form of a forced tool by its schema, with what can be computed of the images.
struct FormFiller {
    let observations: [Observation]
    /// What was asked for: left, top, right, bottom of each, in the model's scale.
    let boxes: [[Int]]
    /// Bytes, at most: a short schema may ask for more than any memory holds.
    let limit: Int

    private var text = ""

    init(observations: [Observation], boxes: [[Int]], limit: Int) {
        self.observations = observations
        self.boxes = boxes
        self.limit = limit
    }

    /// JSON of the form; nil where it is longer than the limit.
    mutating func filled(_ schema: [String: WireValue], named name: String) -> String? {
        text = ""
        write(.object(schema), named: name, about: "")
        return isFull ? nil : text
    }

    private var isFull: Bool { text.utf8.count > limit }

    /// - Parameters:
    ///   - name: the property's.
    ///   - criterion: what the object around it is about.
    private mutating func write(
        _ schema: WireValue?, named name: String, about criterion: String
    ) {
        guard !isFull else { return }
        guard case .object(let fields)? = schema else { return text += "null" }
        if case .list(let words)? = fields["enum"] { return text += choice(words, criterion) }
        guard case .text(let kind)? = fields["type"] else { return text += "null" }
        switch kind {
        case "object": writeObject(fields, about: criterion)
        case "array": writeArray(fields, named: name, about: criterion)
        case "integer", "number":
            text += "\(bounded(score(by: criterion.isEmpty ? name : criterion), fields))"
        case "boolean": text += score(by: name) >= 5 ? "true" : "false"
        case "string":
            let about = criterion.isEmpty ? "" : " by \(criterion)"
            text += JSONText.quoted(
                "\(observations.first?.sentence ?? "sandbox: no image"), \(score(by: criterion)) of 10\(about)"
            )
        default: text += "null"
        }
    }

    /// Of a criterion only its beginning is read.
    private func score(by criterion: String) -> Int {
        observations.last?.score(by: String(criterion.prefix(200))) ?? 0
    }

    private func bounded(_ value: Int, _ fields: [String: WireValue]) -> Int {
        let limits = Fields(fields)
        return min(
            max(value, limits.integer("minimum") ?? value), limits.integer("maximum") ?? .max)
    }

    private mutating func writeObject(_ fields: [String: WireValue], about criterion: String) {
        guard case .object(let properties)? = fields["properties"] else { return text += "{}" }
        writeMembers(properties, choosing: nil, about: criterion)
    }

    /// - Parameter choice: the property whose word the object is about.
    private mutating func writeMembers(
        _ properties: [String: WireValue], choosing choice: String?, about criterion: String
    ) {
        text += "{"
        for (place, name) in properties.keys.sorted().enumerated() where !isFull {
            text += "\(place > 0 ? "," : "")\(JSONText.quoted(name)):"
            if name == choice {
                text += JSONText.quoted(criterion)
            } else {
                write(properties[name], named: name, about: criterion)
            }
        }
        text += "}"
    }

    /// A box where its name says so, or a list of them where its items are lists; one object for each
    /// word of a choice in it; else one item.
    private mutating func writeArray(
        _ fields: [String: WireValue], named name: String, about criterion: String
    ) {
        var item: [String: WireValue] = [:]
        if case .object(let fields)? = fields["items"] { item = fields }
        let kind = if case .text(let kind)? = item["type"] { kind } else { "number" }
        if name.contains("box"), kind != "object", kind != "string" {
            let lists = boxes.map { "[\($0.map(String.init).joined(separator: ","))]" }
            text += kind == "array" ? "[\(lists.joined(separator: ","))]" : lists.first ?? "[]"
            return
        }
        guard !item.isEmpty else { return text += "[]" }
        text += "["
        if case .object(let properties)? = item["properties"],
            let (key, words) = choices(in: properties)
        {
            for (place, word) in words.enumerated() where !isFull {
                if place > 0 { text += "," }
                writeMembers(properties, choosing: key, about: word)
            }
        } else {
            write(fields["items"], named: name, about: criterion)
        }
        text += "]"
    }

    private func choices(in properties: [String: WireValue]) -> (key: String, words: [String])? {
        for key in properties.keys.sorted() {
            guard case .object(let fields)? = properties[key],
                case .list(let words)? = fields["enum"]
            else { continue }
            let texts = Self.texts(words)
            if !texts.isEmpty { return (key, texts) }
        }
        return nil
    }

    /// Of `1`, `2` and `tie` the image with the higher score; of other words the first.
    private func choice(_ words: [WireValue], _ criterion: String) -> String {
        let texts = Self.texts(words)
        let scores = observations.map { $0.score(by: String(criterion.prefix(200))) }
        if texts.contains("1"), texts.contains("2"), scores.count == 2 {
            let verdict = scores[0] == scores[1] ? "tie" : scores[0] > scores[1] ? "1" : "2"
            if texts.contains(verdict) { return JSONText.quoted(verdict) }
        }
        return JSONText.quoted(texts.first ?? "")
    }

    /// As many as are ever told apart.
    private static func texts(_ words: [WireValue]) -> [String] {
        words.prefix(1_000).compactMap { if case .text(let text) = $0 { text } else { nil } }
    }
}
