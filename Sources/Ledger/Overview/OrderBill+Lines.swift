extension OrderBill {
    /// What is known of the order beside its amount, a line each.
    var lines: [String] {
        var lines: [String] = []
        if let paid {
            let chosen = with.isEmpty ? "" : ", with \(with.joined(separator: " and "))"
            let rest = coupons.map { ", and \($0) with coupons" } ?? ""
            lines.append("  paid      \(paid)\(paidAt.map { " on \($0)" } ?? "")\(rest)\(chosen)")
        } else if status == .paid {
            lines.append("  paid      how much is not known")
        }
        if status == .unpaid {
            lines.append("  paid      not yet\(payableUntil.map { ", payable until \($0)" } ?? "")")
        }
        if status == .cancelled { lines.append("  paid      never: the order was cancelled") }
        if status == .expired {
            lines.append("  paid      never: the order expired\(endedAt.map { " on \($0)" } ?? "")")
        }
        lines += refunds.map { "  refunded  \($0.amount)\($0.at.map { " on \($0)" } ?? ""), order \($0.orderID)" }
        return lines
    }
}
