import ImgflowImages

/// The latest results' pictures, as far as they are bytes: what is not here is in the store, or made
/// again. So a session of any length takes the memory of its last pictures.
struct RecentPictures {
    /// Of encoded bytes.
    private static let most = 64 << 20
    private var pictures: [(number: Int, image: Image, bytes: Int)] = []

    mutating func add(_ image: Image?, as number: Int) {
        pictures.removeAll { $0.number == number }
        // One that was worked on holds the pixels of what it was made from.
        guard let image, let bytes = image.encoded?.count else { return }
        pictures.append((number, image, bytes))
        var sum = pictures.reduce(0) { $0 + $1.bytes }
        while sum > Self.most, pictures.count > 1 { sum -= pictures.removeFirst().bytes }
    }

    subscript(number: Int) -> Image? { pictures.last { $0.number == number }?.image }
}
