/// An image that was made before and is kept: a program begins with it, whatever has become of the files and
/// answers that it was made from.
package struct HeldImage: Sendable {
    /// The keeper knows it by this.
    package var id: String
    /// As people call it: `$3`.
    package var name: String
    package var identity: Identity
    package var forecast: Forecast
    /// Its bytes are a model's own.
    package var isAnswer: Bool
    /// Keys of the answers that it was made from, in order.
    package var calls: [String]
    /// How it is made again.
    package var recipe: HeldRecipe
    /// Of a mask, the image that it is of; one at most.
    package var pictures: [HeldImage] = []

    package init(
        id: String, name: String, identity: Identity, forecast: Forecast, isAnswer: Bool,
        calls: [String], recipe: HeldRecipe
    ) {
        self.id = id
        self.name = name
        self.identity = identity
        self.forecast = forecast
        self.isAnswer = isAnswer
        self.calls = calls
        self.recipe = recipe
    }
}
