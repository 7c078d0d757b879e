import ImgflowEngine
import ImgflowLanguage
import ImgflowRuntime

/// Sessions that are kept: continued, listed, forgotten.
extension Repl {
    private var parent: String { Path.folder(of: host.journal.folder.path) }

    /// `:sessions`, `:sessions 2`, `:sessions forget`.
    func sessions(_ rest: String) throws {
        let words = rest.split(separator: " ").map(String.init)
        let own = host.journal.folder.path
        let listed = KeptSession.listed(in: parent, except: own)
        func session(_ text: String) throws -> KeptSession {
            guard let number = Int(text.drop { $0 == "#" }) else {
                throw SessionProblem.noSession(text, count: listed.count)
            }
            guard let found = listed.first(where: { $0.number == number }) else {
                throw SessionProblem.noSession(text, count: listed.count)
            }
            return found.1
        }
        switch (words.first, words.count) {
        case (nil, _):
            guard !listed.isEmpty else {
                return host.say(
                    "no other session is kept; sessions are kept for \(SessionFolder.days) days")
            }
            for (number, session) in listed { host.say("\(number)  \(session.text)") }
            host.say("continue one: :sessions 1; the latest: imgflow --continue")
        case ("forget"?, 1):
            host.journal.forget()
            host.say("this session is not kept: its results are deleted on exit")
        case ("forget"?, 2) where words[1] == "all":
            host.journal.forget()
            let open = KeptSession.all(in: parent, except: own).filter { !Self.remove($0.path) }
            host.say(
                open.isEmpty
                    ? "all kept sessions deleted, including this one"
                    : "all kept sessions deleted, except those open in another window")
        case ("forget"?, 2):
            let found = try session(words[1])
            host.say(
                Self.remove(found.path)
                    ? "forgotten" : "error: that session is open in another window")
        case (let word?, 1):
            let found = try session(word)
            let folder = SessionFolder(found.path)
            guard folder.take() else {
                return host.say("error: that session is open in another window")
            }
            try resume(ReadSession(found.path), in: folder)
        default:
            throw SessionProblem.noSession(rest, count: listed.count)
        }
    }

    private static func remove(_ path: String) -> Bool {
        let folder = SessionFolder(path)
        guard folder.take() else { return false }
        folder.remove()
        return true
    }

    /// Goes on with a session in the place of this one.
    ///
    /// - Parameters:
    ///   - folder: its own, which this process has locked.
    ///   - keepsBackend: the command line says where calls go.
    func resume(_ read: ReadSession, in folder: SessionFolder, keepsBackend: Bool = false) {
        host.resume(
            read, SessionJournal(continuing: read, in: folder), keepsBackend: keepsBackend)
        session = read.session
        let count = read.session.results.count
        let began = KeptSession.time(at: read.head.began)
        host.say(
            "the session of \(began) continues: \(count == 1 ? "1 result" : "\(count) results"), in \(host.folder)"
        )
        if read.damaged > 0 {
            host.say("note: its journal is damaged: \(read.damaged) of its lines are left out")
        }
        let lost = Set(read.lost).intersection(read.session.results.map(\.number)).sorted()
        if !lost.isEmpty {
            let names = lost.prefix(8).map { "$\($0)" } + (lost.count > 8 ? ["…"] : [])
            host.say("note: the images of \(names.joined(separator: ", ")) are no longer kept")
            host.say("  = each is made again from its line when it is used")
        }
        if let number = session.current, let entry = session.entry(number) {
            host.draw(number, session)
            tell(entry)
        }
        if !read.running.isEmpty {
            host.say("the line that was interrupted is here again; what it paid for is cached")
            holding = (read.running, 0)
        }
    }
}
