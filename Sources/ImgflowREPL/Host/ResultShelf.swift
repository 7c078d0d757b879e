import Dispatch
import Foundation
import Glibc
import ImgflowImages
import ImgflowPlanner
import ImgflowRuntime
import Synchronization

/// The images of a session's results, as they were shown: an image file as it came, and what was worked out of
/// one as its pixels, without loss. They are written next to the prompt, and read when they are wanted again.
final class ResultShelf: ImageKeeper {
    enum Problem: UserFacingError, CustomStringConvertible {
        case unknown
        /// What was written is not there as it was.
        case changed(String)

        var description: String {
            switch self {
            case .unknown: "the image is not kept"
            case .changed(let path): "`\(path)`, an image of this session, was changed"
            }
        }
    }

    private struct Item {
        var form: KeptForm
        /// Of the file, once it is written.
        var name: String?
        /// Until it is written, and a while longer where it is no more than bytes.
        var image: Image?
        /// On disk, as far as it is known.
        var bytes: Int
    }

    private struct State {
        var items: [String: Item] = [:]
        var bytes = 0
        var number = 0
        var isFull = false
        /// The session is over: what waits is not written any more.
        var isLeft = false
        /// Images that are not written yet.
        var waiting = 0
        /// The files that are written.
        var names: Set<String> = []
        /// Written, and in memory; the latest last.
        var recent: [String] = []
    }

    private let state = Mutex(State())
    private let writer = DispatchQueue(label: "results", qos: .utility)
    /// Learns which file has which image.
    let journal: SessionJournal
    private var folder: SessionFolder { journal.folder }
    /// Bytes on disk; and of image files in memory next to those.
    private static let most = 2 << 30
    private static let mostInMemory = 64 << 20

    init(_ journal: SessionJournal) { self.journal = journal }

    /// Has what an earlier process wrote.
    init(_ journal: SessionJournal, keeping kept: [JournalRecord.Kept]) {
        self.journal = journal
        state.withLock { state in
            for item in kept {
                let isNew = state.names.insert(item.file).inserted
                let size = FileSystem.size(of: Path.join(journal.folder.path, item.file)) ?? 0
                let bytes = isNew ? size : 0
                state.bytes += bytes
                state.items[item.id] = Item(
                    form: item.form, name: item.file, image: nil, bytes: bytes)
                state.number = max(state.number, Int(item.id) ?? 0)
            }
        }
    }

    /// Others' leavings, when there is time for it.
    func sweep() {
        writer.async { [folder] in folder.sweepOthers() }
    }

    /// An image came that there was no room for.
    var isFull: Bool { state.withLock { $0.isFull } }

    /// Takes an image, and has it written.
    ///
    /// - Returns: What it is known by; nil where there is no room for it.
    func put(_ image: Image, _ identity: Identity) -> String? {
        let (form, file) = image.kept
        let bytes = file?.count ?? form.width * form.height * (form.hasAlpha ? 4 : 3)
        let id: String? = state.withLock { state in
            guard state.bytes + bytes <= Self.most else {
                state.isFull = true
                return nil
            }
            state.number += 1
            state.bytes += bytes
            state.waiting += 1
            let id = "\(state.number)"
            state.items[id] = Item(form: form, image: image, bytes: bytes)
            return id
        }
        guard let id else { return nil }
        writer.async { [weak self] in
            guard let self, !state.withLock({ $0.isLeft }) else { return }
            write(id, image, file, identity)
            state.withLock { $0.waiting -= 1 }
        }
        return id
    }

    /// What cannot be written stays in memory.
    private func write(_ id: String, _ image: Image, _ file: [UInt8]?, _ identity: Identity) {
        let name = file.map { Digest.hex($0) } ?? Digest.hex(identity.text) + ".pixels"
        let isNew = state.withLock { !$0.names.contains(name) }
        let path = Path.join(folder.path, name)
        if isNew {
            do {
                try folder.claim()
                if let file {
                    try FileSystem.write(file, to: path, replaces: true, mode: 0o600)
                } else {
                    try writePixels(of: image, to: path)
                }
            } catch {
                return
            }
        }
        let written = file?.count ?? FileSystem.size(of: path) ?? 0
        state.withLock { state in
            let bytes = state.names.insert(name).inserted ? written : 0
            state.bytes += bytes - (state.items[id]?.bytes ?? 0)
            state.items[id]?.bytes = bytes
            state.items[id]?.name = name
            if image.encoded == nil {
                // It holds what it was made from.
                state.items[id]?.image = nil
            } else {
                Self.keepAtHand(id, in: &state)
            }
        }
        if let form = state.withLock({ $0.items[id]?.form }) {
            journal.keep(JournalRecord.Kept(id: id, form: form, file: name))
        }
    }

    private func writePixels(of image: Image, to path: String) throws {
        // libvips takes its own kind of file by this ending.
        let part = path + ".v"
        defer { FileSystem.remove(part) }
        try FileSystem.write([], to: part, replaces: true, mode: 0o600)
        try image.writePixels(to: folder.textualPath(Path.name(of: part)))
        try FileSystem.rename(part, to: path)
    }

    private static func keepAtHand(_ id: String, in state: inout State) {
        state.recent.removeAll { $0 == id }
        state.recent.append(id)
        func bytes(_ id: String) -> Int { state.items[id]?.image?.encoded?.count ?? 0 }
        var sum = state.recent.reduce(0) { $0 + bytes($1) }
        while sum > mostInMemory, state.recent.count > 1 {
            let first = state.recent.removeFirst()
            sum -= bytes(first)
            state.items[first]?.image = nil
        }
    }

    func image(_ id: String) throws -> Image {
        // What is not written yet is worked out again with all before it: lines that come faster than they are
        // written wait, or each would cost more than the one before.
        if state.withLock({ $0.waiting > 1 }) { writer.sync {} }
        guard let item = state.withLock({ $0.items[id] }) else { throw Problem.unknown }
        if let image = item.image { return image }
        guard let name = item.name else { throw Problem.unknown }
        let path = Path.join(folder.path, name)
        guard item.form.isImageFile else {
            return try Image(item.form, pixelsAt: folder.textualPath(name))
        }
        let bytes = try FileSystem.read(path)
        guard Digest.hex(bytes) == name else { throw Problem.changed(path) }
        let image = try Image(item.form, file: bytes)
        if image.encoded != nil {
            state.withLock { state in
                state.items[id]?.image = image
                Self.keepAtHand(id, in: &state)
            }
        }
        return image
    }

    /// The session is over: what can be continued stays, with all its images; else nothing does.
    func close() {
        if journal.isKept {
            writer.sync {}
            folder.release()
        } else {
            state.withLock { $0.isLeft = true }
            writer.sync {}
            folder.remove()
            folder.release()
        }
    }
}
