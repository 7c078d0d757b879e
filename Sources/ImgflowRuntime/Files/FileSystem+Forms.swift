import ImgflowLanguage

extension FileSystem {
    /// The path that is there and is the same text in another Unicode form, where nothing has these very
    /// bytes: names are typed in one form and written by some systems in another.
    package static func otherForm(of path: String, in folder: String) -> String? {
        guard !System.isTooLong(path), !path.utf8.allSatisfy({ $0 < 0x80 }),
            kind(Path.join(folder, path)) == nil
        else {
            return nil
        }
        var found = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            let next = Path.join(found, String(part))
            if kind(Path.join(folder, next)) != nil {
                found = next
                continue
            }
            let place = found.isEmpty ? folder : Path.join(folder, found)
            // Strings are equal where Unicode calls them so.
            let forms = names(in: place).filter { $0 == part }
            guard let name = forms.min(by: { FilePath($0) < FilePath($1) }) else { return nil }
            found = Path.join(found, name)
        }
        return found
    }
}
