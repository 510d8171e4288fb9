import Text

/// Something that happened in a rehearsed story, as it is drawn.
package struct PictureMark: Hashable, Sendable {
    /// What it is; each has a shape of its own beside its colour.
    package enum Kind: String, CaseIterable, Sendable {
        case request, purchase, fault, kill, decision, end
    }

    let kind: Kind
    /// The run that it happened in, from 1; 0 for what a person did between runs.
    let run: Int
    let words: String

    /// - Parameter words: When and what, for who points at it.
    package init(_ kind: Kind, run: Int, _ words: String) {
        (self.kind, self.run, self.words) = (kind, run, words)
    }
}

extension Picture {
    /// A row for each run, and in it what happened, one after the other from left to right. Requests that say nothing new are one
    /// mark, with their number.
    package static func story(_ name: String, _ marks: [PictureMark]) -> Picture {
        let (left, step, row) = (64, 13, 26)
        let mostInRow = (720 - left) / step
        var (shapes, y): ([Markup], Int) = ([], 0)
        for lane in lanes(marks) {
            shapes.append(text(lane.run == 0 ? "person" : "run \(lane.run)", (left - 10, y + 17), "end"))
            for (index, group) in lane.groups.enumerated() {
                if index > 0, index % mostInRow == 0 { y += row }
                let x = left + index % mostInRow * step
                shapes.append(shape(group, (x, y + 7)))
            }
            y += row
        }
        return Picture(name, size: (720, max(1, y)), shapes)
    }

    /// The shapes with what they mean.
    package static var storyKey: Picture {
        let kinds = PictureMark.Kind.allCases
        let shapes = kinds.enumerated().flatMap { index, kind in
            [
                shape(Group(kind: kind, count: 1, words: kind.words), (8 + index * 116, 8)),
                text(kind.words, (24 + index * 116, 18)),
            ]
        }
        return Picture("What the marks mean", size: (720, 28), shapes)
    }

    private struct Group {
        let kind: PictureMark.Kind
        var count: Int
        let words: String
    }

    private struct Lane {
        let run: Int
        var groups: [Group]
    }

    private static func lanes(_ marks: [PictureMark]) -> [Lane] {
        var lanes: [Lane] = []
        for mark in marks {
            if lanes.last?.run != mark.run { lanes.append(Lane(run: mark.run, groups: [])) }
            let last = lanes.count - 1
            if mark.kind == .request, let end = lanes[last].groups.indices.last,
                lanes[last].groups[end].kind == .request
            {
                lanes[last].groups[end].count += 1
            } else {
                lanes[last].groups.append(Group(kind: mark.kind, count: 1, words: mark.words))
            }
        }
        return lanes
    }

    private static func shape(_ group: Group, _ place: (x: Int, y: Int)) -> Markup {
        let (x, y) = place
        let more = group.count > 1 ? ", and \(counted(group.count - 1, "request")) more" : ""
        let title = [Markup("title", words: group.words + more)]
        func path(_ d: String, _ style: String) -> Markup { Markup("path", ["d": d, "class": style], title) }
        switch group.kind {
        case .request:
            return Markup(
                "circle", ["cx": "\(x + 5)", "cy": "\(y + 6)", "r": group.count > 1 ? "4" : "2", "class": "sky"], title)
        case .purchase: return path("M\(x) \(y + 1)h10v10h-10z", "green")
        case .fault: return path("M\(x + 5) \(y)l6 11h-12z", "orange")
        case .kill: return path("M\(x) \(y + 1)l10 10m0 -10l-10 10", "cross")
        case .decision: return path("M\(x + 5) \(y)l6 6l-6 6l-6 -6z", "purple")
        case .end: return path("M\(x + 4) \(y)v12h3v-12z", "ink")
        }
    }
}

extension PictureMark.Kind {
    fileprivate var words: String {
        switch self {
        case .request: "requests"
        case .purchase: "purchase"
        case .fault: "fault"
        case .kill: "kill"
        case .decision: "decision"
        case .end: "end of a run"
        }
    }
}
