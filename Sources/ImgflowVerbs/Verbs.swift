package import ImgflowLanguage
package import ImgflowPlanner

/// Every verb of the language: a verb is its own file in `Verbs/` and a line here.
package enum Verbs {
    package static let all: [any Verb] = [
        Load(), Save(), Info(),
        Generate(), Inpaint(), Replace(), RemoveBackground(), Upscale(),
        Resize(), Convert(),
    ]

    /// What checking, help and completion know of them.
    package static let catalogue = Catalogue(all.map(\.signature))
}
