import ImageFacts
import ImgflowImages
import Testing

/// A scaling asks for its lines in narrow strips; what is dear before it is made once all the same.
@Suite(.serialized) struct StripTests {
    struct Work: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let go: @Sendable (Image) throws -> Image
    }

    static let works = [
        Work(testDescription: "a mask grown") { try $0.grown(by: 20) },
        Work(testDescription: "a mask shrunk, grown, soft") {
            try $0.shrunk(by: 6).grown(by: 50).feathered(by: 9)
        },
        Work(testDescription: "turned by an angle") {
            try $0.rotated(degrees: 40, background: Color(0, 0, 0, alpha: 0))
        },
        Work(testDescription: "a grown mask, turned") {
            try $0.grown(by: 9).rotated(degrees: 40, background: .white)
        },
    ]

    /// It took up to eighty times as long.
    @Test(arguments: works) func scaledItTakesNotMuchLonger(_ work: Work) throws {
        let photo = try Picture.gradient(PixelSize(900, 600))
        func best(_ make: () throws -> [UInt8]) throws -> Duration {
            var best = Duration.seconds(60)
            for _ in 0..<3 {
                best = min(best, try ContinuousClock().measure { _ = try make() })
            }
            return best
        }
        let alone = try best { try work.go(photo).encoded(as: .png) }
        let scaled = try best {
            try work.go(photo).resized(to: PixelSize(90, 60)).encoded(as: .png)
        }
        #expect(scaled < alone * 5 + .milliseconds(200), "\(scaled), alone \(alone)")
    }
}
