import FoundationEssentials
import SigV4
import Testing

struct SignerTests {
    /// Reference §10.2, as botocore sends and signs them.
    @Test(arguments: [
        (
            "us.stability.stable-outpaint-v1:0",
            "/model/us.stability.stable-outpaint-v1%3A0/invoke",
            "/model/us.stability.stable-outpaint-v1%253A0/invoke"
        ),
        (
            "arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.stability.x-v1:0",
            "/model/arn%3Aaws%3Abedrock%3Aus-west-2%3A123456789012%3Ainference-profile%2Fus."
                + "stability.x-v1%3A0/invoke",
            "/model/arn%253Aaws%253Abedrock%253Aus-west-2%253A123456789012%253Ainference-profile"
                + "%252Fus.stability.x-v1%253A0/invoke"
        ),
        ("../a b?c#é", "/model/..%2Fa%20b%3Fc%23%C3%A9/invoke", nil),
    ])
    func modelIDIsOneSegmentEncodedOnceOnTheWireAndTwiceInTheSignature(
        _ modelID: String, _ wire: String, _ signed: String?
    ) {
        #expect(percentEncodedPath(modelID: modelID) == wire)
        guard let signed else { return }
        let canonical = CanonicalRequest(
            SigningRequest(
                method: "POST", host: "h", path: wire, payloadHash: PayloadHash.empty))
        #expect(canonical.text.hasPrefix("POST\n\(signed)\n\n"))
    }

    @Test func headersThatAHopMayChangeAreNotSigned() {
        let canonical = CanonicalRequest(
            SigningRequest(
                method: "POST", host: "h", path: "/",
                headers: [
                    ("User-Agent", "a"), ("Connection", "close"), ("Expect", "100-continue"),
                    ("Transfer-Encoding", "chunked"), ("X-Amzn-Trace-Id", "1"),
                    ("Authorization", "old"), ("Accept", "application/json"),
                ], payloadHash: PayloadHash.empty))
        #expect(canonical.signedHeaders == "accept;host")
    }

    @Test func signingAgainReplacesTheDateAndTheToken() throws {
        let signer = Signer(
            credentials: Credentials(
                accessKeyID: "A", secretAccessKey: "S", sessionToken: "new"),
            region: "us-west-2", service: "bedrock")
        let headers = signer.sign(
            SigningRequest(
                method: "POST", host: "h", path: "/",
                headers: [("X-Amz-Date", "20000101T000000Z"), ("X-Amz-Security-Token", "old")],
                payloadHash: PayloadHash.empty),
            at: try #require(AmazonDate.date("20261122T120000Z")))
        #expect(headers.map(\.name) == ["x-amz-date", "x-amz-security-token", "authorization"])
        #expect(headers[0].value == "20261122T120000Z")
        #expect(headers[1].value == "new")
    }

    @Test func secretsShowNowhere() {
        let credentials = Credentials(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: "hush-hush", sessionToken: "mum's the word"
        )
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped, "\([credentials])"]
        {
            #expect(!text.contains("hush"))
            #expect(!text.contains("mum"))
            #expect(text.contains("AKIDEXAMPLE"))
        }
    }

    @Test(arguments: [
        ("20150830T123600Z", 1_440_938_160.0), ("19700101T000000Z", 0),
        ("20240229T235959Z", 1_709_251_199), ("21000228T000000Z", 4_107_456_000),
        ("19691231T235959Z", -1),
    ])
    func datesGoBothWays(_ text: String, _ seconds: Double) {
        #expect(AmazonDate.text(Date(timeIntervalSince1970: seconds)) == text)
        #expect(AmazonDate.date(text) == Date(timeIntervalSince1970: seconds))
    }

    @Test(arguments: [
        "", "20150830", "20150830T123600", "20150830 123600Z", "20150230T123600Z",
        "20151330T123600Z", "20150830T243600Z", "2015083oT123600Z", "20150830T123600z",
    ])
    func whatIsNoDateIsRefused(_ text: String) {
        #expect(AmazonDate.date(text) == nil)
    }

    @Test func extremeDatesDoNotOverflow() {
        #expect(AmazonDate.text(.distantPast) == "00010101T000000Z")
        #expect(AmazonDate.text(Date(timeIntervalSince1970: 1e300)) == "99991231T235959Z")
    }
}
