import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// A picture as it goes into a call.
struct PreparedPicture: Sendable {
    var image: Image
    var bytes: [UInt8]
    var identity: Identity
}

extension CallRunner {
    /// Makes every picture of a call fit for its model, by the size that it really has.
    func prepare(
        _ call: ModelCall, _ node: PlanNode, _ inputs: [PlanNode.ID: Produced]
    ) async throws -> [ImageRole: PreparedPicture] {
        var prepared: [ImageRole: PreparedPicture] = [:]
        // Bytes before base64 makes four of three; a mask beside the picture takes its share.
        let room = call.pictures.count > 1 ? 13_000_000 : 18_000_000
        for picture in call.pictures {
            guard let input = inputs[picture.node] else {
                throw RunFailure.other("a picture of the call is not there")
            }
            let matching = picture.role == .mask ? prepared[.image]?.image.facts.size : nil
            let facts = input.image.facts
            let steps: [Preparation.Step]
            switch picture.preparation.outcome(for: facts, matching: matching) {
            case .steps(let found, _): steps = found
            case .refused(let refusal):
                // What was paid for is not lost to a pixel that the model before rounded away.
                guard input.isAnswer,
                    let legal = picture.preparation.limits.rounded(facts.size)
                else { throw RunFailure.unfit(facts.size, refusal, model: call.card.name) }
                steps = [.shrink(to: legal)]
            }
            remark(steps, on: facts.size, call, node)
            prepared[picture.role] = try await PixelWork.run {
                try Self.prepare(input, steps: steps, rule: picture.preparation, room: room)
            }
        }
        return prepared
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

    private static func prepare(
        _ input: Produced, steps: [Preparation.Step], rule: Preparation, room: Int
    ) throws(RunFailure) -> PreparedPicture {
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
            if !input.isAnswer, image.encoded != nil { try image.decoded() }
            return PreparedPicture(
                image: image,
                bytes: try wireBytes(
                    image, formats: rule.limits.formats, isMask: rule.mask != nil, room: room),
                identity: input.identity.applying(steps))
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

    func body(
        of request: RequestValue, pictures: [ImageRole: PreparedPicture]
    ) async throws -> [UInt8] {
        let body = RequestWriter.body(request, pictures: pictures.mapValues(\.bytes))
        guard body.count <= BedrockLimits.requestBytes else {
            throw RunFailure.requestTooLarge(bytes: body.count)
        }
        return body
    }

    /// The values that only the run knows.
    func fill(
        _ late: [String: LateValue], pictures: [CallPicture], inputs: [PlanNode.ID: Produced]
    ) throws -> [String: RequestValue] {
        try late.mapValues { value in
            switch value {
            case .seed(let verb, let copy):
                let picture = pictures.first { $0.role == .image }
                let identity = picture.flatMap { inputs[$0.node]?.identity }
                return .integer(DerivedSeed.seed(verb: verb, input: identity, copy: copy))
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
                forecast(node)?.value(of: field).map { writing($0, field) } ?? ""
            }
        }.joined()
    }
}
