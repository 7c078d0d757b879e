import FoundationEssentials
import SigV4
import Testing

struct AuthorizationHeaderTests {
    private static let text =
        "AWS4-HMAC-SHA256 Credential=AKID/20261122/us-west-2/bedrock/aws4_request, "
        + "SignedHeaders=host;x-amz-date, Signature=00ff"

    @Test func partsAreRead() throws {
        let header = try AuthorizationHeader(parsing: Self.text)
        #expect(header.accessKeyID == "AKID")
        #expect(
            header.scope
                == CredentialScope(day: "20261122", region: "us-west-2", service: "bedrock"))
        #expect(header.signedHeaders == ["host", "x-amz-date"])
        #expect(header.signature == "00ff")
        #expect(header.text == Self.text)
    }

    @Test func partsMayStandInAnyOrderWithoutSpaces() throws {
        let header = try AuthorizationHeader(
            parsing: "AWS4-HMAC-SHA256 Signature=1,SignedHeaders=host,"
                + "Credential=a/b/20261122/r/s/aws4_request")
        #expect(header.accessKeyID == "a/b")
        #expect(header.scope.text == "20261122/r/s/aws4_request")
    }

    @Test(arguments: [
        (
            "", AuthorizationHeaderError.unknownAlgorithm(""),
            "expected `AWS4-HMAC-SHA256`, found ``"
        ),
        ("Bearer abc", .unknownAlgorithm("Bearer"), "expected `AWS4-HMAC-SHA256`, found `Bearer`"),
        ("AWS4-HMAC-SHA256", .missingPart("Credential"), "`Credential` is missing"),
        (
            "AWS4-HMAC-SHA256 Credential=a/20261122/r/s/aws4_request",
            .missingPart("SignedHeaders"), "`SignedHeaders` is missing"
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/20261122/r/s/aws4_request,SignedHeaders=host",
            .missingPart("Signature"), "`Signature` is missing"
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=1",
            .malformedCredential("a"),
            "expected `KEY/YYYYMMDD/REGION/SERVICE/aws4_request`, found `a`"
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/2026/r/s/aws4_request, SignedHeaders=host, Signature=1",
            .malformedCredential("a/2026/r/s/aws4_request"),
            "expected `KEY/YYYYMMDD/REGION/SERVICE/aws4_request`, found `a/2026/r/s/aws4_request`"
        ),
        (
            "AWS4-HMAC-SHA256 Signature=1, Signature=2", .repeatedPart("Signature"),
            "`Signature` is given twice"
        ),
        (
            "AWS4-HMAC-SHA256 nonsense", .malformedPart("nonsense"),
            "expected `Credential=`, `SignedHeaders=` or `Signature=`, found `nonsense`"
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/20261122/r/s/aws4_request, SignedHeaders=x-amz-date, "
                + "Signature=1",
            .hostNotSigned, "`host` must be among the signed headers"
        ),
    ])
    func whatIsWrongIsSaid(_ text: String, _ error: AuthorizationHeaderError, _ words: String) {
        #expect(throws: error) { try AuthorizationHeader(parsing: text) }
        #expect(error.description == words)
    }

    private func received(_ change: (inout SigningRequest) -> Void = { _ in }) throws -> Bool {
        let signer = Signer(
            credentials: Credentials(accessKeyID: "AKID", secretAccessKey: "secret"),
            region: "us-west-2", service: "bedrock")
        var request = SigningRequest(
            method: "POST", host: "127.0.0.1:4566",
            path: percentEncodedPath(modelID: "stability.x-v1:0"), query: "b=2&a=1",
            headers: [("content-type", "application/json")], payloadHash: PayloadHash.of("{}"))
        let date = try #require(AmazonDate.date("20261122T120000Z"))
        let added = signer.sign(request, at: date)
        let header = try AuthorizationHeader(parsing: added.last?.value ?? "")
        request.headers += added + [("user-agent", "imgflow/1"), ("content-length", "2")]
        change(&request)
        return header.expectedSignature(
            for: request, amazonDate: "20261122T120000Z", secretAccessKey: "secret")
            == header.signature
    }

    @Test func aReceivedRequestGivesTheSameSignature() throws {
        #expect(try received())
        #expect(try received { $0.headers.append(("x-forwarded-for", "1.2.3.4")) })
    }

    @Test func aChangedRequestGivesAnother() throws {
        #expect(try !received { $0.method = "PUT" })
        #expect(try !received { $0.host = "127.0.0.1" })
        #expect(try !received { $0.path = "/model/stability.x-v1:0/invoke" })
        #expect(try !received { $0.query = "b=2&a=2" })
        #expect(try !received { $0.payloadHash = PayloadHash.of("{ }") })
        #expect(try !received { $0.headers[0].value = "text/plain" })
    }
}
