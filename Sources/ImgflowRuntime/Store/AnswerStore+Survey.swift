import FoundationEssentials
import ImgflowPlanner

/// The store as a whole: what is in it, whether it is sound, and what can go.
extension AnswerStore {
    package struct Survey: Sendable {
        package var answers: [Entry] = []
        /// Records that nobody can read, or whose image is gone.
        package var unreadable: [String] = []
        /// Files that no record describes: of runs that were killed, half written (`.part`).
        package var strays: [File] = []
        /// Files that no record describes, and that were paid for or may have been: answers without an image
        /// (`rejected`), images that were asked again since.
        package var paid: [File] = []

        package struct Entry: Sendable {
            package var answer: StoredAnswer
            /// Of image, mask and record.
            package var bytes: Int
        }

        package struct File: Sendable {
            package var path: String
            package var bytes: Int
        }

        package var bytes: Int {
            answers.reduce(0) { $0 + $1.bytes } + (strays + paid).reduce(0) { $0 + $1.bytes }
        }
    }

    /// An image is there a moment before its record: of one this young another run may be writing it.
    private static let strayAge = 3_600

    /// Oldest first. Reads the records, not the images.
    package func survey() -> Survey {
        var survey = Survey()
        for file in strays(among: FileSystem.names(in: rejected), in: rejected) {
            if file.path.hasSuffix(".body") {
                survey.paid.append(file)
            } else {
                survey.strays.append(file)
            }
        }
        for name in FileSystem.names(in: folder).sorted() where name.count == 2 {
            let shelf = Path.join(folder, name)
            var pictures = Set(
                FileSystem.names(in: shelf).filter { name in
                    ![".lock", ".damaged"].contains { name.hasSuffix($0) }
                })
            for file in pictures.sorted() where Self.isRecord(file) {
                let key = AnswerKey(hex: String(file.prefix { $0 != "." }))
                if file.hasSuffix(".pending") {
                    // It counts where it is the only one, and its image whole.
                    guard !pictures.contains("\(key.hex).json"), pending(key) != nil else {
                        continue
                    }
                }
                pictures.remove(file)
                let path = Path.join(shelf, file)
                guard let record = try? record(key) else {
                    survey.unreadable.append(path)
                    continue
                }
                let own = Set(record.fileNames)
                pictures.subtract(own)
                let bytes = ([file] + own).reduce(0) {
                    $0 + (FileSystem.facts(of: Path.join(shelf, $1))?.bytes ?? 0)
                }
                survey.answers.append(Survey.Entry(answer: record, bytes: bytes))
            }
            for file in strays(among: pictures, in: shelf) {
                if Self.isPicture(file.path) {
                    survey.paid.append(file)
                } else {
                    survey.strays.append(file)
                }
            }
        }
        survey.answers.sort { ($0.answer.time, $0.answer.key) < ($1.answer.time, $1.answer.key) }
        return survey
    }

    private static func isRecord(_ name: String) -> Bool {
        name.hasSuffix(".json") || name.hasSuffix(".pending")
    }

    /// Named by its key, and whole since it has that name.
    private static func isPicture(_ path: String) -> Bool {
        let key = Path.name(of: path).prefix { $0 != "-" }
        return key.count == 64 && key.allSatisfy(\.isHexDigit)
    }

    private func strays(among names: some Sequence<String>, in folder: String) -> [Survey.File] {
        names.sorted().compactMap { name in
            let path = Path.join(folder, name)
            guard let facts = FileSystem.facts(of: path), facts.age > Self.strayAge else {
                return nil
            }
            return Survey.File(path: path, bytes: facts.bytes)
        }
    }

    /// Whether an image, and its mask, have the bytes that were paid for. Nothing is changed.
    package func isSound(_ answer: StoredAnswer) -> Bool {
        let shelf = Path.join(folder, String(answer.key.prefix(2)))
        func has(_ name: String, _ hash: String) -> Bool {
            (try? FileSystem.hash(of: Path.join(shelf, name))) == hash
        }
        guard answer.imageNames.allSatisfy({ has($0.name, $0.hash) }) else { return false }
        guard let name = answer.maskName, let hash = answer.maskHash else { return true }
        return has(name, hash)
    }

    /// Removes an answer for good: it is paid for again when it is asked for again.
    package func remove(_ answer: StoredAnswer) { forget(AnswerKey(hex: answer.key)) }

    /// Removes a file that no record describes.
    package func remove(_ stray: Survey.File) { FileSystem.remove(stray.path) }
}
