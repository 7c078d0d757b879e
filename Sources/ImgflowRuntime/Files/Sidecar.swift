/// The recipe of an image that is signed, in a file next to it: inside, it would break the signature.
package enum Sidecar {
    package static func path(of image: String) -> String { image + ".imgflow" }

    /// Nil where there is none, or a file that is no recipe.
    package static func text(of image: String) -> String? {
        guard let bytes = try? FileSystem.read(path(of: image)),
            let text = String(validating: bytes, as: UTF8.self), text.hasPrefix("imgflow ")
        else { return nil }
        return text
    }
}
