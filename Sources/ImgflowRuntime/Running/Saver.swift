import ImageFacts
import ImgflowImages
import ImgflowPlanner
import Synchronization

/// Puts pictures where the user wants them.
final class Saver: Sendable {
    private let world: DiskWorld
    /// What this run has written: never replaced by it, whatever `overwrite` says.
    private let written = Mutex<Set<String>>([])

    /// The files that the plan reads: never overwritten, also by names that only the run knows.
    private let sources: Set<String>
    /// The files that the plan writes by name: names that only the run knows step aside.
    private let targets: Set<String>

    init(world: DiskWorld, plan: Plan) {
        self.world = world
        sources = Set(
            plan.nodes.compactMap { node in
                if case .load(let path) = node.action { world.resolved(path) } else { nil }
            })
        targets = Set(plan.targets.map(world.resolved))
    }

    /// In the format that the name asks for; untouched where it asks for none, or for the same.
    func converted(_ image: Image, _ save: SaveStep) throws -> Image {
        let format = save.format ?? image.facts.format
        let isOpaque = !image.facts.hasAlpha || format.carriesAlpha
        let source = isOpaque ? image : try image.flattened(on: .white)
        return try Image(encoded: source.encoded(as: format, quality: save.quality))
    }

    /// - Parameter made: the picture as `converted` gave it.
    func save(
        _ made: Produced, _ save: SaveStep, inputs: [PlanNode.ID: Produced]
    ) async throws -> Step.Report {
        let bytes = try made.image.encoded(as: made.image.facts.format)
        switch save.target {
        case .standardOutput:
            return .picture(bytes)
        case .file(let path):
            return try write(bytes, to: path, overwrites: save.overwrites)
        case .late(let text):
            let name = text.filled(writing: FileName.part) { inputs[$0]?.forecast }
            let ext = FileName(name).ext
            let isWhole = ImageFormat(fileExtension: ext) != nil
            let path = isWhole ? name : "\(name).\(made.image.facts.format.fileExtension)"
            return try writeBeside(bytes, path, overwrites: save.overwrites)
        }
    }

    private func write(
        _ bytes: [UInt8], to path: String, overwrites: Bool
    ) throws(RunFailure) -> Step.Report {
        let place = world.absolute(path)
        let resolved = world.resolved(path)
        let isFirst = written.withLock { $0.insert(resolved).inserted }
        guard isFirst, !sources.contains(resolved) else { throw .taken(path: path) }
        do {
            if let old = try? FileSystem.read(place), old == bytes {
                return .saved(path: path, isUnchanged: true)
            }
            try FileSystem.makeFolder(Path.folder(of: place))
            guard try FileSystem.write(bytes, to: place, replaces: overwrites) else {
                throw RunFailure.taken(path: path)
            }
            return .saved(path: path, isUnchanged: false)
        } catch let failure as FileSystem.Failure {
            throw .file(failure)
        } catch let failure as RunFailure {
            throw failure
        } catch {
            throw .other("\(error)")
        }
    }

    /// A name that only the run knows: where it is taken, the picture gets `-2`, `-3`, …
    private func writeBeside(
        _ bytes: [UInt8], _ path: String, overwrites: Bool
    ) throws(RunFailure) -> Step.Report {
        let name = FileName(path)
        for number in 1...9_999 {
            let numbered = number == 1 ? name.stem : "\(name.stem)-\(number)"
            let candidate = Path.join(name.dir == "." ? "" : name.dir, "\(numbered).\(name.ext)")
            if targets.contains(world.resolved(candidate)) { continue }
            do {
                return try write(bytes, to: candidate, overwrites: overwrites)
            } catch .taken {
                continue
            }
        }
        throw .taken(path: path)
    }
}
