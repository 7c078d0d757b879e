package import ImgflowEngine
import ImgflowLanguage
import ImgflowRuntime
import JSONRPC

/// The Language Server Protocol (3.17) over standard input and output.
///
/// One loop, on a thread of its own, owns all state and answers whatever needs only the text. What takes longer, an analysis above all, runs on
/// other threads and comes back as an event, so that no file keeps the server from answering for another.
package struct LanguageServer {
    let input = Input()
    let desk: EngineDesk
    private let write: @Sendable ([UInt8]) -> Void
    /// Nothing that was written since this is true has arrived.
    private let isGone: @Sendable () -> Bool
    private let complain: @Sendable (String) -> Void

    var phase = Phase.new
    var client = ClientAbilities()
    var workspace: Workspace
    /// By their addresses.
    var documents: [String: Document] = [:]
    /// Requests that wait for an analysis.
    var waiting: [Waiting] = []
    /// Documents whose analysis is due, the latest first.
    var due: [String] = []
    var analyses = 0
    /// Runs and searches that are under way.
    var tasks: [MessageID: Unwanted] = [:]
    /// Those of them that are commands, by what they do.
    var commands: [MessageID: ServerCommand] = [:]
    private var requests = 0
    private var stamps = 0

    enum Phase { case new, running, shutDown }

    struct Waiting {
        var id: MessageID
        var uri: String
        var answer: (Analysis) throws(RPCError) -> JSON
    }

    /// - Parameter settings: as of the commands that look at a program.
    package init(_ settings: EngineSettings, _ console: Console) {
        write = console.writeOutput
        isGone = { console.outputFailure() != nil }
        complain = { console.complain($0) }
        desk = EngineDesk(settings, console)
        workspace = Workspace(home: console.folder)
    }

    /// - Parameter file: the descriptor that messages come from.
    /// - Returns: Whether the client shut the server down before it ended it.
    package mutating func run(reading file: Int32 = 0) -> Bool {
        input.start(reading: file)
        while true {
            switch input.events.next() {
            case .message(let message):
                input.done()
                if case .notification("exit", _) = message { return phase == .shutDown }
                take(message)
            case .refused(let refusal):
                input.done()
                refuse(refusal)
            case .fault(let fault):
                input.done()
                refuse(.init(id: nil, error: RPCError(.parseError, fault.words)))
            case .analyzed(let analysis): take(analysis)
            case .answered(let id, let result): take(result, of: id)
            case .ended: return false
            }
            startAnalyses()
            if isGone() { return false }
        }
    }

    // MARK: - Out

    func send(_ message: Message) { write(Framing.framed(message.json)) }

    func notify(_ method: String, _ params: JSON) {
        send(.notification(method: method, params: params))
    }

    mutating func ask(_ method: String, _ params: JSON) {
        requests += 1
        send(.request(id: .text("imgflow-\(requests)"), method: method, params: params))
    }

    func answer(_ id: MessageID, _ result: Result<JSON, RPCError>) {
        switch result {
        case .success(let value): send(.response(id: id, result: value, error: nil))
        case .failure(let error): send(.response(id: id, result: nil, error: error.json))
        }
    }

    /// No two texts of a document have the same, also where it was closed in between.
    mutating func nextStamp() -> Int {
        stamps += 1
        return stamps
    }

    /// What is no message is told, to whom it may concern.
    private func refuse(_ refusal: Message.Refusal) {
        if let id = refusal.id { return answer(id, .failure(refusal.error)) }
        write(
            Framing.framed(["jsonrpc": "2.0", "id": nil, "error": refusal.error.json]))
    }

    /// 1 is an error, 2 a warning, 3 a word.
    func log(_ text: String, type: Int = 2) {
        notify("window/logMessage", ["type": .integer(type), "message": .string(text)])
    }

    // MARK: - In

    private mutating func take(_ message: Message) {
        switch message {
        case .request(let id, let method, let params):
            if input.cancellations.take(id) { return cancelled(id) }
            do throws(RPCError) {
                if let result = try request(id, method, params) { answer(id, .success(result)) }
            } catch {
                answer(id, .failure(error))
            }
        case .notification(let method, let params): notification(method, params)
        // Whatever the client says to a registration or a refresh, nothing follows.
        case .response: break
        }
    }

    private mutating func take(_ result: Result<JSON, RPCError>, of id: MessageID) {
        let command = commands.removeValue(forKey: id)
        guard tasks.removeValue(forKey: id) != nil else { return }
        answer(id, result)
        if command != nil, !client.showsResults, case .success(.string(let text)) = result {
            notify("window/showMessage", ["type": 3, "message": .string(text)])
        }
    }

    func cancelled(_ id: MessageID) {
        answer(id, .failure(RPCError(.requestCancelled, "the client took it back")))
    }
}
