import Text

/// A zone with its subnets, as they are drawn on the map of a fleet.
package struct PictureZone: Hashable, Sendable {
    let name: String
    let subnets: [Subnet]

    /// A subnet with the servers in it.
    package struct Subnet: Hashable, Sendable {
        let name: String
        let servers, inDoubt: Int

        /// - Parameter inDoubt: Servers that may be there beside those.
        package init(_ name: String, servers: Int, inDoubt: Int) {
            (self.name, self.servers, self.inDoubt) = (name, servers, inDoubt)
        }
    }

    /// Takes a zone's subnets in the order in which they are drawn.
    package init(_ name: String, _ subnets: [Subnet]) { (self.name, self.subnets) = (name, subnets) }
}

extension Picture {
    /// A frame for each zone with a row for each subnet: a full square is a server, an empty one may be one.
    package static func fleet(_ name: String, _ zones: [PictureZone]) -> Picture {
        let (head, gap) = (30, 12)
        var (shapes, y): ([Markup], Int) = ([], 0)
        for zone in zones {
            let rows = zone.subnets.map(squares)
            let height = head + rows.reduce(0) { $0 + $1.height } + 8
            shapes.append(box((1, y + 1), (718, height), "frame"))
            let count = zone.subnets.reduce(0) { $0 + $1.servers }
            shapes.append(text("\(short(zone.name, 400)), \(counted(count, "server"))", (12, y + 21), "strong"))
            var top = y + head
            for row in rows {
                shapes += row.draw(top)
                top += row.height
            }
            y += height + gap
        }
        return Picture(name, size: (720, max(1, y - gap + 2)), shapes)
    }

    /// More than these are drawn as so many squares, and the number says the rest.
    private static let (perRow, mostSquares, square) = (40, 200, 11)

    private static func squares(_ subnet: PictureZone.Subnet) -> (height: Int, draw: (Int) -> [Markup]) {
        let all = subnet.servers + subnet.inDoubt
        let shown = min(all, mostSquares)
        let lines = max(1, (shown + perRow - 1) / perRow)
        let doubt = subnet.inDoubt > 0 ? ", \(subnet.inDoubt) in doubt" : ""
        let rest = all > shown ? " (\(shown) drawn)" : ""
        let title = "\(subnet.name): \(counted(subnet.servers, "server"))\(doubt)"
        return (
            22 + lines * square + 6,
            { top in
                let label = text(
                    "\(short(subnet.name, 300)), \(subnet.servers)\(doubt)\(rest)", (24, top + 14), "muted")
                let boxes = (0..<shown).map { index in
                    box(
                        (24 + index % perRow * square, top + 22 + index / perRow * square), (square - 2, square - 2),
                        index < subnet.servers ? "green" : "doubtful", title: index == 0 ? title : nil)
                }
                return [label] + boxes
            }
        )
    }
}
