/// One call of a model before it is signed: `POST /model/{modelID}/invoke`, or `/converse`.
package struct InvokeRequest: Sendable {
    /// Model id, inference profile id or ARN, as the user would write it (not percent-encoded).
    package var modelID: String
    package var region: String
    /// The model's JSON, at most 25,000,000 bytes.
    package var body: [UInt8]
    /// Calls of this model that the account may begin in a minute in this Region; nil where nobody
    /// counts.
    package var callsPerMinute: Int?
    package var operation: Operation

    /// The last segment of its path.
    package enum Operation: String, Hashable, Sendable { case invoke, converse }

    package init(
        modelID: String, region: String, body: [UInt8], callsPerMinute: Int? = nil,
        operation: Operation = .invoke
    ) {
        self.operation = operation
        self.callsPerMinute = callsPerMinute
        self.modelID = modelID
        self.region = region
        self.body = body
    }
}

/// What came back, whatever its status.
package struct HTTPResponse: Sendable {
    package var status: Int
    /// Header names in lower case.
    package var headers: [String: String]
    package var body: [UInt8]

    package init(status: Int, headers: [String: String], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package var requestID: String? { headers["x-amzn-requestid"] }
}

/// Carries one call to something that answers as Bedrock Runtime does: AWS, a custom endpoint, or
/// the sandbox in this process.
package protocol InvokeTransport: Sendable {
    /// One try. A response with any status is returned; no response at all is thrown.
    func send(_ request: InvokeRequest) async throws -> HTTPResponse
}
