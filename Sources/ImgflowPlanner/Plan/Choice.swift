package import ImgflowModels

/// Why a call goes to the model that it goes to: `imgflow explain` tells it.
package struct Choice: Sendable {
    /// Another model that does what the verb does, and why it was not taken.
    package struct Rejection: Sendable {
        package var model: String
        package var price: Price
        package var why: String

        package init(model: String, price: Price, why: String) {
            self.model = model
            self.price = price
            self.why = why
        }
    }

    package var verb: String
    package var why: String
    package var rejected: [Rejection]

    package init(verb: String, why: String, rejected: [Rejection] = []) {
        self.verb = verb
        self.why = why
        self.rejected = rejected
    }
}
