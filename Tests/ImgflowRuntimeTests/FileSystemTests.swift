import Foundation
import Glibc
import ImgflowModels
import ImgflowPlanner
import Testing

@testable import ImgflowRuntime

struct FileSystemTests {
    @Test func whatIsWrittenIsThereAndNothingElse() throws {
        let folder = try TemporaryFolder()
        #expect(try FileSystem.write([1, 2, 3], to: folder.place("a.bin"), replaces: false))
        #expect(try folder.read("a.bin") == [1, 2, 3])
        #expect(folder.names() == ["a.bin"])
    }

    @Test func aTakenNameIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        try folder.write([9], "a.bin")
        #expect(try !FileSystem.write([1, 2, 3], to: folder.place("a.bin"), replaces: false))
        #expect(try folder.read("a.bin") == [9])
        #expect(folder.names() == ["a.bin"])
    }

    @Test func aTakenNameIsReplacedWhereThatIsAskedFor() throws {
        let folder = try TemporaryFolder()
        try folder.write([9], "a.bin")
        #expect(try FileSystem.write([1, 2, 3], to: folder.place("a.bin"), replaces: true))
        #expect(try folder.read("a.bin") == [1, 2, 3])
        #expect(folder.names() == ["a.bin"])
    }

    /// Of many that want one name, one gets it, whole.
    @Test func oneOfManyGetsTheName() async throws {
        let folder = try TemporaryFolder()
        let path = folder.place("a.bin")
        let winners = try await withThrowingTaskGroup(of: UInt8?.self) { group in
            for number in UInt8(0)..<24 {
                group.addTask { @concurrent in
                    let bytes = [UInt8](repeating: number, count: 100_000)
                    return try FileSystem.write(bytes, to: path, replaces: false) ? number : nil
                }
            }
            return try await group.reduce(into: [UInt8]()) { if let one = $1 { $0.append(one) } }
        }
        #expect(winners.count == 1)
        #expect(try folder.read("a.bin") == [UInt8](repeating: winners[0], count: 100_000))
        #expect(folder.names() == ["a.bin"])
    }

    @Test func aMissingFolderIsAFailureThatNamesThePath() throws {
        let folder = try TemporaryFolder()
        let failure = #expect(throws: FileSystem.Failure.self) {
            try FileSystem.write([1], to: folder.place("no/a.bin"), replaces: false)
        }
        #expect(failure?.code == ENOENT)
        #expect(failure.map { "\($0)" }?.hasSuffix("no such file or directory") == true)
        #expect(folder.names() == [])
    }

    /// The name is a folder: nothing can be renamed to it, and nothing half is left.
    @Test(arguments: [true, false])
    func aFolderInTheWayLeavesNothingBehind(replaces: Bool) throws {
        let folder = try TemporaryFolder()
        try folder.write([], "a.bin/inside")
        if replaces {
            #expect(throws: FileSystem.Failure.self) {
                try FileSystem.write([1], to: folder.place("a.bin"), replaces: true)
            }
        } else {
            #expect(try !FileSystem.write([1], to: folder.place("a.bin"), replaces: false))
        }
        #expect(folder.names() == ["a.bin"])
        #expect(folder.names("a.bin") == ["inside"])
    }

    private func world(_ folder: TemporaryFolder) -> DiskWorld {
        DiskWorld(
            folder: folder.path, today: CalendarDate(2026, 11, 24), store: nil,
            readStandardInput: { nil })
    }

    /// Whoever is root may write anywhere, so this one is for everybody else.
    @Test(.enabled(if: getuid() != 0))
    func aFolderThatMayNotBeWrittenToIsToldOfBefore() throws {
        let folder = try TemporaryFolder()
        try folder.write([], "locked/inside")
        chmod(folder.place("locked"), 0o500)
        defer { chmod(folder.place("locked"), 0o700) }
        #expect(
            world(folder).obstacle(toWriting: "locked/a.png")
                == "permission denied (`locked`)")
        #expect(throws: FileSystem.Failure.self) {
            try FileSystem.write([1], to: folder.place("locked/a.png"), replaces: true)
        }
        #expect(folder.names("locked") == ["inside"])
    }

    @Test func aFileInThePlaceOfAFolderIsToldOfBefore() throws {
        let folder = try TemporaryFolder()
        try folder.write([], "notes.txt")
        #expect(
            world(folder).obstacle(toWriting: "notes.txt/a.png")
                == "`notes.txt` is not a folder")
        #expect(world(folder).obstacle(toWriting: folder.path) == "it is a folder")
        #expect(world(folder).obstacle(toWriting: "new/deep/a.png") == nil)
    }

    /// Two names for one file are found to be one, whatever stands between.
    @Test func aPathIsResolvedThroughItsLinks() throws {
        let folder = try TemporaryFolder()
        try folder.write([], "real/a.png")
        try FileManager.default.createSymbolicLink(
            atPath: folder.place("other"), withDestinationPath: "real")
        try FileManager.default.createSymbolicLink(
            atPath: folder.place("b.png"), withDestinationPath: "real/a.png")
        let world = world(folder)
        let right = world.resolved("real/a.png")
        for path in [
            "other/a.png", "b.png", "./real/a.png", "other/../real/a.png", "real/./a.png",
            "new/../real/a.png", folder.place("other/a.png"),
        ] { #expect(world.resolved(path) == right, "\(path)") }
        #expect(world.resolved("other/new.png") == world.resolved("real/new.png"))
        #expect(world.resolved("real/new.png") != right)
    }

    /// The longest name that the system takes has no room for a suffix.
    @Test func theLongestNameCanBeWritten() throws {
        let folder = try TemporaryFolder()
        let name = String(repeating: "n", count: 251) + ".png"
        #expect(try FileSystem.write([1], to: folder.place(name), replaces: false))
        #expect(folder.names() == [name])
        let wide = String(repeating: "日", count: 83) + ".png"
        #expect(try FileSystem.write([1], to: folder.place(wide), replaces: true))
        #expect(folder.names().count == 2)
    }

    @Test func foldersAreMadeWithThoseAbove() throws {
        let folder = try TemporaryFolder()
        try FileSystem.makeFolder(folder.place("a/b/c"))
        try FileSystem.makeFolder(folder.place("a/b/c"))
        #expect(FileSystem.kind(folder.place("a/b/c")) == .folder)
        try folder.write([], "a/file")
        #expect(throws: FileSystem.Failure.self) {
            try FileSystem.makeFolder(folder.place("a/file/b"))
        }
    }

    @Test func aFileIsReadWhole() throws {
        let folder = try TemporaryFolder()
        for count in [0, 1, 65_535, 65_536, 65_537, 3_000_000] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try folder.write(bytes, "a.bin")
            #expect(try FileSystem.read(folder.place("a.bin")) == bytes)
            #expect(try FileSystem.hash(of: folder.place("a.bin")) == Digest.hex(bytes))
        }
    }

    /// Read or hashed, the same is wrong with it.
    @Test(arguments: ["folder", "nothing", "broken", "/dev/zero", "/dev/null", "pipe", "large"])
    func whatCannotBeReadCannotBeHashed(name: String) throws {
        let folder = try TemporaryFolder()
        try FileSystem.makeFolder(folder.place("folder"))
        symlink("gone", folder.place("broken"))
        mkfifo(folder.place("pipe"), 0o600)
        try folder.write([], "large")
        truncate(folder.place("large"), (1 << 30) + 1)
        let path = name.hasPrefix("/") ? name : folder.place(name)
        func words(_ body: () throws -> some Any) -> String {
            do {
                _ = try body()
                return "read"
            } catch { return "\(error)" }
        }
        let read = words { try FileSystem.read(path) }
        #expect(read != "read" && read == words { try FileSystem.hash(of: path) })
    }
}

struct PathTests {
    @Test(arguments: [
        ("", "a", "a"), ("in", "a", "in/a"), ("in/", "a", "in/a"), ("in", "/a", "/a"),
        ("/", "a", "/a"),
    ])
    func joins(folder: String, name: String, path: String) {
        #expect(Path.join(folder, name) == path)
    }

    @Test(arguments: [
        ("a", ".", "a"), ("in/a", "in", "a"), ("/a", "/", "a"), ("/in/b/a.png", "/in/b", "a.png"),
    ])
    func splits(path: String, folder: String, name: String) {
        #expect(Path.folder(of: path) == folder)
        #expect(Path.name(of: path) == name)
    }

    @Test func twoNamesOfOneFileAreOne() throws {
        let folder = try TemporaryFolder()
        try folder.write([], "in/a.png")
        try folder.link("also", to: "in")
        let place = folder.place("in/a.png")
        for name in ["in/a.png", "./in/a.png", "in/../in/a.png", "also/a.png", "in//a.png", place] {
            #expect(Path.resolved(name, in: folder.path) == place)
        }
        #expect(Path.resolved("also/new/b.png", in: folder.path) == folder.place("in/new/b.png"))
    }
}
