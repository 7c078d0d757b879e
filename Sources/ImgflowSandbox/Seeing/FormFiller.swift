import ImgflowImages

/// Fills in the form of a forced tool by its schema, with what can be computed of the images.
struct FormFiller {
    let observations: [Observation]
    /// Left, top, right, bottom of what was asked for, in the model's scale.
    let box: [Int]

    /// JSON of a schema's value.
    ///
    /// - Parameters:
    ///   - name: the property's.
    ///   - criterion: what the object around it is about.
    func json(_ schema: WireValue?, named name: String, about criterion: String = "") -> String {
        guard case .object(let fields)? = schema else { return "null" }
        if case .list(let words)? = fields["enum"] { return choice(words, criterion) }
        guard case .text(let kind)? = fields["type"] else { return "null" }
        switch kind {
        case "object": return object(fields, about: criterion)
        case "array": return array(fields, named: name, about: criterion)
        case "integer", "number":
            return "\(bounded(score(by: criterion.isEmpty ? name : criterion), fields))"
        case "boolean": return score(by: name) >= 5 ? "true" : "false"
        case "string":
            let about = criterion.isEmpty ? "" : " by \(criterion)"
            return JSONText.quoted(
                "\(observations.first?.sentence ?? "sandbox: no image"), \(score(by: criterion)) of 10\(about)"
            )
        default: return "null"
        }
    }

    private func score(by criterion: String) -> Int {
        observations.last?.score(by: criterion) ?? 0
    }

    private func bounded(_ value: Int, _ fields: [String: WireValue]) -> Int {
        let limits = Fields(fields)
        return min(
            max(value, limits.integer("minimum") ?? value), limits.integer("maximum") ?? .max)
    }

    private func object(_ fields: [String: WireValue], about criterion: String) -> String {
        guard case .object(let properties)? = fields["properties"] else { return "{}" }
        let members = properties.keys.sorted().map { name in
            "\(JSONText.quoted(name)):\(json(properties[name], named: name, about: criterion))"
        }
        return "{\(members.joined(separator: ","))}"
    }

    /// A box where its name says so; one object for each word of a choice in it; else one item.
    private func array(
        _ fields: [String: WireValue], named name: String, about criterion: String
    ) -> String {
        if name.contains("box") { return "[\(box.map(String.init).joined(separator: ","))]" }
        guard case .object(let item)? = fields["items"] else { return "[]" }
        guard case .object(let properties)? = item["properties"],
            let (key, words) = choices(in: properties)
        else { return "[\(json(fields["items"], named: name, about: criterion))]" }
        let items = words.map { word in
            let members = properties.keys.sorted().map { name in
                let value =
                    name == key
                    ? JSONText.quoted(word) : json(properties[name], named: name, about: word)
                return "\(JSONText.quoted(name)):\(value)"
            }
            return "{\(members.joined(separator: ","))}"
        }
        return "[\(items.joined(separator: ","))]"
    }

    private func choices(in properties: [String: WireValue]) -> (key: String, words: [String])? {
        for key in properties.keys.sorted() {
            guard case .object(let fields)? = properties[key],
                case .list(let words)? = fields["enum"]
            else { continue }
            let texts = words.compactMap { if case .text(let text) = $0 { text } else { nil } }
            if !texts.isEmpty { return (key, texts) }
        }
        return nil
    }

    /// Of `1`, `2` and `tie` the image with the higher score; of other words the first.
    private func choice(_ words: [WireValue], _ criterion: String) -> String {
        let texts = words.compactMap { if case .text(let text) = $0 { text } else { nil } }
        let scores = observations.map { $0.score(by: criterion) }
        if texts.contains("1"), texts.contains("2"), scores.count == 2 {
            let verdict = scores[0] == scores[1] ? "tie" : scores[0] > scores[1] ? "1" : "2"
            if texts.contains(verdict) { return JSONText.quoted(verdict) }
        }
        return JSONText.quoted(texts.first ?? "")
    }
}
