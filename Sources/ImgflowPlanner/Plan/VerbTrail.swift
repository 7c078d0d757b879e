import Synchronization

/// The verbs that changed an image, in order. Each stage's image has one more than the image before it:
/// all along a pipeline share one list, so that ten thousand stages hold ten thousand words and not
/// fifty million.
struct VerbTrail: Sendable {
    private final class List: Sendable {
        let verbs: Mutex<[String]>
        init(_ verbs: [String]) { self.verbs = Mutex(verbs) }
    }

    private var list: List
    /// As far as the list is this image's.
    private var count: Int

    init(_ verbs: [String] = []) {
        list = List(verbs)
        count = verbs.count
    }

    var all: [String] { list.verbs.withLock { Array($0.prefix(count)) } }

    mutating func append(_ verb: String) {
        let count = count
        // Where another image went on from here before, this one gets a list of its own.
        let isShared = list.verbs.withLock { verbs in
            guard verbs.count == count else { return false }
            verbs.append(verb)
            return true
        }
        if !isShared { list = List(all + [verb]) }
        self.count += 1
    }
}
