package import ImageFacts

/// What the plan says of an image's pixels, and the run where only it knows.
package enum PlanNote {
    package static func converted(_ colors: OtherColors) -> String {
        "\(colors) converted to 8-bit sRGB"
    }

    /// Of a file that is read.
    ///
    /// - Parameter choosesPage: the program says which of several pages it means.
    package static func notes(on facts: ImageFacts, choosesPage: Bool = false) -> [String] {
        if facts.pages.count > 1, !choosesPage {
            let word = facts.format == .tiff ? "page" : "frame"
            return [
                "\(word) 1 of \(facts.pages.count) is used; page:2 takes another, page:all every one"
            ]
        }
        if facts.isArithmetic {
            return ["arithmetic coding: a truncated file cannot be detected"]
        }
        if let range = facts.colors?.range {
            return [
                "HDR (\(range.rawValue)): converted to standard range wherever pixels change, highlights are compressed"
            ]
        }
        return facts.hasUnknownColors
            ? ["its color coding is not supported: the pixels are taken as sRGB"] : []
    }
}
