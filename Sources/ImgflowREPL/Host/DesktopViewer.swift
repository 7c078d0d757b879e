import Glibc
import ImageFacts
import ImgflowEngine
import ImgflowImages
import ImgflowLanguage
import ImgflowRuntime

/// The program that the desktop shows images with.
enum DesktopViewer {
    /// An image that is in no file, in one of its own that nobody else can read. It stays: nobody can
    /// tell when a viewer has read it.
    static func file(of image: Image, named name: String) throws -> String {
        var template = Array("/tmp/imgflow-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw CLIError(message: "/tmp cannot be written: \(FileSystem.words(errno))")
        }
        let folder = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let path = "\(folder)/\(name).\(image.facts.format.fileExtension)"
        let bytes = try image.encoded(as: image.facts.format)
        _ = try FileSystem.write(bytes, to: path, replaces: false, mode: 0o600)
        return path
    }

    /// Starts it, and does not wait for it.
    static func open(_ path: String, _ console: Console) throws(CLIError) {
        let folders = (console.variable("PATH") ?? "/usr/local/bin:/usr/bin:/bin")
            .split(separator: ":").map { "\($0)/xdg-open" }
        guard let program = folders.first(where: { access($0, X_OK) == 0 })
        else {
            throw CLIError(
                message: "`xdg-open`, which opens images on a desktop, is not installed",
                hints: [
                    "install it: sudo apt-get install xdg-utils", "or show it here: :show",
                ])
        }
        guard start([program, path], in: console.environment) else {
            throw CLIError(message: "`\(program)` cannot be started")
        }
        console.complain("opened \(Printable.text(path))")
    }

    /// In a session of its own, so that the terminal's Ctrl-C is none of its business; what it says
    /// goes nowhere. The shell between ends at once, so that no child is left to be waited for.
    private static func start(_ words: [String], in environment: [String: String]) -> Bool {
        let texts =
            ["/bin/sh", "-c", "setsid \"$@\" </dev/null >/dev/null 2>&1 &", "sh"] + words
        var arguments: [UnsafeMutablePointer<CChar>?] = texts.map { text in strdup(text) }
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { name, value in
            strdup("\(name)=\(value)")
        }
        defer { for word in arguments + variables { free(word) } }
        arguments.append(nil)
        variables.append(nil)
        var child: pid_t = 0
        guard posix_spawn(&child, "/bin/sh", nil, nil, &arguments, &variables) == 0 else {
            return false
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status == 0
    }
}
