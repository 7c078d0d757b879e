/// Every model that answers about images: a model is its own file here, and a line.
package enum SeeingModels {
    /// The default first; those that want a form last.
    package static let all: [SeeingCard] = [
        .nova2Lite, .novaLite, .novaPro, .qwen3VL, .mistralLarge3, .claudeHaiku55, .claudeHaiku45,
    ]

    package static let standard = SeeingCard.nova2Lite
}

extension Lifecycle {
    /// The models that are seen with have no announced end. Source: AWS, model cards and
    /// model-lifecycle-legacy.
    static let seeing = Lifecycle(source: "AWS's model cards", asOf: "2026-10")
}

/// Groups of Regions, as AWS's model cards list them.
enum SeeingRegions {
    static let us = ["us-east-1", "us-east-2", "us-west-1", "us-west-2"]
    static let usDestinations = ["us-east-1", "us-east-2", "us-west-2"]
    static let eu = [
        "eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3",
    ]
    /// Where Claude's European profiles are called.
    static let euWider = [
        "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1",
        "eu-west-2", "eu-west-3",
    ]
    static let japan = ["ap-northeast-1", "ap-northeast-3"]
}
