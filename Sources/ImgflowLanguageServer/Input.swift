import Dispatch
import Glibc
import JSONRPC
import Synchronization

/// What the server answers to, one after the other.
enum Event: Sendable {
    case message(Message)
    case refused(Message.Refusal)
    case fault(Framing.Fault)
    case analyzed(Analysis)
    /// What a request that was answered elsewhere came to.
    case answered(MessageID, Result<JSON, RPCError>)
    /// The client is gone.
    case ended
}

/// Requests that the client takes back; they are known before those that stand in front of them are answered.
final class Cancellations: Sendable {
    private let ids = Mutex<Set<MessageID>>([])
    private static let most = 10_000

    func add(_ id: MessageID) {
        ids.withLock { ids in
            // Whoever cancels what it never asked for is not remembered for ever.
            if ids.count >= Self.most { ids = [] }
            ids.insert(id)
        }
    }

    /// - Returns: Whether this one was taken back; it is forgotten then.
    func take(_ id: MessageID) -> Bool { ids.withLock { $0.remove(id) != nil } }
}

/// The client's messages, read on a thread of their own: waiting for bytes keeps nothing from being answered.
final class Input: Sendable {
    let events = EventQueue()
    let cancellations = Cancellations()
    /// The client's process; 0 where it did not say.
    private let parent = Mutex<pid_t>(0)
    /// So many messages may wait: whoever sends faster than they are answered is not read.
    private let room = DispatchSemaphore(value: 256)

    func watch(_ process: pid_t) { parent.withLock { $0 = process } }

    /// A message has been answered.
    func done() { room.signal() }

    /// - Parameter file: the descriptor that is read.
    func start(reading file: Int32) {
        DispatchQueue(label: "imgflow.lsp.input").async { [self] in
            var framing = Framing()
            while let bytes = bytes(of: file) {
                framing.append(bytes)
                while let piece = framing.next() { take(piece) }
            }
            events.add(.ended)
        }
    }

    private func take(_ piece: Framing.Piece) {
        switch piece {
        case .fault(let fault): yield(.fault(fault))
        case .message(let bytes):
            do throws(Message.Refusal) {
                let message = try Message.read(bytes)
                if case .notification("$/cancelRequest", let params) = message,
                    let id = MessageID(params["id"])
                {
                    cancellations.add(id)
                }
                yield(.message(message))
            } catch {
                yield(.refused(error))
            }
        }
    }

    private func yield(_ event: Event) {
        room.wait()
        events.add(event)
    }

    private static let patience: Int32 = 5_000

    /// Nil at the end of input, or where the client's process is gone: something else may hold the other end.
    private func bytes(of file: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            var wanted = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
            let ready = poll(&wanted, 1, Self.patience)
            if ready < 0, errno != EINTR { return nil }
            if ready == 0 {
                let process = parent.withLock { $0 }
                if process > 0, kill(process, 0) != 0, errno == ESRCH { return nil }
            }
            guard ready > 0 else { continue }
            let count = read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            return count > 0 ? Array(buffer[..<count]) : nil
        }
    }
}
