/// Virtual try-on: puts the garment of one image on the person of another. Its config has no size.
/// Source: AWS, nova image-gen-vto; enums in the words of the language, upper case on the wire.
extension NovaCanvas {
    package enum TryOn {
        /// `garmentClass`.
        package static let parts = [
            "upper-body", "lower-body", "full-body", "footwear", "long-sleeve-shirt",
            "short-sleeve-shirt", "no-sleeve-shirt", "other-upper-body", "long-pants",
            "short-pants", "other-lower-body", "long-dress", "short-dress", "full-body-outfit",
            "other-full-body", "shoes", "boots", "other-footwear",
        ]
        /// `mergeStyle`.
        package static let merges = ["balanced", "seamless", "detailed"]
        /// What `maskExclusions` can keep.
        package static let exclusions = ["face", "hands", "pose"]
        /// What it can say of each.
        package static let switches = ["on", "off", "default"]
    }

    /// `maskShape`.
    package enum MaskShape: String, CaseIterable, Sendable {
        case contour
        case box
        case `default`

        var wire: String {
            switch self {
            case .contour: "CONTOUR"
            case .box: "BOUNDING_BOX"
            case .default: "DEFAULT"
            }
        }
    }

    /// `garmentStyling`; what is nil is left to the model.
    package struct Styling: Hashable, Sendable {
        package enum Sleeves: String, CaseIterable, Sendable { case down, up }
        package enum Layer: String, CaseIterable, Sendable { case closed, open }

        package var sleeves: Sleeves?
        package var isTucked: Bool?
        package var layer: Layer?

        package init(sleeves: Sleeves? = nil, isTucked: Bool? = nil, layer: Layer? = nil) {
            self.sleeves = sleeves
            self.isTucked = isTucked
            self.layer = layer
        }

        package var isEmpty: Bool { self == Styling() }
    }

    /// Which part of the person changes.
    package enum Dressed: Sendable {
        /// One of `TryOn.parts`.
        case part(String, shape: MaskShape?, styling: Styling)
        case words(RequestValue, shape: MaskShape?)
        /// The call's mask: black changes.
        case picture
    }

    /// - Parameters:
    ///   - keeping: of `TryOn.exclusions`, each with one of `TryOn.switches`.
    ///   - merge: one of `TryOn.merges`.
    package static func tryOn(
        _ dressed: Dressed, keeping: [(part: String, state: String)], merge: String?,
        returnsMask: Bool, config: Config
    ) -> RequestValue {
        let names = [
            "face": "preserveFace", "hands": "preserveHands", "pose": "preserveBodyPose",
        ]
        let exclusions = keeping.compactMap { part, state in
            names[part].map { RequestField($0, constant(state)) }
        }
        let parameters = RequestValue.fields(
            ("sourceImage", .image(.image)), ("referenceImage", .image(.garment)),
            ("maskType", .string(dressed.type)), (dressed.name, dressed.value),
            ("maskExclusions", exclusions.isEmpty ? nil : .object(exclusions)),
            ("mergeStyle", merge.map(constant)),
            ("returnMask", returnsMask ? .truth(true) : nil))
        return task("VIRTUAL_TRY_ON", "virtualTryOnParams", parameters, config)
    }
}

extension NovaCanvas.Dressed {
    fileprivate var type: String {
        switch self {
        case .part: "GARMENT"
        case .words: "PROMPT"
        case .picture: "IMAGE"
        }
    }

    fileprivate var name: String {
        switch self {
        case .part: "garmentBasedMask"
        case .words: "promptBasedMask"
        case .picture: "imageBasedMask"
        }
    }

    fileprivate var value: RequestValue {
        switch self {
        case .part(let part, let shape, let styling):
            .fields(
                ("garmentClass", NovaCanvas.constant(part)),
                ("maskShape", shape.map { .string($0.wire) }),
                ("garmentStyling", styling.isEmpty ? nil : styling.value))
        case .words(let words, let shape):
            .fields(("maskPrompt", words), ("maskShape", shape.map { .string($0.wire) }))
        case .picture: .fields(("maskImage", .image(.mask)))
        }
    }
}

extension NovaCanvas.Styling {
    fileprivate var value: RequestValue {
        .fields(
            ("longSleeveStyle", sleeves.map { .string($0 == .down ? "SLEEVE_DOWN" : "SLEEVE_UP") }),
            ("tuckingStyle", isTucked.map { .string($0 ? "TUCKED" : "UNTUCKED") }),
            ("outerLayerStyle", layer.map { .string($0 == .closed ? "CLOSED" : "OPEN") }))
    }
}
