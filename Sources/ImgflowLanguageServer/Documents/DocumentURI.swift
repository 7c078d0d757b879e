import ImgflowLanguage

/// `file:` addresses of RFC 8089, to paths and back. Names are bytes, and need not be UTF-8.
package enum DocumentURI {
    /// The absolute path; nil for what is no file of this machine.
    package static func path(of uri: String) -> String? {
        let scheme = "file://"
        guard uri.prefix(scheme.count).lowercased() == scheme else { return nil }
        var rest = uri.dropFirst(scheme.count)
        if rest.lowercased().hasPrefix("localhost/") { rest = rest.dropFirst("localhost".count) }
        guard rest.hasPrefix("/") else { return nil }
        rest = rest.prefix { $0 != "?" && $0 != "#" }
        var bytes: [UInt8] = []
        var utf8 = Array(rest.utf8)[...]
        while let byte = utf8.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard utf8.count >= 2,
                let value = UInt8(String(decoding: utf8.prefix(2), as: UTF8.self), radix: 16),
                value != 0
            else { return nil }
            bytes.append(value)
            utf8 = utf8.dropFirst(2)
        }
        return PathText.text(bytes)
    }

    package static func uri(of path: String) -> String {
        var uri = "file://"
        for byte in PathText.bytes(path) {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                uri.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                uri += digits.count < 2 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return uri
    }
}
