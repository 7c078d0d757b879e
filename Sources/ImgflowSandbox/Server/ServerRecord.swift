import Synchronization

/// What a running server remembers: the faults to come and the calls that were.
final class ServerRecord: Sendable {
    struct Call: Hashable, Sendable {
        var model: String
        /// 0 where nothing was answered.
        var status: Int
    }

    private let faults: Mutex<[Fault]>
    private let calls = Mutex<[(call: Call, count: Int)]>([])
    private let invocations = Mutex((now: 0, most: 0))

    init(faults: [Fault]) { self.faults = Mutex(faults) }

    func add(_ new: [Fault]) {
        faults.withLock { $0 += new }
    }

    /// Those that are still to come do not.
    func clearFaults() {
        faults.withLock { $0 = [] }
    }

    /// The first fault that is meant for a call of a model, used up by one. Those of Converse alone
    /// wait for such a call.
    func takeFault(model: String, isConverse: Bool) -> Fault.Kind? {
        faults.withLock { faults in
            guard
                let index = faults.firstIndex(where: {
                    $0.count > 0 && ($0.model ?? model) == model
                        && (isConverse || !$0.kind.isOfConverse)
                })
            else { return nil }
            faults[index].count -= 1
            let kind = faults[index].kind
            if faults[index].count == 0 { faults.remove(at: index) }
            return kind
        }
    }

    func count(_ call: Call) {
        calls.withLock { calls in
            if let index = calls.firstIndex(where: { $0.call == call }) {
                calls[index].count += 1
            } else {
                calls.append((call, 1))
            }
        }
    }

    /// Of an invocation, from its first byte to its answer.
    func begin() {
        invocations.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
        }
    }

    func end() {
        invocations.withLock { $0.now -= 1 }
    }

    /// `{"calls":[{"model":…,"status":…,"count":…}],"mostAtOnce":…}`, the calls in the order of the
    /// first of each kind, and how many were under way at the same time at most.
    var json: String {
        let rows = calls.withLock { $0 }.map {
            #"{"model":\#(JSONText.quoted($0.call.model)),"status":\#($0.call.status),"#
                + #""count":\#($0.count)}"#
        }
        let most = invocations.withLock { $0.most }
        return #"{"calls":[\#(rows.joined(separator: ","))],"mostAtOnce":\#(most)}"#
    }
}
