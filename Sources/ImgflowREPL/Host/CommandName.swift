import ImgflowReports

/// A line that begins with a colon.
package struct CommandName: Sendable {
    /// What stands behind it, for Tab.
    package enum Subject: Sendable, Equatable {
        case nothing
        /// A line, as at the prompt.
        case program
        /// As behind `set`.
        case setting
        /// A verb, a word of the language, the code of a message.
        case topic
        /// A verb, then one of its models.
        case model
        /// A result, or a file.
        case picture
        case file, script, folder
        case word([String])
        case region
        /// Something that cannot be listed, and what it is.
        case text(String)
    }

    package var name: String
    package var summary: String
    package var subject: Subject

    package init(_ name: String, _ summary: String, _ subject: Subject = .nothing) {
        self.name = name
        self.summary = summary
        self.subject = subject
    }
}
