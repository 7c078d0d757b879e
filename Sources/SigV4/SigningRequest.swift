/// What of an HTTP request goes into its signature.
package struct SigningRequest: Sendable {
    package typealias Header = (name: String, value: String)

    package var method: String
    /// Value of the `host` header, with the port when it is not the scheme's own.
    package var host: String
    /// Path as it stands on the wire, percent-encoded once.
    package var path: String
    /// Query as it stands on the wire, without the `?`.
    package var query: String
    /// Headers besides `host`, repeated names in the order sent.
    package var headers: [Header]
    /// Lower-case hexadecimal SHA-256 of the body's bytes.
    package var payloadHash: String

    package init(
        method: String, host: String, path: String, query: String = "", headers: [Header] = [],
        payloadHash: String
    ) {
        self.method = method
        self.host = host
        self.path = path
        self.query = query
        self.headers = headers
        self.payloadHash = payloadHash
    }
}
