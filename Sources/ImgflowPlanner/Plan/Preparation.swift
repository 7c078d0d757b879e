package import ImageFacts
package import ImgflowModels

/// What is done to a picture that a model does not take as it is: the words of `fit:`.
package enum FitMode: String, CaseIterable, Sendable { case shrink, pad, error }

/// The rule by which a picture is made fit for a model. It is applied to the forecast when planning
/// and to what really came when running, so a wrong guess never ends a run that was paid for.
package struct Preparation: Sendable {
    package var limits: ImageLimits
    package var fit: FitMode
    /// A mask: its content is white where the picture changes.
    package var mask: MaskRule?
    /// The picture is a model's answer: a pixel that its rounding leaves beyond the limit of shape
    /// is taken off, so that what was paid for is not lost to it.
    package var isAnswer: Bool

    package struct MaskRule: Hashable, Sendable {
        /// Black changes, as Nova's inpainting wants it.
        package var isInverted: Bool
        /// Pure black and white, nothing between.
        package var isBinary: Bool

        package init(isInverted: Bool, isBinary: Bool) {
            self.isInverted = isInverted
            self.isBinary = isBinary
        }
    }

    package init(
        limits: ImageLimits, fit: FitMode, mask: MaskRule? = nil, isAnswer: Bool = false
    ) {
        self.isAnswer = isAnswer
        self.limits = limits
        self.fit = fit
        self.mask = mask
    }

    /// A change to a picture on its way into a call, in the order in which they are made.
    package enum Step: Hashable, Sendable {
        case shrink(to: PixelSize)
        /// Shrunk to the content's size if need be, then framed: a picture in white, a mask in
        /// what stays.
        case pad(content: PixelSize, frame: PixelSize)
        /// To the size that the call's picture has.
        case match(PixelSize)
        /// Alpha laid on white.
        case flatten
        case mask(MaskRule)
        /// Another file format, because the model does not take the picture's own.
        case encode(ImageFormat)
    }

    package enum Outcome: Sendable {
        case steps([Step], PixelSize)
        case refused(ImageLimits.Refusal)
    }

    /// What this rule makes of a picture; a mask follows the size of the picture it belongs to.
    package func outcome(for facts: ImageFacts, matching picture: PixelSize? = nil) -> Outcome {
        var steps: [Step] = []
        var size = facts.size
        if let picture {
            if picture != size { steps.append(following(picture, from: size)) }
            size = picture
        } else if let refusal = limits.refusal(of: size) {
            switch fit {
            case .error:
                return .refused(refusal)
            case .shrink:
                let rounded = isAnswer ? limits.rounded(size) : nil
                guard let smaller = rounded ?? (refusal == .tooLarge ? limits.shrunk(size) : nil)
                else { return .refused(refusal) }
                steps.append(.shrink(to: smaller))
                size = smaller
            case .pad:
                guard let (content, frame) = limits.padded(size) else { return .refused(refusal) }
                steps.append(
                    content == frame
                        ? .shrink(to: frame) : .pad(content: content, frame: frame))
                size = frame
            }
        }
        // Of a mask `.mask` reads what is transparent as black: it stays.
        if facts.hasAlpha, !limits.takesAlpha, mask == nil { steps.append(.flatten) }
        if let mask { steps.append(.mask(mask)) }
        if !limits.formats.contains(facts.format) { steps.append(.encode(.png)) }
        return .steps(steps, size)
    }

    /// A mask is framed as its picture was, so that each pixel stays on its own.
    private func following(_ picture: PixelSize, from size: PixelSize) -> Step {
        guard fit == .pad, limits.refusal(of: size) != nil,
            let (content, frame) = limits.padded(size), frame == picture, content != frame
        else { return .match(picture) }
        return .pad(content: content, frame: frame)
    }
}

extension Preparation.Step: CustomStringConvertible {
    package var description: String {
        switch self {
        case .shrink(let size): "shrink \(size)"
        case .pad(let content, let frame): "pad \(content) \(frame)"
        case .match(let size): "match \(size)"
        case .flatten: "flatten white"
        case .mask(let rule):
            "mask\(rule.isInverted ? " inverted" : "")\(rule.isBinary ? " binary" : "")"
        case .encode(let format): "encode \(format.rawValue)"
        }
    }
}

extension Identity {
    /// The image after these steps; without any it is itself.
    package func applying(_ steps: [Preparation.Step]) -> Identity {
        steps.reduce(self) { $0.applying("\($1)") }
    }
}
