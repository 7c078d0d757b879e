/// Requests a minute for an account and Region; AWS adjusts none of them, and new accounts may
/// have less. Source: AWS general reference, Bedrock endpoints and quotas, September 2026.
package struct Quota: Hashable, Sendable {
    package var requestsPerMinute: Int

    package init(requestsPerMinute: Int) { self.requestsPerMinute = requestsPerMinute }
}
