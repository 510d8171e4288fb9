import CPHModel
import CPHSigner
import Glibc
import NIOCore
import NIOHTTP1

/// Serves one connection: gathers requests, asks the gateway, and sends replies with whatever fault they carry.
final class HTTPFront: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let gate: Gateway
    private let bodyLimit: Int
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    /// The bytes of the body so far, counted also when they are no longer kept: an answer in the middle of a request
    /// would be lost.
    private var bodySize = 0
    /// Waits until a delayed answer is due.
    private var delay: Task<Void, Never>?

    init(_ gate: Gateway, bodyLimit: Int) { (self.gate, self.bodyLimit) = (gate, bodyLimit) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            (self.head, body, bodySize) = (head, [], 0)
        case .body(let buffer):
            bodySize += buffer.readableBytes
            if bodySize <= bodyLimit { body.append(contentsOf: buffer.readableBytesView) }
        case .end:
            if let head { serve(head, context) }
            head = nil
        }
    }

    /// Drops a delayed answer when the connection is closed.
    func channelInactive(context: ChannelHandlerContext) {
        delay?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func serve(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let reply = bodySize > bodyLimit ? tooLarge : gate.reply(to: received(head))
        let isLast = !head.isKeepAlive || bodySize > bodyLimit
        guard reply.delay > .zero else { return deliver(reply, isLast: isLast, context) }
        let (loop, clock) = (context.eventLoop, gate.cloud.configuration.clock)
        let bound = NIOLoopBound((self, context), eventLoop: loop)
        delay = Task {
            do { try await clock.pause(for: reply.delay) } catch { return }
            loop.execute {
                let (front, context) = bound.value
                if context.channel.isActive { front.deliver(reply, isLast: isLast, context) }
            }
        }
    }

    private func received(_ head: HTTPRequestHead) -> ReceivedRequest {
        let headers = head.headers.map { HeaderField($0.name, $0.value) }
        return ReceivedRequest(method: head.method.rawValue, target: head.uri, headers: headers, body: body)
    }

    private var tooLarge: Reply {
        Reply(answer: gate.cloud.answer(Refusal(413, Refusal.badRequest, "Request entity too large")))
    }

    // MARK: Sending

    private func deliver(_ reply: Reply, isLast: Bool, _ context: ChannelHandlerContext) {
        switch reply.delivery {
        case .whole:
            send(reply.answer, isLast: isLast, context)
        case .truncated:
            begin(reply.answer, length: reply.answer.body.count, isLast: isLast, context)
            write(reply.answer.firstHalf.body, context)
            context.flush()
            context.close(promise: nil)
        case .huge:
            sendHuge(reply.answer, context)
        case .reset:
            reset(context)
        case .silent:
            break
        }
    }

    private func send(_ answer: Answer, isLast: Bool, _ context: ChannelHandlerContext) {
        begin(answer, length: answer.body.count, isLast: isLast, context)
        write(answer.body, context)
        end(isLast: isLast, context)
    }

    /// Sends one mebibyte of white space over and over: the writes share it, so that the rest costs no memory.
    private func sendHuge(_ answer: Answer, _ context: ChannelHandlerContext) {
        begin(answer, length: Reply.hugeSize, isLast: true, context)
        write(answer.body, context)
        let filler = context.channel.allocator.buffer(repeating: UInt8(ascii: " "), count: 1 << 20)
        var missing = Reply.hugeSize - answer.body.count
        while missing > 0, let part = filler.getSlice(at: 0, length: min(missing, filler.readableBytes)) {
            context.write(wrapOutboundOut(.body(.byteBuffer(part))), promise: nil)
            missing -= part.readableBytes
        }
        end(isLast: true, context)
    }

    private func end(isLast: Bool, _ context: ChannelHandlerContext) {
        let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        guard isLast else { return }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        written.whenComplete { _ in bound.value.close(promise: nil) }
    }

    private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(bytes: bytes)))), promise: nil)
    }

    /// - Parameter length: Bytes of body that the head promises.
    private func begin(_ answer: Answer, length: Int, isLast: Bool, _ context: ChannelHandlerContext) {
        var headers = HTTPHeaders(answer.headers.map { ($0.name, $0.value) })
        headers.add(name: "Content-Length", value: String(length))
        headers.add(name: "Date", value: Timestamp(milliseconds: gate.cloud.configuration.clock.milliseconds()).http)
        if isLast { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
    }

    /// Resets the connection: closing with a linger time of 0 makes the kernel send RST instead of an orderly end.
    private func reset(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        guard let socket = context.channel as? any SocketOptionProvider else { return context.close(promise: nil) }
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in bound.value.close(promise: nil) }
    }
}
