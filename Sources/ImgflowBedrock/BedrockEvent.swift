/// What happens while a call is made, for progress and `--trace`.
package enum BedrockEvent: Sendable {
    package enum WaitCause: Sendable, Hashable {
        /// The quota of this model and region; every call to them waits together.
        case throttled
        /// The quota of a minute is used up.
        case quota
        case notReady
        case transient(String)
    }

    /// The tries made, this one included.
    case attempt(Int)
    /// The request as sent, its secrets cut out.
    case sending(method: String, url: String, headers: [(name: String, value: String)])
    case waiting(Duration, because: WaitCause)
}
