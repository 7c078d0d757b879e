import ImgflowLanguage
import ImgflowModels

/// Steps that decide which others are taken.
extension PlanGraph {
    /// Passes the image on if the condition has the wanted value.
    mutating func gate(
        _ image: PlannedImage, _ condition: PlannedCondition, is wanted: Bool, by guarded: Guard,
        at site: StepSite
    ) -> PlannedImage {
        let others = condition.nodes.subtracting([image.node]).sorted()
        let node = addGate(
            .gate(condition, is: wanted), from: [image.node] + others, forecast: image.forecast,
            identity: image.identity, guarded: guarded, at: site)
        return PlannedImage(node: node, forecast: image.forecast, identity: image.identity)
    }

    /// The same where there is no image to pass on: what waits for it begins or does not.
    mutating func gate(
        _ condition: PlannedCondition, is wanted: Bool, by guarded: Guard, at site: StepSite
    ) {
        let nodes = condition.nodes.sorted()
        let forecast = Forecast(size: .unknown, format: nil, hasAlpha: false, provenance: .init())
        _ = addGate(
            .gate(condition, is: wanted), from: nodes, forecast: forecast, identity: .none,
            guarded: guarded, at: site)
    }

    /// Lets the second block of a `try` begin if nothing came of the first.
    ///
    /// - Parameter first: the first step of the first block.
    mutating func fallback(
        _ image: PlannedImage?, of results: [PlanNode.ID], since first: PlanNode.ID,
        at site: StepSite
    ) -> (image: PlannedImage?, guarded: Guard) {
        let tried = ancestors(of: results).filter { $0 >= first }
        let isKnown = !tried.isEmpty && tried.allSatisfy { nodes[$0].isSureToCome }
        let guarded = Guard(
            decision: newDecision(), branch: true, isMet: isKnown ? false : nil,
            words: "if the first block fails")
        let node = addGate(
            .fallback(of: results), from: image.map { [$0.node] } ?? [],
            forecast: image?.forecast
                ?? Forecast(size: .unknown, format: nil, hasAlpha: false, provenance: .init()),
            identity: image?.identity ?? .none, guarded: guarded, at: site)
        nodes[node].waitsFor += results
        // Steps from before the block are shared with others, who handle a failure their own way.
        for id in tried { nodes[id].isTried = true }
        let passed = image.map {
            PlannedImage(node: node, forecast: $0.forecast, identity: $0.identity)
        }
        return (passed, guarded)
    }

    /// The place-th image, from 0, of those candidates that come.
    ///
    /// - Parameter values: what is taken instead of each candidate; nil for the candidates themselves.
    mutating func pick(
        _ place: Int, among candidates: [PlannedImage], values: [PlannedImage]? = nil,
        at site: StepSite
    ) -> PlannedImage {
        let values = values ?? candidates
        var forecast = Forecast.merged(values.map(\.forecast))
        let blind = Forecast.merged(values.map(\.forecast.blind))
        if values.contains(where: { $0.forecast.guess != nil }) {
            forecast.guess = Forecast.Guess(
                size: blind.size, format: blind.format, hasAlpha: blind.hasAlpha)
        }
        let inputs =
            candidates.map(\.node)
            + (values.map(\.node) == candidates.map(\.node) ? [] : values.map(\.node))
        var identity = Identity(
            text: Digest.hex(
                "picked \(place)\n" + values.map(\.identity.text).joined(separator: "\n")),
            isSettled: false)
        // If the choice is known already, the chosen image is what the plan shows. Requests still
        // rest on the blind forecast.
        var isDecided = false
        if let chosen = chosen(place, among: candidates, at: site) {
            isDecided = true
            let guess = Forecast.Guess(
                size: blind.size, format: blind.format, hasAlpha: blind.hasAlpha)
            let merged = forecast
            forecast = values[chosen].forecast
            forecast.guess = guess
            (forecast.coded, forecast.openFacts) = (merged.coded, merged.openFacts)
            identity = values[chosen].identity
        }
        forecast.provenance.decided.formUnion(blind.provenance.open)
        let node = add(
            .pick(place: place, count: candidates.count), from: inputs, forecast: forecast,
            identity: identity, at: site, isShared: false
        ).node
        nodes[node].guards = commonGuards(of: candidates)
        note(fieldsOf: values, at: node, in: &forecast, isDecided: isDecided)
        return PlannedImage(node: node, forecast: forecast, identity: identity)
    }

    /// What all of these have is asked of whichever comes.
    mutating func note(
        fieldsOf images: [PlannedImage], at node: PlanNode.ID, in forecast: inout Forecast,
        isDecided: Bool
    ) {
        for name in images.first?.forecast.provenance.noted.keys.sorted() ?? [] {
            let fields = images.map { $0.forecast.provenance.noted[name] }
            guard !fields.contains(nil), Set(fields).count > 1 else { continue }
            var open = NotedField(name, key: name, of: node)
            open.known = isDecided ? forecast.provenance.noted[name]?.known : nil
            forecast.provenance.noted[name] = open
            nodes[node].forecast.provenance.noted[name] = open
        }
    }

    /// What is common to images, one of which will come.
    func merged(_ images: [PlannedImage]) -> Forecast {
        var forecast = Forecast.merged(images.map(\.forecast))
        if images.contains(where: { $0.forecast.guess != nil }) {
            let blind = Forecast.merged(images.map(\.forecast.blind))
            forecast.guess = Forecast.Guess(
                size: blind.size, format: blind.format, hasAlpha: blind.hasAlpha)
        }
        return forecast
    }

    /// A step that takes whichever of these images come is taken under the guards they share.
    mutating func tolerate(_ images: [PlannedImage], by id: PlanNode.ID, at site: StepSite) {
        nodes[id].guards = commonGuards(of: images).union(site.guards)
    }

    func commonGuards(of images: [PlannedImage]) -> Set<Guard> {
        let guards = images.map { nodes[$0.node].guards }
        return guards.dropFirst().reduce(guards.first ?? []) { $0.intersection($1) }
    }

    /// The index of the candidate that will be picked; nil if only the run can tell.
    private func chosen(
        _ place: Int, among candidates: [PlannedImage], at site: StepSite
    ) -> Int? {
        var left = place
        for (index, candidate) in candidates.enumerated() {
            let guards = nodes[candidate.node].guards.subtracting(site.guards)
            if guards.contains(where: { $0.isMet == false }) { continue }
            guard guards.allSatisfy({ $0.isMet == true }) else { return nil }
            // The first block of a `try` may fail, unless the second is known not to begin.
            let isCertain =
                !nodes[candidate.node].isTried
                || candidates[(index + 1)...].allSatisfy { other in
                    nodes[other.node].guards.contains { $0.isMet == false }
                }
            guard isCertain else { return nil }
            if left == 0 { return index }
            left -= 1
        }
        return nil
    }

    /// No open guard stands before the image; its steps may still fail.
    func isSureToCome(_ image: PlannedImage, at site: StepSite) -> Bool {
        nodes[image.node].guards.subtracting(site.guards).allSatisfy { $0.isMet == true }
    }
}

extension Forecast {
    /// What is common to several forecasts, one of which will be right.
    static func merged(_ forecasts: [Forecast]) -> Forecast {
        guard var result = forecasts.first else {
            return Forecast(size: .unknown, format: nil, hasAlpha: false, provenance: .init())
        }
        for other in forecasts.dropFirst() {
            if other.size != result.size { result.size = .unknown }
            if other.format != result.format { result.format = nil }
            for field in Field.allCases where field != .index && !field.isOfPixels {
                let both = (result.reading(of: field), other.reading(of: field))
                if both.0 == .open || both.0 != both.1 { result.provenance.open.insert(field) }
            }
            result.provenance.noted = result.provenance.noted.filter {
                other.provenance.noted[$0.key] != nil
            }
            result.openFacts.formUnion(other.openFacts)
            if other.dpi != result.dpi { result.openFacts.insert(.dpi) }
            if other.hasAlpha != result.hasAlpha { result.openFacts.insert(.alpha) }
            if other.coded == .none || result.coded == .none {
                result.coded = .none
            } else if other.coded != result.coded {
                result.coded = .open
            }
            result.hasAlpha = result.hasAlpha || other.hasAlpha
            result.provenance.swept = result.provenance.swept.filter {
                other.provenance.swept[$0.key] == $0.value
            }
        }
        result.guess = nil
        return result
    }
}

extension PlanNode {
    /// The step cannot fail: its result is cached, or it only passes an image on.
    fileprivate var isSureToCome: Bool {
        switch action {
        case .call(let call): call.isKnown
        case .noted, .rank, .returnedMask, .gate, .pick, .fallback, .held: true
        case .load, .standardInput, .free, .returnedImage, .save, .info, .show: false
        }
    }
}

extension Field {
    /// The forecast's own size, format and bytes answer for it.
    fileprivate var isOfPixels: Bool {
        switch self {
        case .width, .height, .ext, .format, .dpi, .alpha, .bytes, .hash: true
        default: false
        }
    }
}
