internal import CExpat

/// The properties of an XMP packet, each with its values: of a text in several languages the default first.
///
/// Source: ISO 16684-1 (XMP), 7: properties stand as attributes or elements of `rdf:Description`.
struct XMPPacket {
    /// By the namespace, a space, and the name.
    private(set) var values: [String: [String]] = [:]

    /// A longer one is of no use to anybody.
    private static let longest = 16 << 20

    init(_ bytes: Bytes) {
        guard bytes.count <= Self.longest else { return }
        let reader = Reader()
        _ = bytes.withText { start, count in
            imgflow_xml_read(
                start, count, Unmanaged.passUnretained(reader).toOpaque(),
                { context, name, attributes in Reader.of(context)?.start(name, attributes) },
                { context, _ in Reader.of(context)?.end() },
                { context, text, count in Reader.of(context)?.add(text, count) })
        }
        values = reader.values
        for (property, value) in reader.defaults {
            values[property, default: []].insert(value, at: 0)
        }
    }

    fileprivate static let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns# "

    private final class Reader {
        var values: [String: [String]] = [:]
        /// Of texts in several languages.
        var defaults: [String: String] = [:]
        private var path: [String] = []
        private var text = ""
        private var isDefault = false
        private static let longest = 1 << 16

        static func of(_ context: UnsafeMutableRawPointer?) -> Reader? {
            context.map { Unmanaged<Reader>.fromOpaque($0).takeUnretainedValue() }
        }

        /// How deep in the image's own description: its property is 1. Those of other images stand inside.
        private var depth: Int? { description.map { path.count - $0 } }
        /// How deep it stands itself.
        private var description: Int?

        func start(
            _ name: UnsafePointer<CChar>?,
            _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
        ) {
            let name = name.map { String(cString: $0) } ?? ""
            let isOwn = path.last == XMPPacket.rdf + "RDF" && name == XMPPacket.rdf + "Description"
            path.append(name)
            if isOwn, description == nil { description = path.count }
            text = ""
            isDefault = false
            var at = 0
            while let attributes, let key = attributes[at], let value = attributes[at + 1] {
                let (key, value) = (String(cString: key), String(cString: value))
                at += 2
                if depth == 0 { values[key, default: []].append(value) }
                if depth == 1, key == XMPPacket.rdf + "resource" { note(value) }
                if key == "http://www.w3.org/XML/1998/namespace lang" {
                    isDefault = value == "x-default"
                }
            }
        }

        func end() {
            let isItem = depth == 3 && path.last == XMPPacket.rdf + "li"
            if isItem || depth == 1, text.contains(where: { !$0.isWhitespace }) { note(text) }
            text = ""
            if depth == 0 { description = nil }
            _ = path.popLast()
        }

        func add(_ bytes: UnsafePointer<CChar>?, _ count: Int32) {
            guard let bytes, text.utf8.count < Self.longest else { return }
            text += String(
                decoding: UnsafeRawBufferPointer(start: bytes, count: Int(count)), as: UTF8.self)
        }

        private func note(_ value: String) {
            guard let description, path.indices.contains(description) else { return }
            let property = path[description]
            if isDefault {
                if defaults[property] == nil { defaults[property] = value }
            } else {
                values[property, default: []].append(value)
            }
        }
    }
}

extension SafeMetadata {
    private static let dc = "http://purl.org/dc/elements/1.1/"
    private static let photoshop = "http://ns.adobe.com/photoshop/1.0/"
    private static let rights = "http://ns.adobe.com/xap/1.0/rights/"
    private static let iptc = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
    private static let iptcExtension = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"

    private enum Form {
        case text, languages, sequence
    }

    /// Source: IPTC Photo Metadata Standard 2023.1.
    private static let properties:
        [(field: Field, prefix: String, space: String, name: String, Form)] =
            [
                (.title, "dc", dc, "title", .languages),
                (.headline, "photoshop", photoshop, "Headline", .text),
                (.description, "dc", dc, "description", .languages),
                (.altText, "Iptc4xmpCore", iptc, "AltTextAccessibility", .languages),
                (.extendedDescription, "Iptc4xmpCore", iptc, "ExtDescrAccessibility", .languages),
                (.creator, "dc", dc, "creator", .sequence),
                (.credit, "photoshop", photoshop, "Credit", .text),
                (.copyright, "dc", dc, "rights", .languages),
                (.usageTerms, "xmpRights", rights, "UsageTerms", .languages),
                (.rightsPage, "xmpRights", rights, "WebStatement", .text),
                (.date, "photoshop", photoshop, "DateCreated", .text),
                (.sourceType, "Iptc4xmpExt", iptcExtension, "DigitalSourceType", .text),
            ]

    mutating func add(_ packet: XMPPacket) {
        for (field, _, space, name, form) in Self.properties where field != .date {
            let found = packet.values["\(space) \(name)"] ?? []
            add(form == .sequence ? found.joined(separator: "\n") : found.first, as: field)
        }
        for name in ["photoshop/1.0/ DateCreated", "exif/1.0/ DateTimeOriginal"] {
            add(date: packet.values["http://ns.adobe.com/\(name)"]?.first)
        }
    }

    /// A packet with all of it; nil where there is nothing.
    package var packet: String? {
        guard !isEmpty else { return nil }
        var spaces: [String: String] = [:]
        var body = ""
        for (field, prefix, space, name, form) in Self.properties {
            guard let text = self[field] else { continue }
            spaces[prefix] = space
            let inner =
                switch form {
                case .text: Self.escaped(text)
                case .languages:
                    "<rdf:Alt><rdf:li xml:lang=\"x-default\">\(Self.escaped(text))</rdf:li></rdf:Alt>"
                case .sequence:
                    "<rdf:Seq>"
                        + text.split(separator: "\n")
                        .map { "<rdf:li>\(Self.escaped(String($0)))</rdf:li>" }.joined()
                        + "</rdf:Seq>"
                }
            body += "<\(prefix):\(name)>\(inner)</\(prefix):\(name)>\n"
        }
        let names = spaces.sorted { $0.key < $1.key }.map { " xmlns:\($0)=\"\($1)\"" }.joined()
        let rdf = XMPPacket.rdf.dropLast()
        return "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
            + "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"\(rdf)\">\n"
            + "<rdf:Description rdf:about=\"\"\(names)>\n\(body)</rdf:Description>\n"
            + "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>"
    }

    /// By scalars: a mark behind a sign does not make another sign of it.
    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
