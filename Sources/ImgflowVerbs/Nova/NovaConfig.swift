import ImgflowModels
import ImgflowPlanner

extension RequestBuilder {
    /// Nova's options, with the side lengths if the task makes an image of a new size.
    mutating func config(
        _ size: NovaSize? = nil, in plan: inout PlanBuilder
    ) -> NovaCanvas.Config {
        let options = NovaOptions(stage)
        let sides = size?.sides(&self)
        return NovaCanvas.Config(
            width: sides?.width, height: sides?.height, quality: options.quality,
            guidance: options.guidance, seed: seed(in: &plan))
    }
}
