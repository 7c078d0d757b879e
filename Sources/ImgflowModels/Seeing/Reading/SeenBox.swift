package import ImageFacts

/// Where a model found something: edges as shares of the image's sides, left of right, top of bottom.
package struct SeenBox: Hashable, Sendable {
    package var left: Double
    package var top: Double
    package var right: Double
    package var bottom: Double

    /// A box as a model wrote it: corners in any order, beyond the edges perhaps.
    ///
    /// - Parameters:
    ///   - numbers: x and y of two corners that face each other.
    ///   - scale: what the image's sides are in the same units.
    /// - Returns: nil where nothing of it lies in the image, or it has no area.
    package init?(_ numbers: [Double], scale: (width: Double, height: Double)) {
        guard numbers.count == 4, numbers.allSatisfy(\.isFinite), scale.width > 0, scale.height > 0
        else { return nil }
        func share(_ number: Double, _ side: Double) -> Double { min(max(number / side, 0), 1) }
        let across = [share(numbers[0], scale.width), share(numbers[2], scale.width)].sorted()
        let down = [share(numbers[1], scale.height), share(numbers[3], scale.height)].sorted()
        guard across[0] < across[1], down[0] < down[1] else { return nil }
        (left, right) = (across[0], across[1])
        (top, bottom) = (down[0], down[1])
    }

    package var width: Double { right - left }
    package var height: Double { bottom - top }

    /// Of the image's area.
    package var share: Double { width * height }

    /// A box that covers almost everything says nothing: more than nine tenths.
    package var isAlmostAll: Bool { share > 0.9 }

    /// Wider on each side by a fiftieth of the image's side, or a twentieth of the box's where that is
    /// more: models place boxes slightly off, and differently from run to run. Source:
    /// docs/vision-models.md, 3.
    package var padded: SeenBox {
        let across = max(0.02, width / 20)
        let down = max(0.02, height / 20)
        var box = self
        box.left = max(0, left - across)
        box.right = min(1, right + across)
        box.top = max(0, top - down)
        box.bottom = min(1, bottom + down)
        return box
    }

    /// The pixels that it touches.
    package func pixels(of size: PixelSize) -> (x: Int, y: Int, size: PixelSize) {
        func edges(_ from: Double, _ to: Double, _ side: Int) -> (Int, Int) {
            // A millionth of a pixel is an error of arithmetic.
            let first = Int((from * Double(side) + 1e-6).rounded(.down))
            let last = Int((to * Double(side) - 1e-6).rounded(.up))
            return (min(first, side - 1), max(min(last, side), min(first, side - 1) + 1))
        }
        let (x, right) = edges(left, self.right, size.width)
        let (y, bottom) = edges(top, self.bottom, size.height)
        return (x, y, PixelSize(right - x, bottom - y))
    }
}
