package import ImgflowBedrock
import ImgflowLanguage
import ImgflowRuntime

extension SystemEnvironment {
    /// This machine, with the console's variables and clock. Files are reached by the bytes of their names, so a
    /// home directory whose name is not UTF-8 has its keys too.
    package static func of(_ console: Console) -> SystemEnvironment {
        let variables = console.environment
        let entries = variables.map { PathText.bytes("\($0.key)=\($0.value)") }
        var environment = SystemEnvironment(
            variables: variables, homeDirectory: console.variable("HOME") ?? "/",
            readFile: { path in
                do throws(FileSystem.Failure) {
                    return try FileSystem.read(path)
                } catch {
                    // A home that does not exist has no files either.
                    guard !error.isMissing else { return nil }
                    throw SecretFileFailure(description: error.words)
                }
            },
            runProcess: { words, limit in
                try await ChildProcess.run(words, environment: entries, limit: limit)
            },
            now: console.now,
            writeFile: { path, bytes in
                do throws(FileSystem.Failure) {
                    try FileSystem.makeFolder(Path.folder(of: path), mode: 0o700)
                    try FileSystem.write(bytes, to: path, replaces: true, mode: 0o600)
                } catch {
                    throw SecretFileFailure(description: error.words)
                }
            })
        environment.obstacleToWriting = { path in
            FileSystem.obstacle(toWritingInto: Path.folder(of: path))
        }
        environment.libraryPath = FileSystem.textualFile
        if console.isInputTerminal, console.isErrorTerminal { environment.ask = console.ask }
        return environment
    }
}

/// Why a file of keys cannot be read or written; whoever asked names the file.
private struct SecretFileFailure: Error, CustomStringConvertible {
    var description: String
}
