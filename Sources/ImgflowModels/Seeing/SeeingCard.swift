package import ImageFacts

/// A model that answers about images, called through Converse: its facts.
///
/// Source, if none other is named: docs/vision-models.md and the model cards of AWS that it cites.
package struct SeeingCard: Hashable, Sendable {
    /// Whose rules a request follows besides those of Converse itself.
    package enum Family: Hashable, Sendable { case nova1, nova2, qwen, mistral, claude }

    /// The word of `model:`.
    package var name: String
    /// As AWS's console and model cards spell it.
    package var title: String
    /// What it is for, to stand behind its name.
    package var does: String
    package var family: Family
    /// The model's own id, without the prefix of a profile.
    package var modelID: String
    /// Where it can be called, by which id and for how much: the first that serves a Region is taken.
    package var routes: [SeeingRoute]
    package var lifecycle: Lifecycle
    package var limits: SeeingLimits
    package var imageTokens: ImageTokens
    /// `maxTokens`, at most.
    package var longestAnswer: Int
    /// Whether `toolChoice` may name the tool.
    package var takesForcedTool: Bool
    /// False where any `temperature` is refused.
    package var takesTemperature: Bool
    /// Whether the account must hand in a form, and subscribe, before the first call.
    package var needsForm = false
    /// How it writes boxes; nil where nobody has shown that it can.
    package var boxes: BoxDialect?
    /// What no document settles.
    package var unverified: [String]

    /// Every Region where it can be called without a profile that leads anywhere, each once.
    package var regions: [String] {
        var seen: Set<String> = []
        return routes.filter { !$0.isGlobal }.flatMap(\.regions)
            .filter { seen.insert($0).inserted }
    }

    /// How it is called in a Region. A profile that may lead anywhere is for those who ask for it.
    package func route(in region: String, global: Bool = false) -> SeeingRoute? {
        routes.first { $0.isGlobal == global && $0.regions.contains(region) }
    }

    /// What goes into the URL.
    package func invocationID(by route: SeeingRoute) -> String { route.prefix + modelID }
}

/// One of the ids by which a model is called: its own, or a profile's.
package struct SeeingRoute: Hashable, Sendable {
    package enum Destination: Hashable, Sendable {
        /// The Region that is called.
        case own
        /// One of these, or the Region that is called.
        case among([String])
        case anywhere
    }

    /// Before the model's id: `us.`; empty where the model is called by its own.
    package var prefix: String
    /// Where the call may be made.
    package var regions: [String]
    /// Where it may be answered.
    package var destination: Destination
    package var price: TokenPrice
    package var quota: Quota

    /// By the model's own id.
    package init(_ regions: [String], _ price: TokenPrice, perMinute: Int) {
        self.init("", regions, to: .own, price, perMinute: perMinute)
    }

    /// By a profile.
    package init(
        _ prefix: String, _ regions: [String], to destination: Destination, _ price: TokenPrice,
        perMinute: Int
    ) {
        self.prefix = prefix
        self.regions = regions
        self.destination = destination
        self.price = price
        quota = Quota(requestsPerMinute: perMinute)
    }

    package var isGlobal: Bool { destination == .anywhere }
}

/// What a model takes as images.
package struct SeeingLimits: Hashable, Sendable {
    /// In one message.
    package var images: Int
    /// Of one image, before base64. Documented as 3.75 MB: the smaller reading of it.
    package var bytes = 3_750_000
    /// Of all images of a request; nil where nothing is said.
    package var allBytes: Int?
    /// Pixels of a side, at most.
    package var side = 8_000
    /// Pixels of the long side that are worth sending: more is shrunk by the model, or costs more.
    package var usefulSide: Int
    package var formats: [ImageFormat] = [.png, .jpeg, .webp]

    package init(images: Int, allBytes: Int? = nil, usefulSide: Int) {
        self.images = images
        self.allBytes = allBytes
        self.usefulSide = usefulSide
    }
}

/// How a model writes the box of what it was asked to find.
package enum BoxDialect: String, Hashable, Sendable {
    /// `[356, 770, 393, 872], [626, …]`: corners in thousandths of the sides, in plain text.
    case lists
    /// `[{"item": [x1, y1, x2, y2]}]`, in thousandths: a list keyed by the name.
    case named
    /// `[{"bbox_2d": […], "label": "…"}]`, in thousandths.
    case labeled
    /// Pixels of the image as the model shrinks it.
    case pixels
}
