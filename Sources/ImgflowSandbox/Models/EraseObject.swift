import ImgflowImages

/// Reference, sections 4.3 and 6. The output has the input's size (unverified on Bedrock).
struct EraseObject: SandboxModel {
    let schema = Schema(.image, .optional("mask", .image), .growMask, .seed, .outputFormat)

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8] {
        let seed = request.seed(randomness)
        let image = try request.picture("image", .edit)
        let mask = try request.whiteMask(of: image).grown(by: request.integer("grow_mask") ?? 5)
        let opaque = try image.flattened(on: .black).inMemory()
        let filled = try Backfill(seed: seed).filled(opaque, hole: mask)
        return try Finish.answer(filled.blended(by: mask, over: opaque), request, seed)
    }
}
