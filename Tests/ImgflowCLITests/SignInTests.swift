import Foundation
import ImageFacts
import Testing

/// Over real HTTP, with the keys that `imgflow sandbox` prints.
@Suite(.inTurns) struct SignInTests {
    private static let program = #"load "a.jpg" | remove-background | save"#

    private func desk() throws -> Desk { try Desk().photo("a.jpg", 640, 427) }

    @Test func theLineRunsWithSigV4() async throws {
        let desk = try desk()
        let server = try await Bedrock(on: desk)
        let run = try await desk.imgflow(
            "-c", LineTests.line, "--yes", "--endpoint-url", server.address,
            environment: server.keys)
        run.expect(output: "\(LineTests.saved)\n")
        #expect(try desk.facts(LineTests.saved).size.pixels > 9_000_000)
        #expect(try await server.calls().map(\.status) == [200, 200])
        // The same pictures as without HTTP.
        let offline = try self.desk()
        try await offline.imgflow("-c", LineTests.line, "--backend", "sandbox").expect()
        #expect(try desk.bytes(LineTests.saved) == offline.bytes(LineTests.saved))
    }

    @Test func aBearerKeySignsInToo() async throws {
        let desk = try desk()
        let server = try await Bedrock(on: desk)
        let run = try await desk.imgflow(
            "-c", Self.program, "--endpoint-url", server.address,
            environment: ["AWS_BEARER_TOKEN_BEDROCK": server.bearerToken])
        run.expect(output: "a-remove-background.png\n")
    }

    @Test func aProfileSignsInToo() async throws {
        let desk = try desk()
        let server = try await Bedrock(on: desk)
        try desk.file(
            "../home/.aws/credentials",
            """
            [storm]
            aws_access_key_id = \(server.accessKey)
            aws_secret_access_key = \(server.secretKey)

            """
        ).file("../home/.aws/config", "[profile storm]\nregion = us-east-1\n")
        let run = try await desk.imgflow(
            "-c", Self.program, "--endpoint-url", server.address, "--profile", "storm", "--trace")
        run.expect(output: "a-remove-background.png\n")
        run.expectErrors(toContain: "--region us-east-1 ")
    }

    @Test func aWrongSecretIsToldOf() async throws {
        let desk = try desk()
        let server = try await Bedrock(on: desk)
        var environment = server.exports
        environment["AWS_SECRET_ACCESS_KEY"] = String(server.secretKey.reversed())
        let run = try await desk.imgflow("-c", Self.program, environment: environment)
        run.expect(status: 4, output: "")
        run.expectErrors(
            toContain: "error: remove-background: AWS rejected the request's signature\n",
            "  = does the secret access key belong to this access key id?\n")
        #expect(try await server.calls().map(\.status) == [403])
        #expect(!run.errors.contains(server.secretKey))
    }

    @Test func anUnknownKeyIsToldOf() async throws {
        let desk = try desk()
        let server = try await Bedrock(on: desk)
        var environment = server.exports
        environment["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE"
        let run = try await desk.imgflow("-c", Self.program, environment: environment)
        run.expect(status: 4, output: "")
        run.expectErrors(
            toContain: "error: remove-background: AWS does not recognize these credentials\n")
    }

    @Test func traceShowsNoSecrets() async throws {
        let desk = try desk()
        let server = try await Bedrock(on: desk)
        for environment in [
            server.exports.merging(["AWS_SESSION_TOKEN": "session-token-secret"]) { $1 },
            server.exports.merging(["AWS_BEARER_TOKEN_BEDROCK": server.bearerToken]) { $1 },
        ] {
            let run = try await desk.imgflow(
                "-c", Self.program, "--trace", "--overwrite", "--ephemeral",
                environment: environment)
            run.expectErrors(
                toContain: "trace: POST \(server.address)/model/",
                "--endpoint-url \(server.address)")
            for secret in [server.secretKey, server.bearerToken, "session-token-secret"] {
                #expect(!run.errors.contains(secret))
            }
            #expect(!run.errors.contains(/Signature=[0-9a-f]{64}/))
        }
    }

    @Test func equalPicturesOfManyItemsAreSentOnce() async throws {
        let desk = try desk().photo("in/1.jpg", 200, 150).photo("in/2.jpg", 300, 200)
        try desk.photo("in/10.jpg", 200, 150)
        let server = try await Bedrock(on: desk)
        let run = try await desk.imgflow(
            "-c", #"load "in" | remove-background | save "{index}.png""#,
            environment: server.exports)
        run.expect(output: "1.png\n2.png\n3.png\n")
        run.expectErrors(toContain: "spent $0.14: 2 calls made")
        #expect(try await server.calls().map(\.count) == [2])
        #expect(try desk.bytes("1.png") == desk.bytes("3.png"))
    }

    @Test func aServerThatIsNotThereIsToldOf() async throws {
        let run = try await desk().imgflow(
            "-c", Self.program, "--endpoint-url", "http://127.0.0.1:9",
            environment: [
                "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "x",
                "AWS_MAX_ATTEMPTS": "1",
            ])
        run.expect(
            status: 6, output: "",
            errors: """
                error: remove-background: `127.0.0.1` refuses connections on port 9
                  = is the server started? `imgflow sandbox` starts one

                """)
    }
}
