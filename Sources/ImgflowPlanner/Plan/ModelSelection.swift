package import ImgflowModels

/// Why a call goes to the model that it goes to: `imgflow explain` tells it.
package struct ModelSelection: Sendable {
    /// Another model that does what the verb does, and why it was not taken.
    package struct Rejection: Sendable {
        package var model: String
        package var price: Price
        package var why: String
        package var isRetired: Bool

        package init(model: String, price: Price, why: String, isRetired: Bool = false) {
            self.isRetired = isRetired
            self.model = model
            self.price = price
            self.why = why
        }
    }

    package var verb: String
    package var why: String
    package var rejected: [Rejection]
    /// What must go besides `model:` for a living model to be taken; nil where none could be.
    package var unpinning: [String]?

    package init(
        verb: String, why: String, rejected: [Rejection] = [], unpinning: [String]? = nil
    ) {
        self.unpinning = unpinning
        self.verb = verb
        self.why = why
        self.rejected = rejected
    }
}
