import Foundation
import Hashing
import ImgflowBedrock
import SigV4
import Synchronization
import Testing

/// Answers questions as a test likes, and remembers them.
final class ScriptedWeb: WebSender {
    struct Asked: Sendable {
        var method: String
        var url: String
        var headers: [String: String]
        var body: String
        var signedBy: String?
        var service: AWSService
        var region: String
        var bypassesProxy: Bool
    }

    private let reply: @Sendable (Asked) throws -> (Int, String)
    private let received = Mutex<[Asked]>([])
    var asked: [Asked] { received.withLock { $0 } }

    init(_ reply: @escaping @Sendable (Asked) throws -> (Int, String)) { self.reply = reply }

    func send(
        _ request: WebRequest, signedBy signIn: SignIn?, service: AWSService, region: String
    ) async throws -> HTTPResponse {
        var key: String?
        if case .signature(let keys)? = signIn?.method { key = keys.accessKeyID }
        let address = request.address
        let one = Asked(
            method: request.method,
            url: "\(address.scheme)://\(address.host)\(address.port.map { ":\($0)" } ?? "")"
                + address.path + request.path + (request.query.isEmpty ? "" : "?\(request.query)"),
            headers: Dictionary(request.headers.map { ($0.name, $0.value) }) { $1 },
            body: request.body, signedBy: key, service: service, region: region,
            bypassesProxy: request.bypassesProxy)
        received.withLock { $0.append(one) }
        let (status, text) = try reply(one)
        return HTTPResponse(status: status, headers: [:], body: Array(text.utf8))
    }
}

/// Sign-ins that ask a server: roles, web identities, IAM Identity Center, containers, instances.
struct ProviderTests {
    private static let keys = """
        [default]
        aws_access_key_id = AKIDDEFAULT
        aws_secret_access_key = secret

        [base]
        aws_access_key_id = AKIDBASE
        aws_secret_access_key = secret
        """

    private static func sts(_ key: String, action: String = "AssumeRole") -> String {
        """
        <\(action)Response><\(action)Result><Credentials><AccessKeyId>\(key)</AccessKeyId>
        <SecretAccessKey>s/&amp;+</SecretAccessKey><SessionToken>token==</SessionToken>
        <Expiration>2026-11-22T13:00:00Z</Expiration></Credentials></\(action)Result></\(action)Response>
        """
    }

    private func signIn(
        _ variables: [String: String] = [:], profile: String? = nil, config: String = "",
        files: [String: String] = [:], web: ScriptedWeb
    ) async throws -> SignIn {
        try await BedrockSettings(
            arguments: .init(profile: profile),
            environment: .test(
                variables,
                files: files.merging([
                    "/home/ann/.aws/config": config, "/home/ann/.aws/credentials": Self.keys,
                ]) { first, _ in first })
        ).makeCredentialChain(web: web).signIn()
    }

    private func failure(
        _ variables: [String: String] = [:], profile: String? = "x", config: String,
        files: [String: String] = [:], web: ScriptedWeb
    ) async throws -> CredentialError {
        let error = await #expect(throws: CredentialError.self) {
            try await signIn(variables, profile: profile, config: config, files: files, web: web)
        }
        return try #require(error)
    }

    private func keyID(_ signIn: SignIn) -> String {
        if case .signature(let keys) = signIn.method { keys.accessKeyID } else { "bearer" }
    }

    // MARK: Roles

    @Test func aRoleIsTakenWithTheSourceProfilesKeys() async throws {
        let web = ScriptedWeb { _ in (200, Self.sts("ASIAROLE")) }
        let found = try await signIn(
            profile: "x",
            config: """
                [profile x]
                role_arn = arn:aws:iam::1:role/painter
                source_profile = base
                external_id = a b&c
                role_session_name = ann
                duration_seconds = 900
                region = us-east-1
                """, web: web)
        #expect(
            found.method
                == .signature(
                    Credentials(
                        accessKeyID: "ASIAROLE", secretAccessKey: "s/&+", sessionToken: "token==",
                        expiration: testDate.addingTimeInterval(3_600))))
        #expect(found.source == "role `arn:aws:iam::1:role/painter` of profile `x`")
        let asked = try #require(web.asked.first)
        #expect(asked.url == "https://sts.us-east-1.amazonaws.com/")
        #expect(asked.signedBy == "AKIDBASE")
        #expect(asked.service == .sts)
        #expect(
            asked.body
                == "Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fpainter&RoleSessionName=ann&DurationSeconds=900&ExternalId=a%20b%26c&Version=2011-06-15"
        )
    }

    @Test func rolesRestOnRoles() async throws {
        let web = ScriptedWeb { asked in
            (200, Self.sts(asked.signedBy == "AKIDBASE" ? "ASIAFIRST" : "ASIASECOND"))
        }
        let found = try await signIn(
            profile: "x",
            config: """
                [profile x]
                role_arn = second
                source_profile = y
                [profile y]
                role_arn = first
                source_profile = base
                """, web: web)
        #expect(keyID(found) == "ASIASECOND")
        #expect(web.asked.map(\.signedBy) == ["AKIDBASE", "ASIAFIRST"])
    }

    /// A profile may name itself: its own keys then take the role.
    @Test func aProfileMayRestOnItself() async throws {
        let web = ScriptedWeb { _ in (200, Self.sts("ASIASELF")) }
        let found = try await signIn(
            profile: "base", config: "[profile base]\nrole_arn = r\nsource_profile = base",
            web: web)
        #expect(keyID(found) == "ASIASELF")
        #expect(web.asked.map(\.signedBy) == ["AKIDBASE"])
    }

    @Test func theEnvironmentMayBeARolesSource() async throws {
        let web = ScriptedWeb { _ in (200, Self.sts("ASIAENV")) }
        let found = try await signIn(
            ["AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "s"], profile: "x",
            config: "[profile x]\nrole_arn = r\ncredential_source = Environment", web: web)
        #expect(keyID(found) == "ASIAENV")
        #expect(web.asked.map(\.signedBy) == ["AKIDENV"])
    }

    @Test(arguments: [
        ("role_arn = r", "found neither"),
        ("role_arn = r\nsource_profile = base\ncredential_source = Environment", "found both"),
        ("role_arn = r\nsource_profile = bas", "which does not exist"),
        (
            "role_arn = r\nsource_profile = y\n[profile y]\nrole_arn = q\nsource_profile = x",
            "form a circle: `x` -> `y` -> `x`"
        ),
        ("role_arn = r\nsource_profile = base\nduration_seconds = 899", "from 900 to 43200"),
        ("role_arn = r\nsource_profile = base\nduration_seconds = 43201", "from 900 to 43200"),
        ("role_arn = r\ncredential_source = Cloud", "expected Environment"),
        ("role_arn = r\ncredential_source = EcsContainer", "are not set"),
        ("role_arn = r\nsource_profile = z\n[profile z]\nregion = us-east-1", "has no keys"),
    ])
    func aRoleThatCannotBeTakenIsTold(config: String, words: String) async throws {
        let web = ScriptedWeb { _ in (200, Self.sts("A")) }
        let error = try await failure(config: "[profile x]\n" + config, web: web)
        #expect(error.description.contains(words), "\(error)")
        #expect(web.asked.isEmpty)
    }

    @Test func whatSTSRefusesIsToldInItsWords() async throws {
        let web = ScriptedWeb { _ in
            (
                403,
                "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>"
            )
        }
        let error = try await failure(
            config: "[profile x]\nrole_arn = r\nsource_profile = base", web: web)
        #expect(
            error.description
                == "/home/ann/.aws/config:2: role of profile `x`: STS refused: not you (AccessDenied)"
        )
        #expect(!error.hints.isEmpty)
    }

    // MARK: Web identity

    @Test func aTokenIsExchangedUnsigned() async throws {
        let web = ScriptedWeb { _ in
            (200, Self.sts("ASIAWEB", action: "AssumeRoleWithWebIdentity"))
        }
        let found = try await signIn(
            [
                "AWS_WEB_IDENTITY_TOKEN_FILE": "/var/token", "AWS_ROLE_ARN": "arn",
                "AWS_ROLE_SESSION_NAME": "pod", "AWS_REGION": "us-east-2",
            ], files: ["/var/token": "abc.def\n"], web: web)
        #expect(keyID(found) == "ASIAWEB")
        let asked = try #require(web.asked.first)
        #expect(asked.signedBy == nil)
        #expect(asked.url == "https://sts.us-east-2.amazonaws.com/")
        #expect(
            asked.body
                == "Action=AssumeRoleWithWebIdentity&RoleArn=arn&RoleSessionName=pod&WebIdentityToken=abc.def&Version=2011-06-15"
        )
    }

    @Test(arguments: [
        (["AWS_WEB_IDENTITY_TOKEN_FILE": "/var/none", "AWS_ROLE_ARN": "a"], "file not found"),
        (["AWS_WEB_IDENTITY_TOKEN_FILE": "/var/empty", "AWS_ROLE_ARN": "a"], "is empty"),
        (["AWS_WEB_IDENTITY_TOKEN_FILE": "/var/token"], "no role to assume"),
    ])
    func aTokenThatCannotBeUsedIsTold(variables: [String: String], words: String) async throws {
        let error = try await failure(
            variables, profile: nil, config: "", files: ["/var/empty": " \n", "/var/token": "t"],
            web: ScriptedWeb { _ in (200, "") })
        #expect(error.description.contains(words), "\(error)")
    }

    // MARK: IAM Identity Center

    private static let session = """
        [profile x]
        sso_session = corp
        sso_account_id = 123
        sso_role_name = Painter
        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        """
    private func cachePath(_ key: String) -> String {
        let digest = SHA1.hash(Array(key.utf8)).map { String(format: "%02x", $0) }
        return "/home/ann/.aws/sso/cache/\(digest.joined()).json"
    }

    private func token(expires: String = "2026-11-22T13:00:00Z") -> String {
        #"{"accessToken":"hush","expiresAt":"\#(expires)","region":"eu-west-1"}"#
    }

    @Test(arguments: [true, false])
    func theCachedTokenIsExchanged(isSession: Bool) async throws {
        let web = ScriptedWeb { _ in
            (
                200,
                #"{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t","expiration":1795352400000}}"#
            )
        }
        let legacy = """
            [profile x]
            sso_start_url = https://corp.awsapps.com/start
            sso_region = eu-west-1
            sso_account_id = 123
            sso_role_name = Painter
            """
        let found = try await signIn(
            profile: "x", config: isSession ? Self.session : legacy,
            files: [cachePath(isSession ? "corp" : "https://corp.awsapps.com/start"): token()],
            web: web)
        #expect(keyID(found) == "ASIASSO")
        #expect(found.expiration == testDate.addingTimeInterval(3_600))
        let asked = try #require(web.asked.first)
        #expect(
            asked.url
                == "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?role_name=Painter&account_id=123"
        )
        #expect(asked.headers["x-amz-sso_bearer_token"] == "hush")
        #expect(asked.signedBy == nil)
        #expect(!"\(found)".contains("hush"))
    }

    @Test func anEndedSignInNamesTheCommand() async throws {
        let web = ScriptedWeb { _ in (401, "{}") }
        let never = try await failure(config: Self.session, web: web)
        #expect(never.description.hasSuffix("not signed in yet"))
        #expect(never.hints == ["sign in: aws sso login --profile x"])
        let ended = try await failure(
            config: Self.session,
            files: [cachePath("corp"): token(expires: "2026-11-22T11:59:59Z")], web: web)
        #expect(ended.description.hasSuffix("the sign-in has expired"))
        #expect(web.asked.isEmpty)
        let refused = try await failure(
            config: Self.session, files: [cachePath("corp"): token()], web: web)
        #expect(refused.hints == ["sign in: aws sso login --profile x"])
    }

    @Test func aHalfWrittenSessionIsTold() async throws {
        let web = ScriptedWeb { _ in (200, "{}") }
        let missing = try await failure(config: "[profile x]\nsso_session = corp", web: web)
        #expect(missing.description.contains("section `[sso-session corp]` not found"))
        let account = try await failure(
            config: Self.session.replacing("sso_account_id = 123\n", with: ""), web: web)
        #expect(account.description.contains("`sso_account_id` is missing"))
    }

    // MARK: Containers and instances

    private static let machine =
        #"{"AccessKeyId":"ASIAMACHINE","SecretAccessKey":"s","Token":"t","Expiration":"2026-11-22T13:00:00Z"}"#

    @Test func theContainersAgentIsAsked() async throws {
        let web = ScriptedWeb { _ in (200, Self.machine) }
        let found = try await signIn(
            [
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/creds?id=1",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://ignored.example/",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "early",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/var/auth", "AWS_PROFILE": "nokeys",
            ], config: "[profile nokeys]\nregion = us-east-1", files: ["/var/auth": "Basic abc"],
            web: web)
        #expect(keyID(found) == "ASIAMACHINE")
        let asked = try #require(web.asked.first)
        #expect(asked.url == "http://169.254.170.2/v2/creds?id=1")
        #expect(asked.headers["authorization"] == "Basic abc")
        #expect(asked.bypassesProxy)
    }

    @Test(arguments: [
        ("http://evil.example/creds", "plain http"), ("nonsense", "is not a URL"),
    ])
    func keysAreNotFetchedFromAnywhere(url: String, words: String) async throws {
        let web = ScriptedWeb { _ in (200, Self.machine) }
        let error = try await failure(
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI": url], profile: nil, config: "",
            files: ["/home/ann/.aws/credentials": ""], web: web)
        #expect(error.description.contains(words), "\(error)")
        #expect(web.asked.isEmpty)
    }

    @Test func aTokenWithALineEndIsRefused() async throws {
        let web = ScriptedWeb { _ in (200, Self.machine) }
        let error = try await failure(
            [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:9/",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "a\r\nx-evil: 1",
            ], profile: nil, config: "", files: ["/home/ann/.aws/credentials": ""], web: web)
        #expect(error.description.contains("line break"))
        #expect(web.asked.isEmpty)
    }

    @Test func aSilentAgentIsAskedThreeTimes() async throws {
        let web = ScriptedWeb { _ in throw TransportError.readTimeout(.seconds(2)) }
        let error = try await failure(
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://agent.example/creds"], profile: nil,
            config: "", files: ["/home/ann/.aws/credentials": ""], web: web)
        #expect(web.asked.count == 3)
        #expect(error.hints == ["tried 3 times"])
    }

    private func instance(
        _ variables: [String: String] = [:], token: Int = 200,
        _ web: @escaping @Sendable (ScriptedWeb.Asked) -> (Int, String)? = { _ in nil }
    ) -> (ScriptedWeb, [String: String]) {
        let web = ScriptedWeb { asked in
            if let answer = web(asked) { return answer }
            if asked.url.hasSuffix("/latest/api/token") { return (token, "imds-token") }
            if asked.url.hasSuffix("/security-credentials/") { return (200, "painter role\n") }
            return (200, Self.machine)
        }
        return (web, variables)
    }

    @Test func theInstanceIsAskedWithAToken() async throws {
        let (web, variables) = instance()
        let found = try await signIn(
            variables, files: ["/home/ann/.aws/credentials": ""], web: web)
        #expect(keyID(found) == "ASIAMACHINE")
        #expect(found.source == "the instance's role `painter role`")
        #expect(
            web.asked.map { "\($0.method) \($0.url)" } == [
                "PUT http://169.254.169.254/latest/api/token",
                "GET http://169.254.169.254/latest/meta-data/iam/security-credentials/",
                "GET http://169.254.169.254/latest/meta-data/iam/security-credentials/painter%20role",
            ])
        #expect(web.asked[0].headers["x-aws-ec2-metadata-token-ttl-seconds"] == "21600")
        #expect(web.asked[2].headers["x-aws-ec2-metadata-token"] == "imds-token")
        #expect(web.asked.allSatisfy { $0.bypassesProxy })
    }

    @Test(arguments: [403, 404, 405])
    func versionOneIsAskedWhereThereIsNoOther(status: Int) async throws {
        let (web, _) = instance(token: status)
        let found = try await signIn(files: ["/home/ann/.aws/credentials": ""], web: web)
        #expect(keyID(found) == "ASIAMACHINE")
        #expect(web.asked[1].headers["x-aws-ec2-metadata-token"] == nil)
        let (other, _) = instance(token: status)
        let error = try await failure(
            ["AWS_EC2_METADATA_V1_DISABLED": "true"], profile: nil, config: "",
            files: ["/home/ann/.aws/credentials": ""], web: other)
        #expect(error.description == "no AWS credentials found")
    }

    @Test func theServiceIsElsewhereOrOff() async throws {
        let (web, _) = instance()
        _ = try await signIn(
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1338/"],
            files: ["/home/ann/.aws/credentials": ""], web: web)
        #expect(web.asked[0].url == "http://127.0.0.1:1338/latest/api/token")
        let (six, _) = instance()
        _ = try await signIn(
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"],
            files: ["/home/ann/.aws/credentials": ""], web: six)
        #expect(six.asked[0].url.hasPrefix("http://fd00:ec2::254/"))
        let (off, _) = instance()
        let error = try await failure(
            ["AWS_EC2_METADATA_DISABLED": "true"], profile: nil, config: "",
            files: ["/home/ann/.aws/credentials": ""], web: off)
        #expect(off.asked.isEmpty)
        #expect(error.hints.last?.hasSuffix("disabled by `AWS_EC2_METADATA_DISABLED`") == true)
    }

    @Test func aSilentServiceIsAskedAsOftenAsSaid() async throws {
        let web = ScriptedWeb { _ in
            throw TransportError.connectTimeout(host: "169.254.169.254", within: .seconds(1))
        }
        _ = try await failure(
            ["AWS_METADATA_SERVICE_NUM_ATTEMPTS": "3"], profile: nil, config: "",
            files: ["/home/ann/.aws/credentials": ""], web: web)
        #expect(web.asked.count == 3)
    }

    /// Over real sockets, with nothing between.
    @Test func aServerOnThisMachineGivesKeys() async throws {
        try await ScriptedServer.with([
            .reply(200, body: "imds-token"), .reply(200, body: "painter"),
            .reply(200, body: Self.machine),
        ]) { server in
            let settings = try BedrockSettings(
                arguments: .init(),
                environment: .test([
                    "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:\(server.port)",
                    "HTTP_PROXY": "http://127.0.0.1:1",
                ]))
            let web = try WebClient(settings: settings, version: "1")
            let found = try await settings.makeCredentialChain(web: web).signIn()
            try await web.shutdown()
            #expect(keyID(found) == "ASIAMACHINE")
            #expect(server.received.map(\.method) == ["PUT", "GET", "GET"])
            #expect(server.received[1].headers["x-aws-ec2-metadata-token"] == "imds-token")
        }
    }
}

/// Where each service is asked: reference, section 12.3.
struct ServiceEndpointTests {
    private func address(
        _ service: AWSService, _ variables: [String: String] = [:], argument: String? = nil,
        config: String = "", region: String = "eu-west-1"
    ) throws -> String {
        let settings = try BedrockSettings(
            arguments: .init(region: region, endpointURL: argument),
            environment: .test(variables, files: ["/home/ann/.aws/config": config]))
        let address = try settings.endpoint(of: service).address(region: region, of: service)
        return "\(address.scheme)://\(address.host)\(address.port.map { ":\($0)" } ?? "")"
    }

    private static let services = """
        [default]
        services = mine
        endpoint_url = https://profile.example
        [services mine]
        bedrock =
          endpoint_url = https://control.example
        sts =
          endpoint_url = https://sts.example
        """

    @Test(arguments: [
        (AWSService.runtime, "https://bedrock-runtime.eu-west-1.amazonaws.com"),
        (.control, "https://bedrock.eu-west-1.amazonaws.com"),
        (.sts, "https://sts.eu-west-1.amazonaws.com"),
        (.sso, "https://portal.sso.eu-west-1.amazonaws.com"),
    ])
    func awsHasAHostForEach(service: AWSService, expected: String) throws {
        #expect(try address(service) == expected)
    }

    @Test func theNarrowerSettingWins() throws {
        let both = [
            "AWS_ENDPOINT_URL": "https://all.example", "AWS_ENDPOINT_URL_STS": "https://s.example",
        ]
        #expect(try address(.sts, both) == "https://s.example")
        #expect(try address(.control, both) == "https://all.example")
        #expect(
            try address(.control, ["AWS_ENDPOINT_URL_BEDROCK": "https://c.example"])
                == "https://c.example")
        #expect(try address(.control, config: Self.services) == "https://control.example")
        #expect(try address(.sts, config: Self.services) == "https://sts.example")
        #expect(try address(.runtime, config: Self.services) == "https://profile.example")
        #expect(try address(.sts, both, config: Self.services) == "https://s.example")
        #expect(
            try address(
                .sts, both.merging(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"]) { $1 },
                config: Self.services) == "https://sts.eu-west-1.amazonaws.com")
    }

    @Test func theArgumentIsBedrocksAndAMachinesOwnServerIsAskedForAll() throws {
        #expect(try address(.control, argument: "https://vpc.example") == "https://vpc.example")
        #expect(
            try address(.sts, argument: "https://vpc.example")
                == "https://sts.eu-west-1.amazonaws.com")
        #expect(
            try address(.sts, argument: "http://127.0.0.1:4566") == "http://127.0.0.1:4566")
    }
}
