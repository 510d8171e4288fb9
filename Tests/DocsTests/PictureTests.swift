import TestSupport
import Testing

@testable import Docs

/// Pictures in reports: well-formed, to scale, and readable without colours.
struct PictureTests {
    private static let hostile = "<b>\"&'\u{1B}]0;x\u{7}</svg>"

    private static let pictures: [(name: String, picture: Picture)] = [
        ("bars", .bars(hostile, [PictureBar(hostile, 3, hostile), PictureBar("b", 0, "0")])),
        ("columns", .columns("c", (1...40).map { PictureBar("2026-\($0)", Double($0), "\($0).00 CNY") })),
        (
            "calendar",
            .calendar(
                "e", [PictureMonth(year: 2026, month: 12, count: 3), PictureMonth(year: 2028, month: 1, count: 7)])
        ),
        ("fleet", .fleet("f", [PictureZone(hostile, [.init(hostile, servers: 3, inDoubt: 2)])])),
        ("story", .story("s", PictureMark.Kind.allCases.map { PictureMark($0, run: 1, hostile) })),
        ("key", .storyKey), ("empty bars", .bars("e", [])), ("empty calendar", .calendar("e", [])),
    ]

    private func elements(_ picture: Picture, _ name: String) -> [MarkupReading.Element] {
        MarkupReading(picture.markup.text).elements.filter { $0.name == name }
    }

    @Test(arguments: pictures.map(\.name))
    func `is well-formed, says what it shows, and stays in its frame`(name: String) throws {
        let picture = try #require(Self.pictures.first { $0.name == name }).picture
        let reading = MarkupReading(picture.markup.text)
        #expect(reading.problem == nil)
        let svg = try #require(reading.elements.first)
        #expect(svg.attributes["role"] == "img" && svg.attributes["aria-label"]?.isEmpty == false)
        #expect(reading.elements.dropFirst().first?.name == "title")
        let (width, height) = (Int(svg.attributes["width"] ?? "") ?? 0, Int(svg.attributes["height"] ?? "") ?? 0)
        #expect(svg.attributes["viewBox"] == "0 0 \(width) \(height)")
        for box in reading.elements where box.name == "rect" {
            func number(_ name: String) -> Int { Int(box.attributes[name] ?? "") ?? -1 }
            #expect(number("x") >= 0 && number("x") + number("width") <= width, "\(box)")
            #expect(number("y") >= 0 && number("y") + number("height") <= height, "\(box)")
        }
        #expect(!picture.markup.text.contains("\u{1B}") && !picture.markup.text.contains("http:"))
    }

    @Test func `bars and columns are as long as their values`() {
        for picture in [
            Picture.bars("b", [PictureBar("a", 100, ""), PictureBar("b", 50, ""), PictureBar("c", 0.01, "")]),
            Picture.columns("b", [PictureBar("a", 100, ""), PictureBar("b", 50, ""), PictureBar("c", 0.01, "")]),
        ] {
            let sizes = elements(picture, "rect").map {
                [$0.attributes["width"], $0.attributes["height"]].compactMap { Int($0 ?? "") }
            }
            let lengths = sizes[0][0] == sizes[1][0] ? sizes.map { $0[1] } : sizes.map { $0[0] }
            #expect(lengths.count == 3 && lengths[0] == 2 * lengths[1] && lengths[2] == 1, "\(lengths)")
        }
    }

    @Test func `a calendar has every year between the first and the last, and a number in each month that counts`() {
        let picture = Self.pictures[2].picture
        #expect(elements(picture, "rect").count == 3 * 12 + 4)
        let texts = MarkupReading(picture.markup.text).texts
        for text in ["2026", "2027", "2028", "3", "7", "Dec 2026: 3", "Jan 2028: 7"] { #expect(texts.contains(text)) }
    }

    @Test func `what renews itself is stacked on what ends, to the same scale`() {
        let months = [
            PictureMonth(year: 2026, month: 1, count: 3, renewing: 1), PictureMonth(year: 2026, month: 2, count: 2),
            PictureMonth(year: 2026, month: 3, count: 0, renewing: 4),
        ]
        let boxes = elements(.calendar("c", months), "rect")
        func heights(_ style: String) -> [String] {
            boxes.filter { $0.attributes["class"] == style }.compactMap { $0.attributes["height"] ?? nil }
        }
        #expect(heights("sky") == ["30", "20", "0"] && heights("green") == ["10", "0", "40"])
        let texts = MarkupReading(Picture.calendar("c", months).markup.text).texts
        #expect(texts.contains("3+1") && texts.contains("Jan 2026: 3 end, 1 renew themselves") && texts.contains("0+4"))
    }

    @Test func `the map has a square for each server, and an empty one for what is in doubt`() {
        let zones = [
            PictureZone("a", [.init("s", servers: 41, inDoubt: 2), .init("t", servers: 1, inDoubt: 0)]),
            PictureZone("b", [.init("u", servers: 1000, inDoubt: 0)]),
        ]
        let styles = elements(.fleet("f", zones), "rect").compactMap { $0.attributes["class"] }
        #expect(styles.count { $0 == "green" } == 41 + 1 + 200 && styles.count { $0 == "doubtful" } == 2)
        #expect(styles.count { $0 == "frame" } == 2)
        #expect(MarkupReading(Picture.fleet("f", zones).markup.text).texts.contains("u, 1000 (200 drawn)"))
    }

    @Test func `a story has a row for each run, and a mark for all but requests that follow each other`() {
        let marks = [
            PictureMark(.request, run: 1, "a"), PictureMark(.request, run: 1, "b"), PictureMark(.purchase, run: 1, "c"),
            PictureMark(.kill, run: 1, "d"), PictureMark(.decision, run: 0, "e"), PictureMark(.request, run: 2, "f"),
            PictureMark(.end, run: 2, "g"),
        ]
        let reading = MarkupReading(Picture.story("s", marks).markup.text)
        #expect(reading.texts.filter { ["run 1", "person", "run 2"].contains($0) } == ["run 1", "person", "run 2"])
        #expect(
            reading.elements.count { $0.name == "circle" } == 2 && reading.elements.count { $0.name == "path" } == 4)
        #expect(reading.texts.contains("a, and 1 request more"))
    }

    @Test func `kinds of marks differ in shape, not only in colour`() {
        let reading = MarkupReading(Picture.storyKey.markup.text)
        let shapes = reading.elements.filter { $0.name == "circle" || $0.name == "path" }
        let kinds = PictureMark.Kind.allCases.count
        #expect(shapes.count == kinds)
        #expect(
            Set(shapes.map { $0.attributes["d"]?.drop { $0 != "l" && $0 != "h" && $0 != "v" } ?? "circle" }).count
                == kinds)
    }

    @Test func `the colours are those of Okabe and Ito`() {
        #expect(
            PictureColor.allCases.map(\.code) == [
                "#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7",
            ])
        for color in PictureColor.allCases {
            #expect(reportStyle.contains(".\(color.rawValue) { fill: \(color.code); }"))
        }
    }

    @Test func `a page is one file in which everything is escaped`() throws {
        let page = ReportPage(
            Self.hostile, summary: Self.hostile,
            [
                .init(
                    Self.hostile, note: Self.hostile, pictures: [Self.pictures[0].picture],
                    table: .init([Self.hostile], [[Self.hostile]], numbers: [0], isFolded: true), isAlarm: true)
            ]
        ).text
        #expect(
            page.hasPrefix("<!doctype html>\n") && page.contains("prefers-color-scheme: dark")
                && page.contains("@media print"))
        for word in ["http:", "https:", "<script", "src=", "href=", "url(", "@import", "<b>", "\u{1B}"] {
            #expect(!page.contains(word), "\(word)")
        }
        let start = try #require(page.firstRange(of: "<body>"))
        let end = try #require(page.firstRange(of: "</body>"))
        #expect(MarkupReading(page[start.lowerBound..<end.upperBound]).problem == nil)
    }
}
