import ImgflowBedrock
import Testing

struct SettingsTests {
    private static let config = """
        # a comment
        [default]
        region = eu-west-1

        [profile photos]
        region=us-east-2
        services = local
        endpoint_url = https://profile.example.com
        ca_bundle = ~/ca.pem
        max_attempts = 4
          ; an indented comment
        s3 =
          addressing_style = path

        [profile plain]
        endpoint_url = https://profile.example.com

        [profile 'two words']
        region = us-west-1

        [services local]
        bedrock_runtime =
          endpoint_url = http://127.0.0.1:4566
        """

    private func settings(
        _ variables: [String: String] = [:], profile: String? = nil, region: String? = nil,
        endpoint: String? = nil, config: String = config
    ) throws -> BedrockSettings {
        try BedrockSettings(
            arguments: .init(profile: profile, region: region, endpointURL: endpoint),
            environment: .test(variables, files: ["/home/ann/.aws/config": config]))
    }

    @Test func regionsComeInOrder() throws {
        let all = [
            "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-2", "AWS_PROFILE": "photos",
        ]
        #expect(
            try settings(all, region: "us-west-2").region
                == Region(name: "us-west-2", source: .argument))
        #expect(
            try settings(all).region == Region(name: "us-east-1", source: .variable("AWS_REGION")))
        #expect(
            try settings(["AWS_DEFAULT_REGION": "us-east-2"]).region
                == Region(name: "us-east-2", source: .variable("AWS_DEFAULT_REGION")))
        #expect(
            try settings(profile: "photos").region
                == Region(
                    name: "us-east-2",
                    source: .profile(name: "photos", path: "/home/ann/.aws/config", line: 6)))
        #expect(try settings(profile: "two words").region.name == "us-west-1")
        #expect(try settings().region.name == "eu-west-1")
        #expect(
            try settings(config: "").region == Region(name: "us-west-2", source: .standard))
    }

    @Test(arguments: [
        "us-west", "us_west_2", "US-WEST-2", "us-west-2.evil.com", "us-west-2/", "-west-2", "",
    ])
    func whatIsNoRegionIsRefused(_ name: String) {
        let error = #expect(throws: SettingsError.self) { try settings(region: name) }
        #expect(
            error?.description == "expected a region such as `us-west-2`, found `\(name)`")
    }

    @Test func aWrongRegionsPlaceIsNamed() {
        let variable = #expect(throws: SettingsError.self) {
            try settings(["AWS_REGION": "oregon"])
        }
        #expect(
            variable?.description
                == "expected a region such as `us-west-2`, found `oregon` in `AWS_REGION`")
        let file = #expect(throws: SettingsError.self) {
            try settings(config: "[default]\nregion = oregon")
        }
        #expect(
            file?.description == "expected a region such as `us-west-2`, found `oregon` at"
                + " /home/ann/.aws/config:2")
    }

    @Test func profilesAreChosenInOrder() throws {
        let both = ["AWS_PROFILE": "photos", "AWS_DEFAULT_PROFILE": "plain"]
        #expect(try settings(both, profile: "default").profileName.name == "default")
        #expect(try settings(both).profileName.name == "photos")
        #expect(try settings(["AWS_DEFAULT_PROFILE": "plain"]).profileName.name == "plain")
        #expect(try settings().profileName.source == .standard)
    }

    @Test func endpointsComeInOrder() throws {
        let own = ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME": "https://own.example.com:8443"]
        let common = ["AWS_ENDPOINT_URL": "https://common.example.com"]
        let all = own.merging(common) { $1 }
        #expect(
            try settings(all, profile: "photos", endpoint: "http://localhost:1").endpoint.origin
                == "http://localhost:1")
        #expect(
            try settings(all, profile: "photos").endpoint.origin == "https://own.example.com:8443")
        #expect(
            try settings(common, profile: "photos").endpoint.origin == "https://common.example.com")
        #expect(try settings(profile: "photos").endpoint.origin == "http://127.0.0.1:4566")
        #expect(try settings(profile: "plain").endpoint.origin == "https://profile.example.com")
        #expect(try settings().endpoint.origin == "aws")
    }

    @Test func configuredEndpointsCanBeIgnored() throws {
        let variables = [
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE",
            "AWS_ENDPOINT_URL": "https://common.example.com",
        ]
        #expect(try settings(variables, profile: "photos").endpoint.origin == "aws")
        #expect(
            try settings(variables, endpoint: "http://[::1]:99/").endpoint.origin
                == "http://[::1]:99")
    }

    @Test(arguments: [
        ("us-west-2", false, false, "bedrock-runtime.us-west-2.amazonaws.com"),
        ("us-west-2", true, false, "bedrock-runtime-fips.us-west-2.amazonaws.com"),
        ("us-west-2", false, true, "bedrock-runtime.us-west-2.api.aws"),
        ("us-west-2", true, true, "bedrock-runtime-fips.us-west-2.api.aws"),
        ("us-gov-west-1", false, false, "bedrock-runtime.us-gov-west-1.amazonaws.com"),
        ("cn-north-1", false, false, "bedrock-runtime.cn-north-1.amazonaws.com.cn"),
        ("eusc-de-east-1", false, false, "bedrock-runtime.eusc-de-east-1.amazonaws.eu"),
    ])
    func awsHostsFollowThePartition(
        _ region: String, _ fips: Bool, _ dualStack: Bool, _ host: String
    ) throws {
        let endpoint = try settings([
            "AWS_USE_FIPS_ENDPOINT": "\(fips)", "AWS_USE_DUALSTACK_ENDPOINT": "\(dualStack)",
        ]).endpoint
        let address = try endpoint.address(region: region)
        #expect(address.scheme == "https")
        #expect(address.host == host)
        #expect(address.port == nil)
    }

    @Test(arguments: ["http://127.0.0.1:1", "http://127.8.9.1", "http://LOCALHOST", "http://[::1]"])
    func plainHTTPIsForThisMachine(_ url: String) throws {
        _ = try settings(endpoint: url)
    }

    @Test(arguments: [
        (
            "http://example.com",
            "plain http is allowed for this machine only: `http://example.com` (from `--endpoint-url`)"
                + " would send keys unencrypted; use https"
        ),
        (
            "http://127.0.0.1.example.com",
            "plain http is allowed for this machine only: `http://127.0.0.1.example.com` (from"
                + " `--endpoint-url`) would send keys unencrypted; use https"
        ),
        (
            "https://ann:secret@example.com",
            "an endpoint URL must not contain a user or password (from `--endpoint-url`)"
        ),
        (
            "localhost:4566",
            "expected an endpoint such as `https://host:port`, found `localhost:4566` (from"
                + " `--endpoint-url`)"
        ),
        (
            "ftp://localhost",
            "expected an endpoint such as `https://host:port`, found `ftp://localhost` (from"
                + " `--endpoint-url`)"
        ),
        (
            "https://host:99999",
            "expected an endpoint such as `https://host:port`, found `https://host:99999` (from"
                + " `--endpoint-url`)"
        ),
        (
            "https://host/?a=b",
            "expected an endpoint such as `https://host:port`, found `https://host/?a=b` (from"
                + " `--endpoint-url`)"
        ),
    ])
    func badEndpointsAreRefused(_ url: String, _ message: String) {
        let error = #expect(throws: SettingsError.self) { try settings(endpoint: url) }
        #expect(error?.description == message)
    }

    @Test func aServicesSectionThatIsNotThereIsTold() {
        let error = #expect(throws: SettingsError.self) {
            try settings(config: "[default]\nservices = gone")
        }
        #expect(
            error?.description
                == "/home/ann/.aws/config:2: section `[services gone]` not found")
    }

    @Test func aCustomEndpointHasNoVariants() {
        let error = #expect(throws: SettingsError.self) {
            try settings(["AWS_USE_FIPS_ENDPOINT": "true"], endpoint: "https://example.com")
        }
        #expect(
            error?.description == "a custom endpoint (from `--endpoint-url`) and FIPS endpoints"
                + " cannot be combined")
    }

    @Test func certificatesComeFromTheVariableOrTheProfile() throws {
        #expect(
            try settings(["AWS_CA_BUNDLE": "/etc/ca.pem"], profile: "photos").certificates?.path
                == "/etc/ca.pem")
        #expect(try settings(profile: "photos").certificates?.path == "/home/ann/ca.pem")
        #expect(try settings().certificates == nil)
    }

    @Test func attemptsComeFromTheVariableOrTheProfile() throws {
        #expect(
            try settings(["AWS_MAX_ATTEMPTS": "7"], profile: "photos").retryPolicy.maxAttempts == 7)
        #expect(try settings(profile: "photos").retryPolicy.maxAttempts == 4)
        #expect(try settings().retryPolicy.maxAttempts == 3)
        let error = #expect(throws: SettingsError.self) {
            try settings(["AWS_MAX_ATTEMPTS": "many"])
        }
        #expect(
            error?.description == "expected a whole number from 1 to 100 for `AWS_MAX_ATTEMPTS`,"
                + " found `many`")
    }

    @Test func filesMayLieElsewhere() throws {
        let settings = try BedrockSettings(
            arguments: .init(),
            environment: .test(
                ["AWS_CONFIG_FILE": "~/elsewhere"],
                files: ["/home/ann/elsewhere": "[default]\nregion=us-east-1"]))
        #expect(settings.region.name == "us-east-1")
    }

    @Test(arguments: [
        ("[default\n", "/home/ann/.aws/config:1: expected `]` after the section's name"),
        ("\n[ ]\n", "/home/ann/.aws/config:2: expected a name between `[` and `]`"),
        (
            "region = x",
            "/home/ann/.aws/config:1: expected `[default]` or `[profile NAME]` before a setting"
        ),
        (
            "[default]\r\nregion = us-west-2\r\nnonsense\r\n",
            "/home/ann/.aws/config:3: expected `key = value`"
        ),
    ])
    func brokenFilesAreToldWithTheLine(_ text: String, _ message: String) {
        let error = #expect(throws: SettingsError.self) { try settings(config: text) }
        #expect(error?.description == message)
    }

    @Test func keysMayBeIndentedAllAlike() throws {
        let text = "[default]\n  region = us-east-1\n  max_attempts : 5\n"
        let settings = try settings(config: text)
        #expect(settings.region.name == "us-east-1")
        #expect(settings.retryPolicy.maxAttempts == 5)
    }
}

struct ProxySettingTests {
    private func proxy(_ variables: [String: String], _ url: String? = nil) throws -> ProxySetting?
    {
        let environment = SystemEnvironment.test(variables)
        let settings = try BedrockSettings(
            arguments: .init(endpointURL: url), environment: environment)
        return try ProxySetting.resolve(
            for: try settings.endpoint.address(region: "us-west-2"), environment: environment)
    }

    @Test func variablesAreReadInEitherCase() throws {
        #expect(try proxy(["HTTPS_PROXY": "http://p:3128"])?.description == "http://p:3128")
        #expect(try proxy(["https_proxy": "p:3128"])?.description == "http://p:3128")
        #expect(try proxy(["HTTPS_PROXY": "http://p"])?.port == 80)
        #expect(try proxy(["https_proxy": "low:1", "HTTPS_PROXY": "up:1"])?.host == "low")
        #expect(try proxy(["HTTP_PROXY": "http://p:3128"]) == nil)
        #expect(try proxy([:]) == nil)
    }

    @Test func loopbackIsNeverProxied() throws {
        let variables = ["HTTP_PROXY": "http://p:1", "HTTPS_PROXY": "http://p:1"]
        #expect(try proxy(variables, "http://127.0.0.1:4566") == nil)
        #expect(try proxy(variables, "https://localhost:4566") == nil)
    }

    @Test(arguments: [
        ("*", true), ("amazonaws.com", true), (".amazonaws.com", true), ("*.amazonaws.com", true),
        ("bedrock-runtime.us-west-2.amazonaws.com", true), ("AMAZONAWS.COM:443", true),
        ("amazonaws.com:80", false), ("azonaws.com", false), ("us-east-1.amazonaws.com", false),
        ("example.com, amazonaws.com ,x", true), ("10.0.0.0/8", false), ("", false), (",", false),
    ])
    func exceptionsAreHonored(_ exceptions: String, _ direct: Bool) throws {
        let proxy = try proxy(["HTTPS_PROXY": "http://p:1", "NO_PROXY": exceptions])
        #expect((proxy == nil) == direct)
    }

    @Test(arguments: [
        ("10.1.2.3", "10.0.0.0/8", true), ("11.1.2.3", "10.0.0.0/8", false),
        ("10.1.2.3", "10.1.2.3", true), ("10.1.2.3", "0.0.0.0/0", true),
        ("[fd00::1]", "fd00::1", true), ("[fd00::1]", "fd00::2", false),
    ])
    func addressesAndNetworksAreHonored(
        _ host: String, _ exceptions: String, _ direct: Bool
    ) throws {
        let proxy = try proxy(
            ["HTTPS_PROXY": "http://p:1", "no_proxy": exceptions], "https://\(host):8443")
        #expect((proxy == nil) == direct)
    }

    @Test func passwordsAreReadAndNotShown() throws {
        let proxy = try #require(try proxy(["HTTPS_PROXY": "http://ann:p%40ss@p:1"]))
        var dumped = ""
        dump(proxy, to: &dumped)
        #expect(!"\(proxy) \(String(reflecting: proxy)) \(dumped)".contains("ss"))
    }

    @Test(arguments: [
        ("socks5://p:1", "expected an `http://` proxy in `HTTPS_PROXY`, found `socks5://`"),
        ("http://ann:secret@", "expected `http://[user:password@]host:port` in `HTTPS_PROXY`"),
    ])
    func badProxiesAreRefused(_ text: String, _ message: String) {
        let error = #expect(throws: SettingsError.self) { try proxy(["HTTPS_PROXY": text]) }
        #expect(error?.description == message)
    }
}
