/// The known name that a misspelt one was most likely meant to be.
package enum NearestName {
    /// Longer names are nobody's slip of the finger.
    private static let lengthLimit = 64
    /// A program with more names than this is not helped by one of them.
    private static let candidateLimit = 1000

    /// Nil when nothing is near: at most a third of the letters may differ, a swap counting as one.
    package static func of(_ name: String, in candidates: some Sequence<String>) -> String? {
        let wanted = folded(name)
        guard !wanted.isEmpty, wanted.count <= lengthLimit else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in candidates.prefix(candidateLimit) {
            let letters = folded(candidate)
            let limit = min(3, max(1, max(wanted.count, letters.count) / 3))
            guard letters.count <= lengthLimit, abs(letters.count - wanted.count) <= limit else {
                continue
            }
            let distance = distance(wanted, letters)
            // Of two letters one is not enough in common.
            guard distance <= limit, distance * 2 < max(wanted.count, letters.count) else {
                continue
            }
            // Of equals the first in the alphabet, whatever order they come in.
            if best.map({ (distance, candidate) < ($0.distance, $0.name) }) ?? true {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    private static func folded(_ name: String) -> [Unicode.Scalar] {
        Array(name.lowercased().unicodeScalars)
    }

    /// Edit distance in which a swap of neighbors is one edit (optimal string alignment).
    static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        var current = last
        for row in 1...left.count {
            current[0] = row
            for column in 1...right.count {
                let isSame = left[row - 1] == right[column - 1]
                var cost = min(last[column] + 1, current[column - 1] + 1)
                cost = min(cost, last[column - 1] + (isSame ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2],
                    left[row - 2] == right[column - 1]
                {
                    cost = min(cost, beforeLast[column - 2] + 1)
                }
                current[column] = cost
            }
            (beforeLast, last, current) = (last, current, beforeLast)
        }
        return last[right.count]
    }
}
