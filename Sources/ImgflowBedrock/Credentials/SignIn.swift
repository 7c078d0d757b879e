package import FoundationEssentials
package import SigV4

/// What a request is signed with, and where it was found.
package struct SignIn: Sendable, Hashable {
    package enum Method: Sendable, Hashable {
        case bearer(BearerKey)
        case signature(Credentials)
    }

    package var method: Method
    /// Which provider found it, for people: "profile `photos` in /home/ann/.aws/credentials".
    package var source: String

    /// Renewing it takes a person: that is not done before it must be.
    package var asksPerson: Bool

    /// False where it should have been, and could not: it is tried again after a pause.
    package var wasRenewed: Bool

    package init(
        method: Method, source: String, asksPerson: Bool = false, wasRenewed: Bool = true
    ) {
        self.method = method
        self.source = source
        self.asksPerson = asksPerson
        self.wasRenewed = wasRenewed
    }

    package var expiration: Date? {
        switch method {
        case .bearer: nil
        case .signature(let credentials): credentials.expiration
        }
    }
}

/// A Bedrock API key. Shows in no description and no dump.
package struct BearerKey: Sendable, Hashable {
    package var text: String

    package init(_ text: String) { self.text = text }
}

extension BearerKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "BearerKey(hidden)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
