import ImageFacts
import ImgflowImages

/// What lies beyond an image's edges: its own mirror image, which farther out turns into a scene,
/// or into the image's colors.
struct Surroundings {
    var left: Int
    var right: Int
    var up: Int
    var down: Int
    /// 0.1 keeps to the image, 1 leaves it soon.
    var creativity: Double
    var seed: Int

    /// The image itself keeps its pixels.
    func painted(around picture: Pixels, towards scene: Scene?) throws(ImageError) -> Pixels {
        let size = PixelSize(
            picture.size.width + left + right, picture.size.height + up + down)
        let hole = try Pixels.constant([255], size).eightBit()
            .inserting(Pixels.constant([0], picture.size).eightBit(), x: left, y: up).inMemory()
        let mirrored = try mirrored(picture, size).inMemory()
        let far =
            if let scene { try scene.painted(size) } else {
                try Backfill(seed: seed).filled(
                    mirrored.inserting(picture, x: left, y: up), hole: hole)
            }
        let reach = max(left, right, up, down)
        let distance = try softened(hole, reach).linear(1.6 * (0.25 + 0.75 * creativity), 0)
        return try far.blended(by: distance.eightBit(), over: mirrored).eightBit().asSRGB()
            .inserting(picture, x: left, y: up).inMemory()
    }

    /// 0 at the image's edge, growing outwards; blurred small, since the blur is as wide as the
    /// margins.
    private func softened(_ hole: Pixels, _ reach: Int) throws(ImageError) -> Pixels {
        let small = hole.size.fitted(within: 256)
        let scale = Double(small.width) / Double(hole.size.width)
        let sigma = max(1, Double(reach) * scale / 2)
        let soft = try hole.stretched(to: small).blurred(sigma: sigma).linear(2, -255)
        return try soft.atLeastZero().stretched(to: hole.size)
    }

    /// The image with its mirror images around it.
    private func mirrored(_ picture: Pixels, _ size: PixelSize) throws(ImageError) -> Pixels {
        let (width, height) = (picture.size.width, picture.size.height)
        let across = try picture.flipped(horizontally: true)
        let down = try picture.flipped(horizontally: false)
        let both = try across.flipped(horizontally: false)
        let tile = try Pixels.black(PixelSize(2 * width, 2 * height))
            .inserting(picture, x: 0, y: 0).inserting(across, x: width, y: 0)
            .inserting(down, x: 0, y: height).inserting(both, x: width, y: height).inMemory()
        let x = (2 * width - left % (2 * width)) % (2 * width)
        let y = (2 * height - up % (2 * height)) % (2 * height)
        return try tile.repeated(
            across: (x + size.width) / (2 * width) + 1, down: (y + size.height) / (2 * height) + 1
        ).cropped(x: x, y: y, size)
    }
}

extension Pixels {
    fileprivate func atLeastZero() throws(ImageError) -> Pixels {
        try higher(Pixels.constant([0], size).real())
    }
}
