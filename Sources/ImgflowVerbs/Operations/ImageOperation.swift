package import ImgflowImages
package import ImgflowPlanner

/// Work on this machine, done: a planned operation that knows how to change pixels.
package protocol ImageOperation: FreeOperation {
    /// Blocks while it decodes; called where blocking is fine.
    func apply(to image: Image) throws -> Image
}
