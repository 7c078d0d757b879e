import FoundationEssentials

/// The sandbox's own endpoints.
extension SandboxRouter {
    /// Nil where there is none of this name.
    func ownEndpoint(_ visit: HTTPVisit, _ path: String) async throws -> HTTPAnswer? {
        switch (visit.head.method, path) {
        case ("GET", "/_imgflow/log"): .json(record.json)
        case ("GET", "/_imgflow/requests"): .json(String(decoding: log.json, as: UTF8.self))
        case ("POST", "/_imgflow/faults"): try await addFaults(visit)
        case ("DELETE", "/_imgflow/faults"): clearFaults()
        default: nil
        }
    }

    private func clearFaults() -> HTTPAnswer {
        record.clearFaults()
        return .json("{}")
    }

    private func addFaults(_ visit: HTTPVisit) async throws -> HTTPAnswer {
        func wrong(_ why: String) -> HTTPAnswer {
            let hint =
                #"expected a list such as [{"fault":"throttle","count":3}], with a "model" if it is for one: "#
            return .json(#"{"message":\#(JSONText.quoted(hint + why))}"#, status: 400)
        }
        guard let body = try await visit.body(upTo: 1 << 20) else {
            return wrong("more than 1 MB came")
        }
        do {
            record.add(try JSONDecoder().decode([Fault].self, from: Data(body)))
            return .json("{}")
        } catch {
            return wrong("\(error)")
        }
    }
}
