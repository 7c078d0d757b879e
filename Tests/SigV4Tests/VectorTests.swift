import SigV4
import Testing

/// AWS's published vectors, stage by stage.
struct VectorTests {
    private static let date = "20150830T123600Z"
    private static let scope = CredentialScope(
        day: "20150830", region: "us-east-1", service: "service")
    private static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

    private func signer(_ vector: Vector) -> Signer {
        var signer = Signer(
            credentials: Credentials(
                accessKeyID: "AKIDEXAMPLE", secretAccessKey: Self.secret,
                sessionToken: vector.sessionToken),
            region: "us-east-1", service: "service")
        signer.normalizesPath = vector.normalizesPath
        return signer
    }

    @Test(arguments: vectors)
    func canonicalRequestIsAsPublished(_ vector: Vector) throws {
        let dated = signer(vector).dated(try vector.signingRequest(), amazonDate: Self.date)
        let canonical = CanonicalRequest(dated, normalizingPath: vector.normalizesPath)
        #expect(canonical.text == vector.canonicalRequest)
    }

    @Test(arguments: vectors)
    func stringToSignIsAsPublished(_ vector: Vector) throws {
        let dated = signer(vector).dated(try vector.signingRequest(), amazonDate: Self.date)
        let canonical = CanonicalRequest(dated, normalizingPath: vector.normalizesPath)
        let expected = """
            AWS4-HMAC-SHA256
            20150830T123600Z
            20150830/us-east-1/service/aws4_request
            \(vector.canonicalHash)
            """
        #expect(
            Signature.stringToSign(canonical, date: Self.date, scope: Self.scope) == expected)
    }

    @Test(arguments: vectors)
    func authorizationIsAsPublished(_ vector: Vector) throws {
        let date = try #require(AmazonDate.date(Self.date))
        let headers = signer(vector).sign(try vector.signingRequest(), at: date)
        let names = vector.canonicalRequest.split(
            separator: "\n", omittingEmptySubsequences: false)
        let signed = names[names.count - 2]
        #expect(headers.first?.name == "x-amz-date")
        #expect(headers.first?.value == Self.date)
        #expect(headers.last?.name == "authorization")
        #expect(
            headers.last?.value
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request"
                + ", SignedHeaders=\(signed), Signature=\(vector.signature)")
        #expect(headers.count == (vector.sessionToken == nil ? 2 : 3))
    }

    /// The worked example of AWS's "Signature Version 4 signing process": ListUsers of IAM.
    @Test func keyAndSignatureOfTheWorkedExampleAreAsPublished() {
        let scope = CredentialScope(day: "20150830", region: "us-east-1", service: "iam")
        let stringToSign = """
            AWS4-HMAC-SHA256
            20150830T123600Z
            20150830/us-east-1/iam/aws4_request
            f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59
            """
        let key = Signature.signingKey(secretAccessKey: Self.secret, scope: scope)
        #expect(
            Signature.hex(stringToSign: stringToSign, key: key)
                == "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")
    }
}

extension Vector {
    struct Malformed: Error {}

    func signingRequest() throws -> SigningRequest {
        let parts = request.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        var lines = parts[0].split(separator: "\n")
        let line = lines.removeFirst()
        guard let first = line.firstIndex(of: " "), let last = line.lastIndex(of: " ") else {
            throw Malformed()
        }
        let target = line[line.index(after: first)..<last].split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var headers: [SigningRequest.Header] = []
        for line in lines {
            if line.first == " ", let folded = headers.popLast() {
                headers.append((folded.name, folded.value + "\n" + line))
            } else if let colon = line.firstIndex(of: ":") {
                headers.append((String(line[..<colon]), String(line[line.index(after: colon)...])))
            }
        }
        let payload = PayloadHash.of(parts.count > 1 ? String(parts[1]) : "")
        if canonicalRequest.contains("\nx-amz-content-sha256:") {
            headers.append(("X-Amz-Content-Sha256", payload))
        }
        guard let host = headers.first(where: { $0.name.lowercased() == "host" }) else {
            throw Malformed()
        }
        return SigningRequest(
            method: String(line[..<first]), host: host.value, path: String(target[0]),
            query: target.count > 1 ? String(target[1]) : "", headers: headers,
            payloadHash: payload)
    }
}
