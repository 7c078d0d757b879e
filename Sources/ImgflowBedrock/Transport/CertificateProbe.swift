import FoundationEssentials
import NIOCore
import NIOPosix
import NIOSSL

/// Finds out what is wrong with a certificate that was refused: BoringSSL only says that it was.
/// Connects again, looks at the dates, and sends nothing.
enum CertificateProbe {
    /// `fault` with its reason, where one can be found.
    static func explained(
        _ fault: any Error, address: WebAddress, proxy: ProxySetting?
    ) async -> any Error {
        guard case TransportError.tls(let host, .unknownAuthority) = fault, proxy == nil,
            let certificate = try? await certificate(of: address)
        else { return fault }
        let now = Int64(Date().timeIntervalSince1970)
        let isValid =
            Int64(certificate.notValidBefore) <= now && now <= Int64(certificate.notValidAfter)
        return isValid ? fault : TransportError.tls(host: host, .expired)
    }

    private static func certificate(of address: WebAddress) async throws -> NIOSSLCertificate? {
        let context = try NIOSSLContext(configuration: .makeClientConfiguration())
        let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
        let found = eventLoop.makePromise(of: NIOSSLCertificate?.self)
        // Whatever happens, nobody waits longer than this.
        let limit = eventLoop.scheduleTask(in: .seconds(5)) { found.succeed(nil) }
        defer { limit.cancel() }
        let isName = address.host.contains(where: \.isLetter) && !address.host.contains(":")
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(.seconds(3))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLClientHandler(
                            context: context, serverHostname: isName ? address.host : nil,
                            customVerificationCallback: { certificates, answer in
                                found.succeed(certificates.first)
                                answer.succeed(.failed)
                            }))
                }
            }
        do {
            let channel = try await bootstrap.connect(
                host: address.host, port: address.effectivePort
            ).get()
            let certificate = try await found.futureResult.get()
            channel.close(promise: nil)
            return certificate
        } catch {
            found.succeed(nil)
            throw error
        }
    }
}
