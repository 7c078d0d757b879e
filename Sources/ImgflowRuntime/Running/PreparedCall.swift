import ImageFacts
import ImgflowModels
import ImgflowPlanner

/// A call whose images have come: the request as it will be sent, and the key of its result.
struct PreparedCall: Sendable {
    var node: PlanNode
    var call: ModelCall
    /// The order of the call's images in the plan.
    var images: [PreparedImage]
    /// Complete but for the bytes of the images.
    var request: RequestValue
    var key: AnswerKey
    /// Of the result.
    var provenance: Provenance

    /// The request's own seed; nil if the model draws one, or has none.
    var seed: Int? {
        if case .integer(let seed)? = request.seed { seed } else { nil }
    }

    /// The request with its images by their identities.
    var text: String {
        RequestWriter.text(request) { role in
            images.first { $0.role == role }?.identity.text ?? ""
        }
    }

    /// The bill for so many images.
    func price(of count: Int) -> Dollars {
        count == call.images ? call.price.amount : call.pricePerImage * count
    }
}

/// An image of a call before any pixel is touched: what is to be done to it, and what it then is.
struct PreparedImage: Sendable {
    var role: ImageRole
    var input: Produced
    var steps: [Preparation.Step]
    var rule: Preparation
    var size: PixelSize
    var identity: Identity
}
