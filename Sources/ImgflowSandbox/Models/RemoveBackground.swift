import ImgflowImages

/// Reference, section 6. As JPEG, which carries no alpha, the subject stands on black (unverified).
struct RemoveBackground: SandboxModel {
    let schema = Schema(.image, .outputFormat)

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8] {
        let image = try request.picture("image", .edit)
        let cut = try Cutout(image).picture()
        let isJPEG = request.text("output_format") == "jpeg"
        return try Finish.answer(isJPEG ? cut.flattened(on: .black) : cut, request, 0)
    }
}
