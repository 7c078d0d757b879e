import Foundation
import Glibc
import ImageFacts
@testable import ImgflowImages
import Testing

/// Many pixels that are dear wait in a file without a name.
@Suite(.serialized) struct HeldTests {
    private static let size = PixelSize(3_000, 2_100)

    /// Files of this process that no folder shows, and that hold so many pixels.
    private func namelessFiles(of size: PixelSize = size) -> Int {
        let folder = "/proc/self/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.count { name in
            let place = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "\(folder)/\(name)")
            var facts = stat()
            return place?.hasSuffix(" (deleted)") ?? false
                && stat("\(folder)/\(name)", &facts) == 0
                && Int(facts.st_size) == size.pixels * 3
        }
    }

    @Test func theyAreTheSamePixelsWithTheSameMetadata() throws {
        let photo = try Picture.gradient(Self.size).pixels().withXMP("<x/>")
        let before = namelessFiles()
        let held = try photo.held()
        #expect(namelessFiles() == before + 1)
        #expect(held.size == photo.size)
        #expect(held.bands == photo.bands)
        #expect(held.blob("xmp-data") == Array("<x/>".utf8))
        #expect(held.isStandard)
        #expect(try held.bytes() == photo.bytes())
    }

    @Test func fewStayInMemory() throws {
        let size = PixelSize(300, 210)
        let photo = try Picture.gradient(size).pixels()
        let held = try photo.held()
        #expect(namelessFiles(of: size) == 0)
        #expect(try held.bytes() == photo.bytes())
    }

    @Test func theFileGoesWithThePixels() throws {
        let before = namelessFiles()
        _ = try Picture.gradient(Self.size).pixels().held().mean()
        #expect(namelessFiles() == before)
    }

    @Test func aChainGivesWhatItGivesInMemory() throws {
        let photo = try Picture.gradient(Self.size)
        let file = try Image(encoded: photo.encoded(as: .png))
        let target = PixelSize(300, 210)
        let chain = try file.blurred(sigma: 4).resized(to: target)
        let steps = try photo.pixels().blurred(sigma: 4).inMemory().resized(to: target)
        try expectSame(chain, Image(steps, format: .png), tolerance: 0)
    }
}
