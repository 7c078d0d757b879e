import ImageFacts
import ImgflowModels
import ImgflowPlanner

/// The size of an image that Nova Canvas makes: one that is known, or of the shape of an image
/// that goes in, which the run measures where the plan cannot.
struct NovaSize {
    /// The size in which the followed image is sent.
    let sent: SizeForecast
    /// The same as known answers tell it.
    private let measured: SizeForecast
    private let own: PixelSize?

    /// - Parameter followed: nil where the size is known.
    init(
        _ size: PixelSize, following followed: PlannedImage?, _ builder: RequestBuilder
    ) {
        own = followed == nil ? size : nil
        let (card, stage) = (builder.chosen.card, builder.stage)
        sent = followed.map { stage.sentSize(of: $0, to: card) } ?? .unknown
        measured = followed.map { stage.measuredSize(of: $0, to: card) } ?? .unknown
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
    func sides(_ builder: inout RequestBuilder) -> (width: RequestValue, height: RequestValue) {
        if let own { return (.integer(own.width), .integer(own.height)) }
        return (
            builder.measure(.novaWidth, named: "width", for: measured),
            builder.measure(.novaHeight, named: "height", for: measured)
        )
    }
}
