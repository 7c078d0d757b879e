/// `~/.aws/config` and `~/.aws/credentials`, read and sorted into profiles.
package struct SharedFiles: Sendable {
    package struct Setting: Sendable, Hashable {
        package var value: String
        package var path: String
        package var line: Int
    }

    /// A profile's two sides stay apart, because keys in the credentials file are looked for before
    /// `credential_process`, and keys in the config file after it.
    package struct Profile: Sendable {
        package var name: String
        var config: INIFile.Section?
        var credentials: INIFile.Section?
        fileprivate var configPath: String
        fileprivate var credentialsPath: String

        /// A setting that may stand in either file; the credentials file wins.
        package subscript(key: String) -> Setting? { inCredentials(key) ?? inConfig(key) }

        func inConfig(_ key: String) -> Setting? { setting(key, in: config, path: configPath) }

        func inCredentials(_ key: String) -> Setting? {
            setting(key, in: credentials, path: credentialsPath)
        }

        private func setting(_ key: String, in section: INIFile.Section?, path: String) -> Setting?
        {
            guard let entry = section?.entry(key), !entry.value.isEmpty else { return nil }
            return Setting(value: entry.value, path: path, line: entry.line)
        }
    }

    package let configPath: String
    package let credentialsPath: String
    private let config: INIFile
    private let credentials: INIFile

    package init(reading environment: SystemEnvironment) throws(SharedFilesError) {
        configPath = environment.expandingTilde(
            environment.variable("AWS_CONFIG_FILE") ?? "~/.aws/config")
        credentialsPath = environment.expandingTilde(
            environment.variable("AWS_SHARED_CREDENTIALS_FILE") ?? "~/.aws/credentials")
        config = try Self.read(configPath, environment)
        credentials = try Self.read(credentialsPath, environment)
    }

    private static func read(
        _ path: String, _ environment: SystemEnvironment
    ) throws(SharedFilesError) -> INIFile {
        let bytes: [UInt8]?
        do {
            bytes = try environment.readFile(path)
        } catch {
            throw .unreadable(path: path, reason: PlainText.of(error))
        }
        guard let bytes else { return INIFile(path: path) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .notUTF8(path: path)
        }
        do {
            return try INIFile(parsing: text, path: path)
        } catch {
            throw .malformed(error)
        }
    }

    /// Nil when neither file has the profile.
    package func profile(_ name: String) -> Profile? {
        let inConfig = config.sections.filter {
            Self.words($0.name) == ["profile", name] || (name == "default" && $0.name == "default")
        }
        let inCredentials = credentials.sections.filter { $0.name == name }
        guard !inConfig.isEmpty || !inCredentials.isEmpty else { return nil }
        return Profile(
            name: name, config: Self.merged(inConfig), credentials: Self.merged(inCredentials),
            configPath: configPath, credentialsPath: credentialsPath)
    }

    /// Every profile's name, sorted.
    package var profileNames: [String] {
        let inConfig = config.sections.compactMap { section -> String? in
            let words = Self.words(section.name)
            if words == ["default"] { return "default" }
            return words.count == 2 && words[0] == "profile" ? words[1] : nil
        }
        return Set(inConfig + credentials.sections.map(\.name)).sorted()
    }

    /// The nested settings under `service` in `[services NAME]`; nil when there is no such section.
    func service(_ service: String, in name: String) -> [String: Setting]? {
        let section = config.sections.last { Self.words($0.name) == ["services", name] }
        guard let section else { return nil }
        let entries = section.entry(service)?.nested ?? []
        return Dictionary(
            entries.map { ($0.key, Setting(value: $0.value, path: configPath, line: $0.line)) },
            uniquingKeysWith: { $1 })
    }

    /// The settings of `[sso-session NAME]`; nil when there is no such section.
    func session(_ name: String) -> [String: Setting]? {
        let section = config.sections.last { Self.words($0.name) == ["sso-session", name] }
        guard let section else { return nil }
        return Dictionary(
            section.entries.map {
                ($0.key, Setting(value: $0.value, path: configPath, line: $0.line))
            }, uniquingKeysWith: { $1 })
    }

    /// A section given twice is one section, the later settings winning.
    private static func merged(_ sections: [INIFile.Section]) -> INIFile.Section? {
        guard var first = sections.first else { return nil }
        first.entries = sections.flatMap(\.entries)
        return first
    }

    private static func words(_ name: String) -> [String] { (try? ShellWords.split(name)) ?? [] }
}

/// Why the shared files could not be read.
package enum SharedFilesError: Error, Hashable, Sendable {
    case unreadable(path: String, reason: String)
    case notUTF8(path: String)
    case malformed(INIFileError)
}

extension SharedFilesError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read `\(path)`: \(reason)"
        case .notUTF8(let path): "expected UTF-8 text in `\(path)`"
        case .malformed(let error): error.description
        }
    }
}
