import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

extension CallRunner {
    /// Completes a call with the images that have come. No pixel is needed, so a cached result costs no
    /// decoding.
    ///
    /// - Throws: `RunFailure` if an image cannot be sent, or a value cannot be filled in.
    func prepare(
        _ call: ModelCall, _ node: PlanNode, _ images: [PreparedImage],
        _ inputs: [PlanNode.ID: Produced]
    ) throws -> PreparedCall {
        let deferred = try fill(call.deferred, inputs: inputs, size: images.first?.size)
        guard let request = call.request.filled(with: deferred) else {
            throw RunFailure.other("the request has a placeholder without a value")
        }
        let key = AnswerKey(
            origin: origin, modelID: call.card.modelID, request: request,
            pictures: { role in images.first { $0.role == role }?.identity ?? .none })
        var prepared = PreparedCall(
            node: node, call: call, images: images, request: request, key: key,
            provenance: node.forecast.provenance)
        let source = call.pictures.first { $0.role == .image }.flatMap { inputs[$0.node] }
        prepared.provenance = prepared.provenance.settled(by: source?.provenance)
        prepared.provenance.seed =
            prepared.seed ?? source?.provenance.seed ?? prepared.provenance.seed
        let text: String? = if case .string(let text)? = deferred["text"] { text } else { nil }
        prepared.provenance = prepared.provenance.filled(text, from: source?.provenance)
        return prepared
    }

    /// What each image of a call becomes, by the size that it really has.
    ///
    /// - Throws: `RunFailure` if an image did not come, or the model does not accept it.
    func prepareImages(
        of call: ModelCall, _ node: PlanNode, _ inputs: [PlanNode.ID: Produced]
    ) throws(RunFailure) -> [PreparedImage] {
        var images: [PreparedImage] = []
        for picture in call.pictures {
            guard let input = inputs[picture.node] else {
                throw .other("an image of the call is missing")
            }
            // A mask follows the image that the call changes.
            let matching = picture.preparation.mask == nil ? nil : images.first?.size
            let facts = input.image.facts
            switch picture.preparation.outcome(for: facts, matching: matching) {
            case .refused(let refusal):
                throw .unfit(facts.size, refusal, model: call.card.name)
            case .steps(let steps, let size):
                if call.seeing == nil { remark(steps, on: facts.size, call, node) }
                images.append(
                    PreparedImage(
                        role: picture.role, input: input, steps: steps,
                        rule: picture.preparation, size: size,
                        identity: input.identity.applying(steps)))
            }
        }
        return images
    }

    /// The bytes of each image, as they go into the request.
    ///
    /// - Throws: `RunFailure` if an image cannot be decoded, or a mask has no content.
    func render(_ images: [PreparedImage]) async throws -> [ImageRole: [UInt8]] {
        // Bytes before base64, which adds a third. Masks cannot be compressed further, so they come
        // first; the other images share the rest, and what one does not use is left to the next.
        var room = 18_000_000
        var bytes: [ImageRole: [UInt8]] = [:]
        let ordered =
            images.filter { $0.rule.mask != nil } + images.filter { $0.rule.mask == nil }
        for (offset, image) in ordered.enumerated() {
            let left =
                image.rule.mask == nil ? max(0, room) / (ordered.count - offset) : max(0, room)
            let share = min(left, image.rule.limits.bytes ?? left)
            let rendered = try await PixelWork.runUntilCancelled {
                try Self.render(image, room: share)
            }
            room -= rendered.count
            bytes[image.role] = rendered
        }
        return bytes
    }

    /// Reports changes to an image whose size the plan did not know.
    private func remark(
        _ steps: [Preparation.Step], on size: PixelSize, _ call: ModelCall, _ node: PlanNode
    ) {
        for step in steps {
            guard let note = step.note(from: .exact(size), card: call.card),
                !node.notes.contains(note)
            else { continue }
            events(.remark(node, note))
        }
    }

    private static func render(
        _ prepared: PreparedImage, room: Int
    ) throws(RunFailure) -> [UInt8] {
        let (input, steps, rule) = (prepared.input, prepared.steps, prepared.rule)
        do {
            var image =
                input.isAnswer
                ? input.image : try input.image.preparedForModel(alphaAllowed: true)
            // White around an image; black, which does not change, around a mask.
            let frame: Color = rule.mask == nil ? .white : .black
            for step in steps { image = try apply(step, to: image, frame: frame) }
            if rule.mask != nil {
                let brightness = try image.brightness()
                if brightness.minimum == brightness.maximum,
                    brightness.minimum == 0 || brightness.minimum == 255
                {
                    let isWhite = (brightness.minimum == 255) != (rule.mask?.isInverted ?? false)
                    throw RunFailure.plainMask(isWhite: isWhite)
                }
            }
            // A damaged file is detected here: the service may bill for trying.
            if !input.isAnswer, image.encoded != nil { try image.proven() }
            return try wireBytes(
                image, formats: rule.limits.formats, isMask: rule.mask != nil, room: room)
        } catch let error as ImageError {
            throw .picture(error)
        } catch let failure as RunFailure {
            throw failure
        } catch {
            throw .other("\(error)")
        }
    }

    private static func apply(
        _ step: Preparation.Step, to image: Image, frame color: Color
    ) throws(ImageError) -> Image {
        switch step {
        case .shrink(let size), .match(let size): try image.resized(to: size)
        case .pad(let content, let frame):
            try (content == image.facts.size ? image : image.resized(to: content))
                .padded(to: frame, background: color)
        case .flatten: try image.flattened(on: .white)
        case .mask(let rule): try mask(image, rule)
        case .encode(let format): try Image(encoded: image.encoded(as: format))
        }
    }

    private static func mask(
        _ image: Image, _ rule: Preparation.MaskRule
    ) throws(ImageError) -> Image {
        var mask = try image.mask()
        if rule.isBinary { mask = try mask.binarized() }
        return rule.isInverted ? try mask.inverted() : mask
    }

    /// The bytes of an image for a request: the original bytes if nothing changed, otherwise PNG, or a
    /// compressed format if the request limit of 25,000,000 bytes requires it. A mask is always PNG,
    /// because JPEG would blur its edges.
    private static func wireBytes(
        _ image: Image, formats: [ImageFormat], isMask: Bool, room: Int
    ) throws(ImageError) -> [UInt8] {
        if isMask { return try image.encoded(as: .png) }
        if let bytes = image.encoded, formats.contains(image.facts.format), bytes.count <= room {
            return bytes
        }
        if image.facts.size.pixels <= 4_000_000 {
            let bytes = try image.encoded(as: .png)
            if bytes.count <= room { return bytes }
        }
        let format: ImageFormat = image.facts.hasAlpha && formats.contains(.webp) ? .webp : .jpeg
        let bytes = try image.encoded(as: format, EncodingOptions(quality: 95))
        return bytes.count <= room
            ? bytes : try image.encoded(as: format, EncodingOptions(quality: 80))
    }

    /// The values of a request that only the run knows.
    ///
    /// - Parameter size: of the call's first image, as it is sent.
    func fill(
        _ deferred: [String: DeferredValue], inputs: [PlanNode.ID: Produced], size: PixelSize?
    ) throws -> [String: RequestValue] {
        try deferred.mapValues { value in
            switch value {
            case .measure(let measure):
                guard let size else { throw RunFailure.other("there is no image to measure") }
                return .integer(measure.pixels(for: size))
            case .seed(let verb, let copy, let node):
                return .integer(
                    DerivedSeed.seed(verb: verb, input: inputs[node]?.identity, copy: copy))
            case .text(let text, let length):
                let filled = try text.filled { inputs[$0]?.forecast }
                let count = filled.unicodeScalars.count
                guard length.contains(count) else {
                    throw RunFailure.textLength(count: count, allowed: length)
                }
                return .string(filled)
            }
        }
    }
}

extension PlannedText {
    /// The text with the fields of images that now exist.
    ///
    /// - Parameter written: a field of the file that is to be written, where the text is its name.
    /// - Throws: `RunFailure` where an image has no such field.
    func filled(
        writing: (String, Field) -> String = { value, _ in value },
        writingNote: (String) -> String = { $0 }, written: (Field) -> String? = { _ in nil },
        _ forecast: (PlanNode.ID) -> Forecast?
    ) throws(RunFailure) -> String {
        var result = ""
        for part in parts {
            switch part {
            case .text(let text): result += text
            case .written(let field, let digits):
                let value = FieldPadding.padded(written(field) ?? "none", to: digits)
                result += writing(value, field)
            case .field(let field, let node, let digits):
                switch forecast(node)?.reading(of: field) {
                case .known(let value)?:
                    result += writing(FieldPadding.padded(value, to: digits), field)
                // Only a seed can still be unknown, if the call has none.
                case .open?, nil: result += writing("none", field)
                case .missing?: throw .noField(field.rawValue)
                }
            case .noted(let field):
                let value = forecast(field.node)?.provenance.noted[field.key]?.known ?? "none"
                result += writingNote(FieldPadding.padded(value, to: field.digits))
            }
        }
        return result
    }
}
