import Schema

// The call that carries a change out: the service's own, marked as one that the ledger records.
extension ResourceChange {
    /// The call, of effect `purchase`: it goes the way of purchases.
    public var call: APICall {
        let own = serviceCall
        return APICall(
            operation: own.operation, doc: own.doc, service: own.service, method: own.method, effect: .purchase,
            path: own.path, query: own.query, body: own.body, request: self, subjects: [resourceID])
    }

    /// Whether `call` sends exactly this.
    public func isCarried(by call: APICall) -> Bool {
        let own = serviceCall
        return call.operation == own.operation && call.service == own.service && call.method == own.method
            && call.path == own.path && call.query == own.query && call.body == own.body
    }

    private var serviceCall: APICall {
        switch kind {
        case .renewal: renewal
        case .unsubscription: unsubscription
        case .autoRenewal: autoRenewal
        case .autoRenewalStop: autoRenewalStop
        case .modelChange: modelChange
        }
    }

    private var renewal: APICall {
        var request = RenewResources()
        request.resourceIDs = [resourceID]
        (request.periodType, request.periodNum) = (periodType ?? .month, periodNum ?? 0)
        request.isAutoPay = isAutoPay
        return Operations.renewResources.call(request)
    }

    private var unsubscription: APICall {
        var request = Unsubscribe()
        request.resourceIDs = [resourceID]
        return Operations.unsubscribe.call(request)
    }

    private var autoRenewal: APICall {
        var request = SetAutoRenewal()
        (request.resourceID, request.autoRenewTimes) = (resourceID, autoRenewTimes)
        request.periodType = periodType.map { $0 == .year ? .year : .month }
        return Operations.setAutoRenewal.call(request)
    }

    private var autoRenewalStop: APICall {
        var request = CancelAutoRenewal()
        request.resourceID = resourceID
        return Operations.cancelAutoRenewal.call(request)
    }

    private var modelChange: APICall {
        var request = ChangeServerModel()
        request.serverID = resourceID
        (request.serverModelName, request.phoneModelName) = (newModelName ?? "", newPhoneModelName ?? "")
        if let isAutoPay {
            var payment = ModelChangePayment()
            payment.isAutoPay = isAutoPay
            request.extendParam = payment
        }
        return Operations.changeServerModel.call(request)
    }
}
