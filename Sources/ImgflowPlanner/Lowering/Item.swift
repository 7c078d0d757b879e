/// One image on its way through a pipeline.
struct Item {
    var image: PlannedImage?
    var names: [String: PlannedImage] = [:]
    var index: Int
    /// Values of swept parameters so far.
    var swept: [String: SweptValue] = [:]
    /// What verbs noted of it so far, by the names of the fields.
    var noted: [String: NotedField] = [:]
    /// Guards of this item that no image carries, because there is none.
    var guards: Set<Guard> = []

    /// The file that the image was loaded from, or its place in the stream, for messages.
    var who: String {
        guard let origin = image?.forecast.provenance, let stem = origin.stem else {
            return "image \(index)"
        }
        let name = origin.ext.map { $0.isEmpty ? stem : "\(stem).\($0)" } ?? stem
        return origin.dir.map { $0 == "." ? name : "\($0)/\(name)" } ?? name
    }
}
