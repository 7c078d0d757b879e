/// What one end of JSON-RPC 2.0 says to the other.
package enum Message: Equatable, Sendable {
    case request(id: MessageID, method: String, params: JSON)
    case notification(method: String, params: JSON)
    /// To a request of ours; the error where it has one.
    case response(id: MessageID, result: JSON, error: JSON)
}

/// What a request is known by.
package enum MessageID: Hashable, Sendable {
    case number(Int)
    case text(String)

    package init?(_ json: JSON) {
        switch json {
        case .string(let text): self = .text(text)
        default:
            guard let number = json.int else { return nil }
            self = .number(number)
        }
    }

    package var json: JSON {
        switch self {
        case .number(let number): .integer(number)
        case .text(let text): .string(text)
        }
    }
}

extension Message {
    /// - Throws: `RPCError` for what is no message; `id` then says whose it was, where that can be read.
    package static func read(_ bytes: [UInt8]) throws(Refusal) -> Message {
        let json: JSON
        do throws(JSONReader.Fault) {
            json = try JSONReader.read(bytes)
        } catch {
            throw Refusal(
                id: nil,
                error: RPCError(.parseError, "not JSON: \(error.why), at byte \(error.offset)"))
        }
        let id = MessageID(json["id"])
        guard json["jsonrpc"] == "2.0" else {
            throw Refusal(
                id: id, error: RPCError(.invalidRequest, "expected an object with jsonrpc 2.0"))
        }
        if let method = json["method"].text {
            if let id { return .request(id: id, method: method, params: json["params"]) }
            guard json["id"].isNull else {
                throw Refusal(
                    id: nil, error: RPCError(.invalidRequest, "an id is a whole number or a string")
                )
            }
            return .notification(method: method, params: json["params"])
        }
        guard let id else {
            throw Refusal(id: nil, error: RPCError(.invalidRequest, "expected a method or an id"))
        }
        return .response(id: id, result: json["result"], error: json["error"])
    }

    /// What came was no message.
    package struct Refusal: Error, Equatable {
        package var id: MessageID?
        package var error: RPCError

        package init(id: MessageID?, error: RPCError) {
            self.id = id
            self.error = error
        }
    }

    package var json: JSON {
        switch self {
        case .request(let id, let method, let params):
            ["jsonrpc": "2.0", "id": id.json, "method": .string(method), "params": params]
        case .notification(let method, let params):
            ["jsonrpc": "2.0", "method": .string(method), "params": params]
        case .response(let id, let result, let error):
            error.isNull
                ? ["jsonrpc": "2.0", "id": id.json, "result": result]
                : ["jsonrpc": "2.0", "id": id.json, "error": error]
        }
    }
}

/// Why a request has no result.
package struct RPCError: Error, Equatable {
    /// JSON-RPC 2.0, section 5.1; the Language Server Protocol, "Response message".
    package enum Code: Int, Sendable {
        case parseError = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParams = -32602
        case serverNotInitialized = -32002
        case requestFailed = -32803
        case contentModified = -32801
        case requestCancelled = -32800
    }

    package var code: Code
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var json: JSON { ["code": .integer(code.rawValue), "message": .string(message)] }
}
