import FoundationEssentials
import SigV4

/// One try as it goes over the wire: signed, and ready to send or to show.
struct WireRequest: Sendable {
    var method: String
    var url: String
    /// In the order sent; the connection's own (`content-length`) are not among them.
    var headers: [SigningRequest.Header]
    var body: [UInt8]

    init(method: String, url: String, headers: [SigningRequest.Header], body: [UInt8]) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    /// - Parameter date: now, because a signature is good for five minutes.
    init(
        _ request: InvokeRequest, to address: WebAddress, signIn: SignIn, date: Date,
        userAgent: String
    ) {
        method = "POST"
        let path =
            address.path
            + percentEncodedPath(
                modelID: request.modelID, operation: request.operation.rawValue)
        url = "\(address.scheme)://\(address.hostHeader)\(path)"
        body = request.body
        headers = [
            ("host", address.hostHeader), ("content-type", "application/json"),
            ("accept", "application/json"),
        ]
        switch signIn.method {
        case .bearer(let key): headers.append(("authorization", "Bearer \(key.text)"))
        case .signature(let credentials):
            let signer = Signer(
                credentials: credentials, region: request.region, service: "bedrock")
            headers += signer.sign(
                SigningRequest(
                    method: method, host: address.hostHeader, path: path, headers: headers,
                    payloadHash: request.body.withUnsafeBytes { PayloadHash.of($0) }),
                at: date)
        }
        headers.append(("user-agent", userAgent))
    }

    /// Path and query.
    var target: String {
        guard let start = url.firstRange(of: "://")?.upperBound,
            let slash = url[start...].firstIndex(of: "/")
        else { return "/" }
        return String(url[slash...])
    }

    /// The headers with every secret cut out.
    var shownHeaders: [SigningRequest.Header] {
        headers.map { name, value in
            switch name {
            case "x-amz-security-token": (name, "…")
            case "authorization":
                if let signature = value.firstRange(of: "Signature=") {
                    (name, "\(value[..<signature.upperBound])…")
                } else {
                    (name, "Bearer …")
                }
            default: (name, value)
            }
        }
    }
}
