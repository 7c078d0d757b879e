import ImageFacts
import ImgflowLanguage
import ImgflowPlanner
import Synchronization

/// What was seen of files, for worlds that come one after the other: a program that is planned at every
/// keystroke reads its images once, until they change.
package final class FileLooks: Sendable {
    /// Beyond as many, all is looked at again.
    private static let most = 100_000

    private let looks = Mutex<[FilePath: (state: FileState, look: FileLook)]>([:])
    private let tones = Mutex<[Recipe: MaskTone?]>([:])
    private let colors = Mutex<[Recipe: OtherColors?]>([:])

    /// An image that is made on this machine, and the files as they are.
    private struct Recipe: Hashable {
        var words: FilePath
        var states: [FileState]
    }

    package init() {}

    func look(at place: String, _ state: FileState) -> FileLook? {
        looks.withLock { looks in
            looks[FilePath(place)].flatMap { $0.state == state ? $0.look : nil }
        }
    }

    /// - Parameter state: as it was before the file was read, and no moment ago.
    func remember(_ look: FileLook, at place: String, _ state: FileState) {
        looks.withLock { looks in
            if looks.count >= Self.most { looks = [:] }
            looks[FilePath(place)] = (state, look)
        }
    }

    func tone(of mask: MaskSource, in folder: String, _ make: () -> MaskTone?) -> MaskTone? {
        guard let recipe = Self.recipe(of: mask, in: folder) else { return make() }
        if let known = tones.withLock({ $0[recipe] }) { return known }
        let tone = make()
        tones.withLock { tones in
            if tones.count >= Self.most { tones = [:] }
            tones[recipe] = .some(tone)
        }
        return tone
    }

    func colors(
        of image: MaskSource, in folder: String, _ make: () -> OtherColors?
    ) -> OtherColors? {
        guard let recipe = Self.recipe(of: image, in: folder) else { return make() }
        if let known = colors.withLock({ $0[recipe] }) { return known }
        let found = make()
        colors.withLock { colors in
            if colors.count >= Self.most { colors = [:] }
            colors[recipe] = .some(found)
        }
        return found
    }

    /// Nil where a file is not there, or may be written again unseen.
    private static func recipe(of image: MaskSource, in folder: String) -> Recipe? {
        var states: [FileState] = []
        for path in image.files {
            guard let state = FileSystem.state(of: Path.join(folder, path)), state.isSettled else {
                return nil
            }
            states.append(state)
        }
        return Recipe(words: FilePath("\(folder)\n\(image.words)"), states: states)
    }
}

extension MaskSource {
    /// The files that it is made of.
    fileprivate var files: [String] {
        switch self {
        case .held: []
        case .file(let path): [path]
        case .alpha(let source): source.files
        case .made(_, let parts): parts.flatMap(\.files)
        }
    }
}
