import Text

/// A drawing in SVG that needs nothing from anywhere else; its colours are the page's (`reportStyle`).
package struct Picture: Hashable, Sendable {
    /// The `svg` element.
    package let markup: Markup

    /// - Parameters:
    ///   - name: What it shows, for those who do not see it.
    ///   - size: In units of which there are about as many as pixels.
    init(_ name: String, size: (width: Int, height: Int), _ shapes: [Markup]) {
        markup = Markup(
            "svg",
            [
                "viewBox": "0 0 \(size.width) \(size.height)", "width": "\(size.width)", "height": "\(size.height)",
                "role": "img", "aria-label": name,
            ], [Markup("title", words: name)] + shapes)
    }

    // MARK: Shapes

    static func box(
        _ place: (x: Int, y: Int), _ size: (width: Int, height: Int), _ style: String, title: String? = nil
    ) -> Markup {
        Markup(
            "rect",
            [
                "x": "\(place.x)", "y": "\(place.y)", "width": "\(max(0, size.width))",
                "height": "\(max(0, size.height))", "class": style,
            ], title.map { [Markup("title", words: $0)] } ?? [])
    }

    /// - Parameter style: Classes; `end` sets the text's end where it stands, and `middle` its middle.
    static func text(_ text: String, _ place: (x: Int, y: Int), _ style: String = "") -> Markup {
        Markup("text", ["x": "\(place.x)", "y": "\(place.y)", "class": style], words: text)
    }

    static func line(_ from: (x: Int, y: Int), _ to: (x: Int, y: Int), _ style: String = "rule") -> Markup {
        Markup(
            "line", ["x1": "\(from.x)", "y1": "\(from.y)", "x2": "\(to.x)", "y2": "\(to.y)", "class": style])
    }

    /// The start of a text that fits into so many units, at 7 of them a character.
    static func short(_ text: String, _ width: Int) -> String {
        let most = max(1, width / 7)
        return text.count <= most ? text : text.prefix(most - 1) + "…"
    }

    /// How long a bar is for `value`, in whole units; anything above nothing is seen.
    static func length(_ value: Double, of most: Double, in width: Int) -> Int {
        guard most > 0, value > 0 else { return 0 }
        return max(1, Int((value / most * Double(width)).rounded()))
    }
}

/// What a bar or a column stands for.
package struct PictureBar: Hashable, Sendable {
    let label: String
    let value: Double
    let words: String

    /// - Parameter words: The value as it is read.
    package init(_ label: String, _ value: Double, _ words: String) {
        (self.label, self.value, self.words) = (label, value, words)
    }
}

extension Picture {
    /// Lying bars, one below the other, with the value behind each.
    package static func bars(_ name: String, _ bars: [PictureBar], color: PictureColor = .blue) -> Picture {
        let (left, width, row) = (200, 340, 26)
        let most = bars.map(\.value).max() ?? 0
        let shapes = bars.enumerated().flatMap { index, bar in
            let y = index * row
            let length = length(bar.value, of: most, in: width)
            return [
                text(short(bar.label, left - 10), (left - 8, y + 17), "end"),
                box((left, y + 4), (length, row - 8), color.rawValue, title: "\(bar.label): \(bar.words)"),
                text(bar.words, (left + length + 6, y + 17)),
            ]
        }
        return Picture(name, size: (720, max(1, bars.count) * row + 4), shapes)
    }

    /// Standing columns from left to right, for what follows in time.
    package static func columns(_ name: String, _ bars: [PictureBar], color: PictureColor = .blue) -> Picture {
        let (height, top, bottom, width) = (180, 24, 34, 720)
        // The words of the first and the last column are wider than these.
        let margin = 32
        let step = max(1, min(90, (width - 2 * margin) / max(1, bars.count)))
        let most = bars.map(\.value).max() ?? 0
        // Where columns are narrow only some of them have their words.
        let every = max(1, (80 + step - 1) / step)
        let shapes = bars.enumerated().flatMap { index, bar in
            let length = length(bar.value, of: most, in: height)
            let (x, y) = (margin + index * step, top + height - length)
            let column = box(
                (x + step / 8, y), (max(1, step * 3 / 4), length), color.rawValue, title: "\(bar.label): \(bar.words)")
            guard index % every == 0 else { return [column] }
            let middle = x + step / 2
            return [column, text(bar.label, (middle, top + height + 18), "middle")]
                + (every == 1 ? [text(short(bar.words, step + 26), (middle, y - 6), "middle")] : [])
        }
        let floor = line((0, top + height), (width, top + height))
        return Picture(name, size: (width, top + height + bottom), shapes + [floor])
    }
}

/// The colours of Okabe and Ito, which people with any kind of colour blindness tell apart. Shapes carry the meaning too.
///
/// Source: <https://jfly.uni-koeln.de/color/>, "Color Universal Design".
package enum PictureColor: String, CaseIterable, Sendable {
    case orange, sky, green, yellow, blue, vermilion, purple

    /// In the form of a style sheet.
    var code: String {
        switch self {
        case .orange: "#e69f00"
        case .sky: "#56b4e9"
        case .green: "#009e73"
        case .yellow: "#f0e442"
        case .blue: "#0072b2"
        case .vermilion: "#d55e00"
        case .purple: "#cc79a7"
        }
    }
}
