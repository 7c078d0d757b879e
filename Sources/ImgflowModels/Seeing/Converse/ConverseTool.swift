/// A form that the model fills in: it is never executed, its input is the response.
package struct ConverseTool: Hashable, Sendable {
    package var name: String
    package var description: String
    /// All are required.
    package var fields: [Field]

    package struct Field: Hashable, Sendable {
        package var name: String
        package var kind: Kind

        package init(_ name: String, _ kind: Kind) {
            self.name = name
            self.kind = kind
        }
    }

    package indirect enum Kind: Hashable, Sendable {
        case text
        case integer
        case choice([String])
        case list(Kind)
        case object([Field])
    }

    package init(name: String, description: String, fields: [Field]) {
        self.name = name
        self.description = description
        self.fields = fields
    }

    /// `[a-zA-Z0-9_-]{1,64}`; with a hyphen, Nova fails each time.
    func isNamed(for family: SeeingCard.Family) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                case UInt8(ascii: "-"): family != .nova1 && family != .nova2
                default: false
                }
            }
    }

    /// `toolConfig`: this tool, which the model must use. At its top the schema has nothing but what
    /// Nova takes: `type`, `properties`, `required`.
    var configuration: RequestValue {
        .fields(
            (
                "tools",
                .list([
                    .fields(
                        (
                            "toolSpec",
                            .fields(
                                ("name", .string(name)), ("description", .string(description)),
                                ("inputSchema", .fields(("json", Kind.object(fields).schema))))
                        ))
                ])
            ),
            ("toolChoice", .fields(("tool", .fields(("name", .string(name)))))))
    }

    /// What the tool adds to a request's text.
    package var text: String {
        RequestWriter.text(configuration) { _ in "" }
    }
}

extension ConverseTool.Kind {
    fileprivate var schema: RequestValue {
        switch self {
        case .text: .fields(("type", .string("string")))
        case .integer: .fields(("type", .string("integer")))
        case .choice(let words):
            .fields(("type", .string("string")), ("enum", .list(words.map { .string($0) })))
        case .list(let kind):
            .fields(("type", .string("array")), ("items", kind.schema))
        case .object(let fields):
            .fields(
                ("type", .string("object")),
                ("properties", .object(fields.map { RequestField($0.name, $0.kind.schema) })),
                ("required", .list(fields.map { .string($0.name) })))
        }
    }
}
