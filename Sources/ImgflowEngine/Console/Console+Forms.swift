import ImgflowLanguage
import ImgflowRuntime

/// Names that are typed in one Unicode form, and are on the disk in another.
extension Console {
    /// The name that the disk has, where it is not the one that was written.
    package func form(of path: String) -> String? { FileSystem.otherForm(of: path, in: folder) }

    /// The path that is meant; says where it is another form of what was written.
    package func found(_ path: String) -> String {
        guard let other = form(of: path) else { return path }
        complain(
            "warning: `\(Printable.text(path))` is read from a file whose name has another Unicode form"
        )
        return other
    }
}
