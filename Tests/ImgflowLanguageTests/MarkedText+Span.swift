import ImgflowLanguage
import TestSupport

extension MarkedText {
    /// The span between two markers; an impossible one when a marker is missing.
    func span(_ from: Int, _ to: Int) -> Span { Span(markers[from] ?? -1, markers[to] ?? -1) }
}
