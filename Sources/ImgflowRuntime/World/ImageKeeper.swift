package import ImgflowImages

/// Has the images that a session keeps.
package protocol ImageKeeper: Sendable {
    /// Blocks.
    ///
    /// - Throws: Where it is not to be had any more.
    func image(_ id: String) throws -> Image
}
