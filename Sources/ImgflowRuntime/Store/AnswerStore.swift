import FoundationEssentials
import Glibc
package import ImgflowPlanner
import Synchronization

/// The answers that were paid for, on disk: data, not cache.
///
/// `answers/ab/abcdef….json` describes the image next to it. The record is written first as
/// `abcdef….pending`, then the image, and then the record gets its name: a record that is there has its
/// image, and an image that is whole has its record, whenever the process ends.
package final class AnswerStore: Sendable {
    package enum Damage: Error, Sendable {
        /// An image does not have the bytes that its record promises; it was set aside. The other
        /// images of the answer, `left` of them, stay cached.
        case setAside(String, left: Int)
        /// A record that is there and cannot be read, or whose image is gone.
        case unreadable(String)
    }

    package let folder: String
    /// Prompts and images are their user's alone; a folder that was named may be a team's, and then
    /// the user's mask and the folder decide.
    private let folderMode: UInt32
    private let fileMode: UInt32

    package init(folder: String, isShared: Bool = false) {
        self.folder = folder
        folderMode = isShared ? 0o777 : 0o700
        fileMode = isShared ? 0o666 : 0o600
    }

    /// For plans: what cannot be read counts as unknown here, and is an error before it is paid for
    /// again (`record`).
    package func known(_ key: AnswerKey) -> KnownAnswer? {
        guard let record = try? record(key) else { return nil }
        return record.known
    }

    /// - Throws: `Damage` where there is a record that nobody can read; nothing is paid for again
    ///   without a word.
    package func record(_ key: AnswerKey) throws -> StoredAnswer? {
        let path = recordPath(key)
        let bytes: [UInt8]
        do {
            bytes = try FileSystem.read(path)
        } catch  where error.isMissing {
            return pending(key)
        }
        guard let record = try? JSONDecoder().decode(StoredAnswer.self, from: Data(bytes)),
            record.version == 1, record.key == key.hex, hasImages(of: record)
        else { throw Damage.unreadable(path) }
        return record
    }

    /// The record of an image that is whole, and whose process ended before the record got its name.
    func pending(_ key: AnswerKey) -> StoredAnswer? {
        guard let bytes = try? FileSystem.read(pendingPath(key)),
            let record = try? JSONDecoder().decode(StoredAnswer.self, from: Data(bytes)),
            record.version == 1, record.key == key.hex, isSound(record)
        else { return nil }
        return record
    }

    private func hasImages(of record: StoredAnswer) -> Bool {
        let shelf = shelf(AnswerKey(hex: record.key))
        return record.imageNames.allSatisfy {
            FileSystem.kind(Path.join(shelf, $0.name)) == .file
        }
    }

    /// What a model said, as it came; nil where nothing is known.
    package func said(_ key: AnswerKey) -> [UInt8]? {
        guard let record = try? record(key), let said = record.said else { return nil }
        return Array(said.utf8)
    }

    /// Proves that answers can be kept here.
    package func prove() throws(FileSystem.Failure) {
        try FileSystem.makeFolder(folder, mode: folderMode)
        guard System.access(folder, W_OK) == 0 else {
            throw FileSystem.Failure(path: folder, code: errno)
        }
    }

    /// The image of a known answer; nil where there is none.
    package func image(_ key: AnswerKey) throws -> [UInt8]? { try images(key)?.first?.bytes }

    /// All images of a known answer; nil where there is none.
    ///
    /// - Throws: `Damage` where their bytes are not what was paid for.
    package func images(
        _ key: AnswerKey
    ) throws -> [(bytes: [UInt8], hash: String, seed: Int?)]? {
        guard let record = try record(key) else { return nil }
        return try record.imageNames.map { name, hash, seed in
            let path = Path.join(shelf(key), name)
            let bytes = try FileSystem.read(path)
            guard Digest.hex(bytes) == hash else {
                throw try setAside(bytes, at: path, from: record.without(image: hash), key: key)
            }
            return (bytes, hash, seed)
        }
    }

    /// Moves a damaged image out of the way.
    ///
    /// - Parameter rest: the record of the answer's other images; nil if it was the only one.
    private func setAside(
        _ bytes: [UInt8], at path: String, from rest: StoredAnswer?, key: AnswerKey
    ) throws -> Damage {
        let aside = path + ".damaged"
        try FileSystem.write(bytes, to: aside, replaces: true, mode: fileMode)
        FileSystem.remove(pendingPath(key))
        if let rest {
            try FileSystem.write(
                encoded(rest), to: recordPath(key), replaces: true, mode: fileMode)
        } else {
            FileSystem.remove(recordPath(key))
        }
        FileSystem.remove(path)
        return Damage.setAside(aside, left: rest?.imageNames.count ?? 0)
    }

    private func encoded(_ record: StoredAnswer) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(record))
    }

    /// The mask that came with a known answer; nil where there is none, or not as it came.
    func mask(_ key: AnswerKey) throws -> [UInt8]? {
        guard let record = try record(key), let name = record.maskName else { return nil }
        guard let bytes = try? FileSystem.read(Path.join(shelf(key), name)),
            Digest.hex(bytes) == record.maskHash
        else { return nil }
        return bytes
    }

    /// Held while this answer is asked for, so that no other process asks for it too.
    func lock(_ key: AnswerKey) async throws -> AnswerLock {
        try FileSystem.makeFolder(shelf(key), mode: folderMode)
        return try await AnswerLock(
            Path.join(shelf(key), "\(key.hex).lock"), mode: fileMode)
    }

    /// Returns when the answer is on disk, synced.
    package func put(_ record: StoredAnswer, image: [UInt8], mask: [UInt8]? = nil) throws {
        try put(record, images: [image], mask: mask)
    }

    /// - Parameter images: in the order of the record.
    package func put(
        _ record: StoredAnswer, images: [[UInt8]], mask: [UInt8]? = nil
    ) throws {
        let key = AnswerKey(hex: record.key)
        try FileSystem.makeFolder(shelf(key), mode: folderMode)
        try FileSystem.write(
            encoded(record), to: pendingPath(key), replaces: true, mode: fileMode,
            syncsName: false)
        for (picture, image) in zip(record.imageNames, images) {
            try FileSystem.write(
                image, to: Path.join(shelf(key), picture.name), replaces: true, mode: fileMode)
        }
        if let mask, let name = record.maskName {
            try FileSystem.write(
                mask, to: Path.join(shelf(key), name), replaces: true, mode: fileMode)
        }
        try FileSystem.move(pendingPath(key), to: recordPath(key))
    }

    /// Takes back what turned out to be no image.
    func forget(_ key: AnswerKey) {
        let record = (try? record(key)).flatMap { $0 }
        FileSystem.remove(pendingPath(key))
        FileSystem.remove(recordPath(key))
        for name in record?.fileNames ?? [] { FileSystem.remove(Path.join(shelf(key), name)) }
    }

    /// Keeps the body of an answer that no image could be taken from: it may have been paid for.
    package func putAside(_ body: [UInt8], of key: AnswerKey) throws -> String {
        // Several may come of one key, and each may be paid for.
        let name = "\(key.hex)-\(Digest.hex(body).prefix(8))"
        let path = Path.join(rejected, "\(name).body")
        try FileSystem.makeFolder(Path.folder(of: path), mode: folderMode)
        try FileSystem.write(body, to: path, replaces: true, mode: fileMode)
        return path
    }

    /// Answers that no image could be taken from.
    var rejected: String { Path.join(folder, "rejected") }

    private func shelf(_ key: AnswerKey) -> String { Path.join(folder, String(key.hex.prefix(2))) }

    private func pendingPath(_ key: AnswerKey) -> String {
        Path.join(shelf(key), "\(key.hex).pending")
    }

    private func recordPath(_ key: AnswerKey) -> String {
        Path.join(shelf(key), "\(key.hex).json")
    }
}
