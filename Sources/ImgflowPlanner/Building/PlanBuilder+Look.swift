import ImageFacts
package import ImgflowLanguage
package import ImgflowModels

/// What a stage asks of a model that answers about images.
package struct Look {
    package var question: any SeeingQuestion
    /// The user's texts, with where each stands.
    package var texts: [(text: PlannedText, span: Span)]
    package var images: [(role: ImageRole, image: PlannedImage)]
    /// What the plan says of it.
    package var notes: [String]
    /// Where it finds the mask of another verb: that verb's `model` is not its own.
    package var mask: MaskWords?

    package init(
        _ question: any SeeingQuestion, texts: [(text: PlannedText, span: Span)] = [],
        images: [(role: ImageRole, image: PlannedImage)], notes: [String] = []
    ) {
        self.notes = notes
        self.question = question
        self.texts = texts
        self.images = images
    }
}

extension Look {
    /// How the user pins a model for it.
    func pin(_ model: String) -> String {
        guard let pinned = mask?.pinned(model) else { return "model:\(model)" }
        return "mask:\(pinned.before)\"…\"\(pinned.after)"
    }
}

/// What a look will find: fields of the step that makes it.
package struct Findings {
    package var node: PlanNode.ID
    package var known: [String: String]?

    package func field(_ key: String, as name: String) -> NotedField {
        NotedField(name, key: key, of: node, known: known?[key])
    }
}

extension PlanBuilder {
    /// Asks a model about images, and notes what it finds.
    package mutating func look(
        _ look: Look, for stage: StageContext
    ) throws(PlanProblem) -> Findings {
        let chosen = try chooseSeeing(for: look, stage)
        let (card, route) = (chosen.card, chosen.route)
        var deferred: [String: DeferredValue] = [:]
        let request = look.question.request(for: card) { words in
            words.value(of: look.texts.map(\.text), named: stage.verb, deferred: &deferred)
        }
        for (text, span) in look.texts {
            guard let count = text.known?.unicodeScalars.count,
                !SeeingCard.filledLength.contains(count)
            else { continue }
            throw .parameter(
                .textLength(count: count, allowed: SeeingCard.filledLength, span: span))
        }
        let body: RequestValue
        do { body = try request.body(of: card) } catch {
            throw .model(
                .cannotSee(card: card, why: "\(error)", others: [], span: stage.verbSpan))
        }
        let model = card.card(by: route)
        var pictures: [CallPicture] = []
        var identities: [ImageRole: Identity] = [:]
        var sizes: [PixelSize?] = []
        for (role, image) in look.images {
            guard let limits = model.input else { continue }
            let preparation = Preparation(limits: limits, fit: .shrink)
            pictures.append(CallPicture(role: role, node: image.node, preparation: preparation))
            let sent = sent(image, by: preparation, to: card)
            identities[role] = sent.identity
            sizes.append(sent.size)
        }
        let late = deferred.values.flatMap { value -> [PlanNode.ID] in
            if case .text(let text, _) = value { text.nodes } else { [] }
        }
        let known = body.filled(with: deferred.mapValues { .string($0.settledWords) }) ?? body
        let price = card.price(
            of: look.question, sizes: sizes, prompt: RequestWriter.text(known) { _ in "" },
            late: deferred.values.reduce(0) { $0 + $1.openFields }, by: route)
        let key = AnswerKey(
            origin: settings.origin, modelID: model.modelID,
            request: body.filled(with: symbols(of: deferred)) ?? body,
            pictures: { identities[$0] ?? .none })
        let isFresh = stage.truth("fresh") && !isSettled(stage)
        let isSettled = deferred.isEmpty && identities.values.allSatisfy(\.isSettled)
        var findings: [String: String]?
        if isSettled, !isFresh, !settings.asksAfresh, let said = world.said(key) {
            findings =
                (try? look.question.findings(
                    in: said, by: card, seen: sizes.first.flatMap { $0 } ?? PixelSize(1, 1)))?
                .findings
        }
        var call = ModelCall(
            model: OtherModel.self, card: model, selection: chosen.selection,
            region: chosen.region, request: body, pictures: pictures, deferred: deferred,
            price: Price(price.most, source: model.price.source, asOf: model.price.asOf),
            images: 1, known: nil, isFresh: isFresh || settings.asksAfresh, key: key)
        call.seeing = SeeingCall(
            card: card, route: route, question: look.question, least: price.least, known: findings)
        let nodes = pictures.map(\.node)
        let first = look.images.first?.image
        let forecast =
            first?.forecast
            ?? Forecast(size: .unknown, format: nil, hasAlpha: false, provenance: .init())
        let found = add(
            .call(call), from: nodes + Set(late).subtracting(nodes).sorted(), forecast: forecast,
            identity: findings.map { Identity.findings($0, of: key) }
                ?? .answer(to: key, turn: isFresh ? graph.nodes.count : nil),
            notes: look.notes + chosen.notes, for: stage, isShared: !isFresh)
        return Findings(node: found.node, known: findings)
    }

    /// The image with what was found of it, under names of the user's: the pixels stay.
    package mutating func note(
        _ names: [String: String], of findings: Findings, on image: PlannedImage,
        for stage: StageContext
    ) -> PlannedImage {
        let node = graph.note(names, by: findings.node, on: image, at: stage.site)
        var noted = PlannedImage(node: node, forecast: image.forecast, identity: image.identity)
        for (name, key) in names {
            var field = findings.field(key, as: name)
            field.picture = image.identity.text
            noted.forecast.provenance.noted[name] = field
        }
        graph.maskedImages[node] = graph.maskedImages[image.node]
        return noted
    }

    /// The image as the model gets it: its size where it is sure, and what it is in the key.
    private func sent(
        _ image: PlannedImage, by preparation: Preparation, to card: SeeingCard
    ) -> (size: PixelSize?, identity: Identity) {
        guard let size = image.forecast.size.size, let format = image.forecast.format else {
            return (nil, image.identity.applying("fit for \(card.name)"))
        }
        let facts = ImageFacts(size: size, format: format, hasAlpha: image.forecast.hasAlpha)
        guard case .steps(let steps, let result) = preparation.outcome(for: facts) else {
            return (nil, image.identity)
        }
        return (
            image.forecast.size.isReliable ? result : nil, image.identity.applying(steps)
        )
    }
}

extension [MessagePart.Words] {
    /// As the request holds them; what only the run knows is left open.
    fileprivate func value(
        of texts: [PlannedText], named name: String, deferred: inout [String: DeferredValue]
    ) -> RequestValue {
        var whole = PlannedText("")
        for word in self {
            switch word {
            case .ours(let text): whole.parts.append(.text(text))
            case .given(let number):
                if number < texts.count { whole.parts += texts[number].parts }
            }
        }
        if let known = whole.known { return .string(known) }
        let place = "\(name) \(deferred.count + 1)"
        let value = DeferredValue.text(whole, length: 1...1)
        // What it may come to is what its price was reckoned with.
        let most =
            value.settledWords.unicodeScalars.count
            + value.openFields * SeeingCard.promptLength.upperBound
        deferred[place] = .text(whole, length: 1...most)
        return .deferred(place)
    }
}

extension DeferredValue {
    /// Of a text: what is known of it.
    fileprivate var settledWords: String {
        guard case .text(let text, _) = self else { return "" }
        return text.parts.map { part in
            if case .text(let words) = part { words } else { "" }
        }.joined()
    }

    /// Of a text: how many fields only the run fills in.
    fileprivate var openFields: Int {
        guard case .text(let text, _) = self else { return 1 }
        return text.parts.count { part in
            if case .text = part { false } else { true }
        }
    }
}

extension Identity {
    /// What was found of images by a question: another question may have the same answer.
    package static func findings(_ found: [String: String], of key: AnswerKey) -> Identity {
        let words = found.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return .content(hash: Digest.hex("found\n\(key.hex)\n" + words.joined(separator: "\n")))
    }
}
