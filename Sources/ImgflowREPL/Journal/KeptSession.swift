import Glibc
import ImgflowLanguage
import ImgflowRuntime

/// A session that can be continued.
struct KeptSession {
    var path: String
    /// Seconds since something was entered.
    var age: Int

    private static let mostListed = 20

    /// The latest first.
    static func all(in parent: String, except own: String = "") -> [KeptSession] {
        SessionFolder.all(in: parent).filter { $0 != own }.compactMap { path in
            FileSystem.facts(of: Path.join(path, "journal")).map {
                KeptSession(path: path, age: $0.age)
            }
        }.filter { $0.age < SessionFolder.days * 86_400 }
            .sorted { ($0.age, $0.path) < ($1.age, $1.path) }
    }

    /// Those that are worth a line, with their numbers.
    static func listed(in parent: String, except own: String) -> [(number: Int, KeptSession)] {
        all(in: parent, except: own).prefix(mostListed).enumerated().map { ($0 + 1, $1) }
    }

    /// `2026-11-28 14:02  3 results, $0.07, in /home/a: $1 | resize 50%`
    var text: String {
        let when = Self.time(secondsAgo: age)
        guard SessionFolder(path).isFree else { return "\(when)  open in another window" }
        let read: ReadSession
        do {
            read = try ReadSession(path)
        } catch {
            return "\(when)  \(error)"
        }
        let results = read.session.results
        var parts = [results.count == 1 ? "1 result" : "\(results.count) results"]
        if let state = read.state {
            parts.append(state.backend ?? "aws")
            parts.append("in \(Printable.text(PathText.shown(state.folder)))")
        }
        let last = read.running.isEmpty ? read.session.entries.last.map(\.typed) : read.running
        let line = last.map { Printable.text(LineText.onOneLine($0)) } ?? ""
        let short = line.count > 60 ? "\(line.prefix(60))…" : line
        return "\(when)  \(parts.joined(separator: ", "))\(short.isEmpty ? "" : ": \(short)")"
    }

    static func time(secondsAgo age: Int) -> String { time(at: Glibc.time(nil) - age) }

    /// As the user's clock shows it.
    static func time(at seconds: Int) -> String {
        var seconds = time_t(seconds)
        var parts = tm()
        localtime_r(&seconds, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return
            "\(parts.tm_year + 1_900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) \(two(parts.tm_hour)):\(two(parts.tm_min))"
    }
}

extension SessionFolder {
    /// Nobody has it open.
    var isFree: Bool {
        let isTaken = isClaimed
        defer { if !isTaken { release() } }
        return take()
    }
}
