import CPHModel

/// Bandwidths of system networks.
extension World {
    /// System networks belong to servers that the emulator does not sell: only a catalogue has their bandwidths.
    func listServerBandwidths(_ query: ListServerBandwidths) -> ServerBandwidthList {
        var list = ServerBandwidthList()
        list.requestID = requestID
        let all = (settings.catalogue?.bandWidths ?? []).map { entry in
            var bandwidth = entry
            bandwidth.bandWidthSize = sizes[entry.bandWidthID ?? ""] ?? entry.bandWidthSize
            return bandwidth
        }
        list.bandWidths = all.page(query.offset, query.limit ?? 100)
        return list
    }

    mutating func resizeBandwidth(_ request: ResizeBandwidth) throws(Refusal) -> ChangeResult {
        guard settings.catalogue?.bandWidths?.contains(where: { $0.bandWidthID == request.bandWidthID }) == true else {
            throw Refusal(
                400, "CPS.0031", "Invalid band_width: no bandwidth \(request.bandWidthID) of a system network.")
        }
        sizes[request.bandWidthID] = request.bandWidthSize
        try store([])
        return result
    }
}
