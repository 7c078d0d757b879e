import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// A picture of a call before any pixel is touched: what is to be done to it, and what it then is.
struct DraftedPicture: Sendable {
    var role: ImageRole
    var input: Produced
    var steps: [Preparation.Step]
    var rule: Preparation
    var size: PixelSize
    var identity: Identity
}

extension CallRunner {
    /// What every picture of a call becomes, by the size that it really has. No pixel is needed, so
    /// an answer that is known costs no decoding.
    func draft(
        _ call: ModelCall, _ node: PlanNode, _ inputs: [PlanNode.ID: Produced]
    ) throws(RunFailure) -> [DraftedPicture] {
        var drafts: [DraftedPicture] = []
        for picture in call.pictures {
            guard let input = inputs[picture.node] else {
                throw .other("a picture of the call is not there")
            }
            // A mask follows the picture that the call changes.
            let matching = picture.preparation.mask == nil ? nil : drafts.first?.size
            let facts = input.image.facts
            switch picture.preparation.outcome(for: facts, matching: matching) {
            case .refused(let refusal):
                throw .unfit(facts.size, refusal, model: call.card.name)
            case .steps(let steps, let size):
                remark(steps, on: facts.size, call, node)
                drafts.append(
                    DraftedPicture(
                        role: picture.role, input: input, steps: steps,
                        rule: picture.preparation, size: size,
                        identity: input.identity.applying(steps)))
            }
        }
        return drafts
    }

    /// The bytes of every picture, as they go into the request.
    func render(_ drafts: [DraftedPicture]) async throws -> [ImageRole: [UInt8]] {
        // Bytes before base64 makes four of three. Masks cannot be made smaller, so they come first;
        // the others share what is left, and what one does not need goes to the next.
        var room = 18_000_000
        var bytes: [ImageRole: [UInt8]] = [:]
        let ordered =
            drafts.filter { $0.rule.mask != nil } + drafts.filter { $0.rule.mask == nil }
        for (offset, draft) in ordered.enumerated() {
            let share =
                draft.rule.mask == nil ? max(0, room) / (ordered.count - offset) : max(0, room)
            let rendered = try await PixelWork.runUntilCancelled {
                try Self.render(draft, room: share)
            }
            room -= rendered.count
            bytes[draft.role] = rendered
        }
        return bytes
    }

    /// Says what is done to a picture whose size the plan did not know.
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
        _ draft: DraftedPicture, room: Int
    ) throws(RunFailure) -> [UInt8] {
        let (input, steps, rule) = (draft.input, draft.steps, draft.rule)
        do {
            var image =
                input.isAnswer
                ? input.image : try input.image.preparedForModel(alphaAllowed: true)
            // The frame around a picture in white, around its mask in what stays.
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
            // A damaged file is found here and not by the service, which may bill for the try.
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
        _ step: Preparation.Step, to image: Image, frame colour: Color
    ) throws(ImageError) -> Image {
        switch step {
        case .shrink(let size), .match(let size): try image.resized(to: size)
        case .pad(let content, let frame):
            try (content == image.facts.size ? image : image.resized(to: content))
                .padded(to: frame, background: colour)
        case .flatten: try image.flattened(on: .white)
        case .mask(let rule): try mask(image, rule)
        case .encode(let format): try Image(encoded: image.encoded(as: format))
        }
    }

    private static func mask(
        _ image: Image, _ rule: Preparation.MaskRule
    ) throws(ImageError) -> Image {
        var mask = try image.mask()
        if rule.isBinary { mask = try mask.binarised() }
        return rule.isInverted ? try mask.inverted() : mask
    }

    /// The bytes of a picture for a request: untouched where nothing was done to it, else PNG, and
    /// for large ones a format that the request's limit of 25,000,000 bytes has room for. A mask is
    /// always PNG: JPEG would grey its edges.
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
        let bytes = try image.encoded(as: format, quality: 95)
        return bytes.count <= room ? bytes : try image.encoded(as: format, quality: 80)
    }

    /// The values that only the run knows.
    ///
    /// - Parameter size: of the call's first picture, as it is sent.
    func fill(
        _ late: [String: LateValue], inputs: [PlanNode.ID: Produced], size: PixelSize?
    ) throws -> [String: RequestValue] {
        try late.mapValues { value in
            switch value {
            case .measure(let measure):
                guard let size else { throw RunFailure.other("there is no picture to measure") }
                return .integer(measure.pixels(for: size))
            case .seed(let verb, let copy, let node):
                return .integer(
                    DerivedSeed.seed(verb: verb, input: inputs[node]?.identity, copy: copy))
            case .text(let text, let length):
                let filled = text.filled { inputs[$0]?.forecast }
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
    /// The text, now that the images it speaks of are there.
    func filled(
        writing: (String, Field) -> String = { value, _ in value },
        _ forecast: (PlanNode.ID) -> Forecast?
    ) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .field(let field, let node):
                // Only a seed can still be unknown: of a call that has none.
                writing(forecast(node)?.value(of: field) ?? "none", field)
            }
        }.joined()
    }
}
