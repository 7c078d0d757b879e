import ImageFacts
import ImgflowImages

/// Where in an image the region finder finds what words name, as boxes.
struct FoundBoxes {
    /// Of an image, in its pixels: left, top, right, bottom.
    struct Box: Hashable { var x1, y1, x2, y2: Double }

    /// This in the words finds nothing.
    static let nothing = "imgflow-nothing"

    /// The largest first.
    let boxes: [Box]

    init(of phrase: String, in picture: Pixels) throws(ImageError) {
        guard !phrase.contains(Self.nothing) else {
            boxes = []
            return
        }
        let size = picture.size.fitted(within: 256)
        let mask = try RegionFinder(picture).mask(of: phrase).resized(to: size).eightBit().bytes()
        var isOpen = mask.map { $0 >= 128 }
        var found: [(count: Int, box: Box)] = []
        for start in isOpen.indices where isOpen[start] {
            var pending = [start]
            isOpen[start] = false
            var (left, top, right, bottom) = (size.width, size.height, 0, 0)
            var count = 0
            while let index = pending.popLast() {
                let (x, y) = (index % size.width, index / size.width)
                (left, right) = (min(left, x), max(right, x))
                (top, bottom) = (min(top, y), max(bottom, y))
                count += 1
                for (dx, dy) in [(-1, 0), (1, 0), (0, -1), (0, 1)] {
                    let (nextX, nextY) = (x + dx, y + dy)
                    guard (0..<size.width).contains(nextX), (0..<size.height).contains(nextY),
                        isOpen[nextY * size.width + nextX]
                    else { continue }
                    isOpen[nextY * size.width + nextX] = false
                    pending.append(nextY * size.width + nextX)
                }
            }
            // Less than a hundredth of the image is dust.
            guard count * 100 >= mask.count else { continue }
            let (across, down) = (
                Double(picture.size.width) / Double(size.width),
                Double(picture.size.height) / Double(size.height)
            )
            found.append(
                (
                    count,
                    Box(
                        x1: Double(left) * across, y1: Double(top) * down,
                        x2: Double(right + 1) * across, y2: Double(bottom + 1) * down)
                ))
        }
        boxes = found.enumerated().sorted {
            ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
        }.map(\.element.box)
    }
}

extension FoundBoxes.Box {
    /// In a model's scale: thousandths, or pixels of what it sees.
    func numbers(of facts: SeeingFacts, in size: PixelSize) -> [Int] {
        let seen = facts.seen(size)
        let isOfPixels = facts.family == .claude || facts.family == .newClaude
        let (width, height) = isOfPixels ? (seen.width, seen.height) : (1_000, 1_000)
        func scaled(_ value: Double, _ from: Int, _ to: Int) -> Int {
            Int((value / Double(from) * Double(to)).rounded())
        }
        return [
            scaled(x1, size.width, width), scaled(y1, size.height, height),
            scaled(x2, size.width, width), scaled(y2, size.height, height),
        ]
    }
}
