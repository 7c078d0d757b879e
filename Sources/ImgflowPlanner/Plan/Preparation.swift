package import ImageFacts
package import ImgflowModels

/// What happens to an image that exceeds a model's limits: the values of `fit:`.
package enum FitMode: String, CaseIterable, Sendable { case shrink, pad, error }

/// The rule that fits an image to a model's limits. The planner applies it to the forecast, and the run
/// to the image that really came, so a wrong forecast does not fail a run.
package struct Preparation: Sendable {
    package var limits: ImageLimits
    package var fit: FitMode
    /// Set if the image is a mask, white where the call changes the image.
    package var mask: MaskRule?
    /// The image is a model's result. If rounding leaves it one pixel beyond the aspect ratio limit, that
    /// pixel is removed, so that a paid result can be used.
    package var isAnswer: Bool

    package struct MaskRule: Hashable, Sendable {
        /// Black changes instead of white (Nova's inpainting).
        package var isInverted: Bool
        /// Only black and white, no gray.
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

    /// A change to an image before it is sent. The cases are in order of execution.
    package enum Step: Hashable, Sendable {
        case shrink(to: PixelSize)
        /// Scales to the content's size if necessary, then adds a frame: white around an image, black around a
        /// mask.
        case pad(content: PixelSize, frame: PixelSize)
        /// Scales a mask to the size of the call's image.
        case match(PixelSize)
        /// Composites on white.
        case flatten
        case mask(MaskRule)
        /// Converts to a file format that the model accepts.
        case encode(ImageFormat)
    }

    package enum Outcome: Sendable {
        case steps([Step], PixelSize)
        case refused(ImageLimits.Refusal)
    }

    /// The steps for an image of these facts.
    ///
    /// - Parameter picture: for a mask, the size in which the call's image is sent.
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
        // `.mask` reads transparent pixels of a mask as black, so it needs no flattening.
        if facts.hasAlpha, !limits.takesAlpha, mask == nil { steps.append(.flatten) }
        if let mask { steps.append(.mask(mask)) }
        if !limits.formats.contains(facts.format) { steps.append(.encode(.png)) }
        return .steps(steps, size)
    }

    /// A mask gets the frame that its image got, so that their pixels stay aligned.
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
    /// The identity after these steps. Without steps it does not change.
    package func applying(_ steps: [Preparation.Step]) -> Identity {
        steps.reduce(self) { $0.applying("\($1)") }
    }
}
