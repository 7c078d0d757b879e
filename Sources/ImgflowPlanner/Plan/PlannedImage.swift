/// An image of the plan: the node that makes it and what is known of it.
package struct PlannedImage: Sendable {
    package var node: PlanNode.ID
    package var forecast: Forecast
    package var identity: Identity
}
