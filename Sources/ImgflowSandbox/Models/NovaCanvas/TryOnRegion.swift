import ImageFacts
import ImgflowImages

/// The part of a person's image that a try-on replaces.
struct TryOnRegion {
    private let source: Pixels
    private let parameters: Fields

    init(_ source: Pixels, _ parameters: Fields) {
        self.source = source
        self.parameters = parameters
    }

    /// One band of 0 and 255; 255 is replaced.
    func mask() throws -> Pixels {
        let figure = try Figure(source)
        let isGarment = parameters.text("maskType") == "GARMENT"
        let region =
            switch parameters.text("maskType") {
            case "IMAGE": try imageMask()
            case "PROMPT": try promptMask(figure)
            default: try garmentMask(figure)
            }
        return try excluding(from: region, figure, faceAndHandsByDefault: isGarment)
    }

    private func imageMask() throws -> Pixels {
        let base64 = parameters.object("imageBasedMask")?.text("maskImage") ?? ""
        return try NovaPicture.mask(base64, "imageBasedMask.maskImage", of: source.size).inverted()
    }

    private func promptMask(_ figure: Figure) throws -> Pixels {
        let mask = parameters.object("promptBasedMask") ?? Fields([:])
        let found = try RegionFinder(source).mask(of: mask.text("maskPrompt") ?? "").atLeast(128)
            .inMemory()
        return try shaped(found, mask.text("maskShape") ?? "BOUNDING_BOX", figure)
    }

    private func garmentMask(_ figure: Figure) throws -> Pixels {
        let mask = parameters.object("garmentBasedMask") ?? Fields([:])
        let kind = mask.text("garmentClass").flatMap(GarmentClass.init(rawValue:)) ?? .upperBody
        let style = mask.object("garmentStyling") ?? Fields([:])
        let spans = kind.spans(
            GarmentClass.Styling(
                sleevesAreUp: style.text("longSleeveStyle") == "SLEEVE_UP",
                isTucked: style.text("tuckingStyle") == "TUCKED",
                isOpen: style.text("outerLayerStyle") == "OPEN"))
        let cloth = try figure.mask(spans).lower(figure.silhouette).inMemory()
        return try shaped(cloth, mask.text("maskShape") ?? "DEFAULT", figure)
    }

    /// What the shape `DEFAULT` means is stated nowhere: a little wider than the contour, here.
    private func shaped(_ found: Pixels, _ shape: String, _ figure: Figure) throws -> Pixels {
        switch shape {
        case "CONTOUR": return found
        case "BOUNDING_BOX":
            guard let box = try found.bounds() else { return found }
            let white = try Pixels.constant([255], box.size).eightBit()
            return try Pixels.black(source.size).inserting(white, x: box.x, y: box.y)
        default: return try found.dilated(radius: max(2, source.size.shortSide / 80))
        }
    }

    /// `DEFAULT` is stated nowhere: face and hands stay where a garment is put on, and a mask of
    /// the user's own is followed.
    private func excluding(
        from region: Pixels, _ figure: Figure, faceAndHandsByDefault: Bool
    ) throws -> Pixels {
        let exclusions = parameters.object("maskExclusions") ?? Fields([:])
        func isOn(_ name: String, byDefault: Bool) -> Bool {
            switch exclusions.text(name) {
            case "ON": true
            case "OFF": false
            default: byDefault
            }
        }
        var region = region
        if isOn("preserveBodyPose", byDefault: false) {
            region = try region.lower(figure.silhouette)
        }
        if isOn("preserveFace", byDefault: faceAndHandsByDefault) {
            region = try region.lower(figure.face().inverted())
        }
        if isOn("preserveHands", byDefault: faceAndHandsByDefault) {
            region = try region.lower(figure.hands().inverted())
        }
        return try region.eightBit().inMemory()
    }
}
