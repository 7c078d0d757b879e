import ImageFacts
import ImgflowModels
import ImgflowPlanner

/// The size of a picture that Nova Canvas makes: one that is known, or of the shape of a picture
/// that goes in, which the run measures where the plan cannot.
struct NovaSize {
    /// The size in which the followed picture is sent.
    let sent: SizeForecast
    /// The same as known answers tell it.
    private let measured: SizeForecast
    private let own: PixelSize?

    /// - Parameter followed: nil where the size is known.
    init(
        _ size: PixelSize, following followed: PlannedImage?, _ parts: RequestDraft,
        in draft: PlanDraft
    ) {
        own = followed == nil ? size : nil
        let (card, stage) = (parts.chosen.card, parts.stage)
        sent = followed.map { draft.sentSize(of: $0, to: card, for: stage) } ?? .unknown
        measured = followed.map { draft.measuredSize(of: $0, to: card, for: stage) } ?? .unknown
    }

    /// From the size that goes in.
    var output: (SizeForecast) -> SizeForecast {
        { [own] sent in
            own.map { .exact($0) }
                ?? sent.map { NovaCanvas.size(aspect: $0.aspect, covering: nil) }
        }
    }

    /// For the price: what is not known counts as large.
    var largest: PixelSize { output(sent).size ?? PixelSize(2_048, 2_048) }

    /// The request's `width` and `height`.
    func sides(_ parts: inout RequestDraft) -> (width: RequestValue, height: RequestValue) {
        if let own { return (.integer(own.width), .integer(own.height)) }
        return (
            parts.measure(.novaWidth, named: "width", for: measured),
            parts.measure(.novaHeight, named: "height", for: measured)
        )
    }
}
