import Foundation
import Glibc
import ImageFacts
import ImgflowModels
import ImgflowPlanner
import Testing

@testable import ImgflowRuntime

/// What the run reads is what the plan looked at, or the run is told.
struct PlannedFileTests {
    /// The smallest PNG, with a number in it that no pixel shows.
    private static func picture(_ number: UInt8) -> [UInt8] {
        let bytes: [UInt8] = [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52,
            0,
            0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 0x0A, 0x49, 0x44,
            0x41, 0x54, 0x78, 0x9C, 0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xAF, 0xA4, 0x71, 0, 0, 0,
            0,
            0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
        ]
        return bytes + [number]
    }

    private let folder: TemporaryFolder
    private let world: DiskWorld

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Self.picture(1), "a.png")
        world = DiskWorld(
            folder: folder.path, today: CalendarDate(2026, 11, 24), store: nil,
            readStandardInput: { nil })
    }

    private func look() throws -> String {
        guard case .image(_, let hash) = world.look(at: "a.png") else {
            throw POSIXError(.EINVAL)
        }
        return hash
    }

    /// Changes of the last seconds may not be seen in the file's times.
    @Test(arguments: [0, 3.2]) func itIsTheSameAsLongAsNobodyChangesIt(wait: Double) async throws {
        try await Task.sleep(for: .seconds(wait))
        let hash = try look()
        #expect(try world.planned("a.png", hash: hash, trusting: true) == Self.picture(1))
        try folder.write(Self.picture(2), "a.png")
        #expect(try world.planned("a.png", hash: hash, trusting: true) == nil)
    }

    /// As `touch -r` and `cp -p` do it.
    @Test func aChangeIsSeenThoughItsDateIsTheOldOne() async throws {
        try await Task.sleep(for: .seconds(3.2))
        var before = stat()
        try #require(stat(folder.place("a.png"), &before) == 0)
        let hash = try look()
        let file = open(folder.place("a.png"), O_WRONLY)
        try #require(file >= 0)
        defer { close(file) }
        try #require(pwrite(file, Self.picture(2), Self.picture(2).count, 0) > 0)
        var times = [before.st_atim, before.st_mtim]
        try #require(futimens(file, &times) == 0)
        #expect(try world.planned("a.png", hash: hash, trusting: true) == nil)
    }

    @Test func anotherThatWasGivenItsNameIsSeen() async throws {
        try folder.write(Self.picture(2), "b.png")
        try await Task.sleep(for: .seconds(3.2))
        let hash = try look()
        try #require(rename(folder.place("b.png"), folder.place("a.png")) == 0)
        #expect(try world.planned("a.png", hash: hash, trusting: true) == nil)
    }
}
