import NIOCore

/// `Expect: 100-continue`, as curl and some SDKs send it before a large body: told to go on at once.
///
/// Put among a connection's last handlers, it adds the one that sees bytes as its first.
final class ContinueHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Never

    func handlerAdded(context: ChannelHandlerContext) {
        try? context.pipeline.syncOperations.addHandler(ExpectWatcher(), position: .first)
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
}

/// A client that waits has sent its head and nothing behind it: such a chunk ends in an empty line.
private final class ExpectWatcher: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        if buffer.readableBytes < 16_384, isWaiting(buffer) {
            let answer = ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")
            context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
        }
        context.fireChannelRead(data)
    }

    private func isWaiting(_ buffer: ByteBuffer) -> Bool {
        let bytes = buffer.readableBytesView
        guard bytes.starts(with: Array("P".utf8)), bytes.suffix(4).elementsEqual("\r\n\r\n".utf8)
        else { return false }
        return String(buffer: buffer).lowercased().contains("\r\nexpect: 100-continue\r\n")
    }
}
