/// A value of a request's JSON, in the order in which it is written.
///
/// Images are not in it: each stands for the bytes that are put in when the call is sent, so a
/// request can be planned, printed, compared and keyed without them.
package indirect enum RequestValue: Hashable, Sendable {
    case string(String)
    case integer(Int)
    case number(Double)
    case truth(Bool)
    case list([RequestValue])
    case object([RequestField])
    /// The base64 of the call's image of this role.
    case image(ImageRole)
    /// The format in which the call's image of this role is sent, as `png`.
    case format(ImageRole)
    /// What is known only when the call is about to be sent: a seed that comes from an image yet
    /// to be made, or a text that holds one of its fields.
    case deferred(String)
    /// JSON as the user wrote it, with images put in.
    case verbatim([Piece])

    package enum Piece: Hashable, Sendable {
        case json(String)
        case image(ImageRole)
    }
}

package struct RequestField: Hashable, Sendable {
    package var name: String
    package var value: RequestValue

    package init(_ name: String, _ value: RequestValue) {
        self.name = name
        self.value = value
    }
}

/// What an image is to the call it goes into.
package struct ImageRole: RawRepresentable, Hashable, Sendable {
    package var rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// The image that the call changes; its size is the call's.
    package static let image = ImageRole(rawValue: "image")
    package static let mask = ImageRole(rawValue: "mask")
    /// Whose style is taken.
    package static let style = ImageRole(rawValue: "style")
    /// What a person is dressed in.
    package static let garment = ImageRole(rawValue: "garment")
    /// Whose edges or segments the new image follows.
    package static let layout = ImageRole(rawValue: "layout")
    /// Whose look goes with a palette.
    package static let reference = ImageRole(rawValue: "reference")

    /// A further image of a variation, from 1.
    package static func with(_ number: Int) -> ImageRole {
        ImageRole(rawValue: "with \(number)")
    }
}

extension RequestValue {
    /// An object of the fields that are there: an absent option is left out, never sent as `null`.
    static func fields(_ fields: (String, RequestValue?)...) -> RequestValue {
        .object(fields.compactMap { name, value in value.map { RequestField(name, $0) } })
    }

    /// The same with every deferred value filled in; nil where one is missing.
    package func filled(with values: [String: RequestValue]) -> RequestValue? {
        switch self {
        case .deferred(let name):
            return values[name]
        case .list(let items):
            let filled = items.compactMap { $0.filled(with: values) }
            return filled.count == items.count ? .list(filled) : nil
        case .object(let fields):
            let filled = fields.compactMap { field in
                field.value.filled(with: values).map { RequestField(field.name, $0) }
            }
            return filled.count == fields.count ? .object(filled) : nil
        case .string, .integer, .number, .truth, .image, .format, .verbatim:
            return self
        }
    }

    /// The images in it, in the order in which they stand.
    package var roles: [ImageRole] {
        switch self {
        case .image(let role): [role]
        case .list(let items): items.flatMap(\.roles)
        case .object(let fields): fields.flatMap(\.value.roles)
        case .verbatim(let pieces):
            pieces.compactMap { if case .image(let role) = $0 { role } else { nil } }
        case .string, .integer, .number, .truth, .format, .deferred: []
        }
    }

    /// The field's value, where this is an object that has it.
    package subscript(name: String) -> RequestValue? {
        guard case .object(let fields) = self else { return nil }
        return fields.first { $0.name == name }?.value
    }
}
