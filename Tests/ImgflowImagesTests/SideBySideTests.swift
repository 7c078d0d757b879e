import ImageFacts
import ImgflowImages
import Testing

/// Pictures are made on several threads at once.
struct SideBySideTests {
    /// Orc, which compiles libvips' loops, frees them without its own lock: two pictures that ended at
    /// the same time ended the process.
    @Test func picturesEndAtTheSameTime() async throws {
        let photo = try Picture.gradient(PixelSize(40, 30))
        let sizes = try await withThrowingTaskGroup(of: Int.self) { group in
            for lane in 0..<8 {
                group.addTask {
                    var sum = 0
                    for turn in 0..<60 {
                        let soft = try photo.blurred(sigma: Double(1 + (lane + turn) % 9))
                        sum += try soft.resized(to: PixelSize(20, 15)).pixels().size.width
                    }
                    return sum
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sizes == 8 * 60 * 20)
    }
}
