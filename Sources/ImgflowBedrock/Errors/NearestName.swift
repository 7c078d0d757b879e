/// The name that a mistyped one was probably meant to be.
enum NearestName {
    /// Nil when nothing is near: more than a third of the letters would have to change.
    static func of(_ name: String, among names: some Sequence<String>) -> String? {
        let limit = max(1, name.count / 3)
        let near = names.map { (name: $0, distance: distance(name.lowercased(), $0.lowercased())) }
            .filter { $0.distance <= limit }
        return near.min { $0.distance < $1.distance }?.name
    }

    /// Letters to put in, take out, change or swap with their neighbor.
    private static func distance(_ first: String, _ second: String) -> Int {
        let (first, second) = (Array(first), Array(second))
        var before: [Int] = []
        var last = Array(0...second.count)
        for row in first.indices {
            var current = [row + 1]
            for column in second.indices {
                let change = first[row] == second[column] ? 0 : 1
                var best = min(
                    last[column] + change, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, first[row] == second[column - 1],
                    first[row - 1] == second[column]
                {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            (before, last) = (last, current)
        }
        return last[second.count]
    }
}
