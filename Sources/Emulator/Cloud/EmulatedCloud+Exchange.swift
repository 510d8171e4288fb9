public import CPHModel
import Text

extension EmulatedCloud {
    /// Answers `call` in this process, as an HTTP client would see it: faults of the network are failures of the
    /// exchange, and bytes count as sent whenever the cloud got to see the request.
    public func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        guard !Task.isCancelled else { return Exchange(bytesSent: 0, failure: Self.cancelled) }
        let target = Self.target(of: call, projectID: projectID)
        let body = call.body ?? []
        let sent = Self.requestLineOverhead + call.method.rawValue.utf8.count + target.utf8.count + body.count
        var arrived = Route.request(method: call.method.rawValue, target: target, body: body)
        arrived?.caller = .keyOwner(of: account)
        count(arrived)
        guard let request = arrived else { return Exchange(bytesSent: sent, answer: answer(.unknownPath)) }
        let reply = reply(to: request)
        var patience = call.effect == .read ? .zero : configuration.patienceAfterCancelling
        guard await passes(reply.delay, &patience) else { return Exchange(bytesSent: sent, failure: Self.cancelled) }
        return await outcome(of: reply, sent: sent, patience)
    }

    private func outcome(of reply: Reply, sent: Int, _ patience: Duration) async -> Exchange {
        switch reply.delivery {
        case .whole:
            return Exchange(bytesSent: sent, answer: reply.answer)
        case .reset:
            return Exchange(bytesSent: sent, failure: TransportFailure(.broken, "connection reset by peer"))
        case .truncated:
            let failure = TransportFailure(.broken, "the connection ended in the middle of the answer")
            return Exchange(bytesSent: sent, failure: failure, partialAnswer: reply.answer.firstHalf)
        case .huge:
            let failure = TransportFailure(.tooLarge, "the answer has \(Reply.hugeSize) bytes")
            return Exchange(bytesSent: sent, failure: failure)
        case .silent:
            var patience = patience
            guard await passes(configuration.patience, &patience) else {
                return Exchange(bytesSent: sent, failure: Self.cancelled)
            }
            let failure = TransportFailure(.timeout, "no answer within \(configuration.patience)")
            return Exchange(bytesSent: sent, failure: failure)
        }
    }

    /// Waits on the cloud's clock; false when the task was cancelled meanwhile and `duration` is not over `patience` after that.
    ///
    /// - Parameter patience: How long a cancelled task is still answered; what is waited here is taken from it.
    private func passes(_ duration: Duration, _ patience: inout Duration) async -> Bool {
        guard duration > .zero else { return true }
        let clock = configuration.clock
        let start = clock.milliseconds()
        do { try await clock.pause(for: duration) } catch {
            guard patience > .zero else { return false }
            let rest = duration - .milliseconds(clock.milliseconds() - start)
            let wait = min(rest, patience)
            // A task of its own is not cancelled.
            await Task { try? await clock.pause(for: wait) }.value
            patience -= wait
            return wait == rest
        }
        return true
    }

    private static func target(of call: APICall, projectID: String) -> String {
        let path = call.path(projectID: projectID)
        let query = call.query.map { "\(PercentEncoding.encoded($0.name))=\(PercentEncoding.encoded($0.value))" }
        return query.isEmpty ? path : "\(path)?\(query.joined(separator: "&"))"
    }

    private static let cancelled = TransportFailure(.cancelled, "cancelled")
    /// The bytes of a request line besides method and target: two spaces, `HTTP/1.1` and the line's end.
    private static let requestLineOverhead = 12
}

extension Answer {
    /// The part that arrives of an answer that breaks off: the head and half of the body.
    var firstHalf: Answer { Answer(status: status, headers: headers, body: Array(body.prefix(body.count / 2))) }
}
