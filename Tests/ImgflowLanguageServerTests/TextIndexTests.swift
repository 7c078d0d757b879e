import ImgflowLanguage
import JSONRPC
import Testing

@testable import ImgflowLanguageServer

/// Offsets in bytes, and positions as the protocol counts them; Swift's own strings are the judge.
@Suite struct TextIndexTests {
    private static let texts = [
        "", "\n", "a", "a\n", "\na", "load \"a.png\"\nsave", "a\r\nb", "a\rb", "a\r\r\nb\n\rc",
        "é", "e\u{301}x", "😀", "a😀b\né😀\n", "👨‍👩‍👧\r\n👍🏽", "\u{FEFF}load", "日本語\n中",
        "\u{2028}a\u{85}b",
        String(repeating: "é", count: 300) + "\n" + String(repeating: "😀a", count: 400),
        String(repeating: "ab\n", count: 200), String(repeating: "x", count: 1_000),
    ]

    /// Line and column of each character's beginning, worked out from the beginning.
    private static func positions(
        _ text: String, _ encoding: PositionEncoding
    ) -> [(offset: Int, position: TextIndex.Position)] {
        var found: [(Int, TextIndex.Position)] = []
        var (offset, line, column) = (0, 0, 0)
        var before: Unicode.Scalar?
        var ended = false
        for scalar in text.unicodeScalars {
            if ended, !(before == "\r" && scalar == "\n") { (line, column) = (line + 1, 0) }
            let isPair = before == "\r" && scalar == "\n"
            ended = scalar == "\n" || scalar == "\r"
            // Between the two that end a line is the end of the line.
            found.append((offset, .init(line: line, character: column)))
            offset += String(scalar).utf8.count
            if !ended, !isPair {
                column += encoding == .utf8 ? String(scalar).utf8.count : String(scalar).utf16.count
            }
            before = scalar
        }
        if ended { (line, column) = (line + 1, 0) }
        return found + [(offset, .init(line: line, character: column))]
    }

    @Test(arguments: texts, [PositionEncoding.utf8, .utf16])
    func bothWays(_ text: String, _ encoding: PositionEncoding) {
        let index = TextIndex(Array(text.utf8), encoding)
        let scalars = Array(text.unicodeScalars)
        for (number, (offset, position)) in Self.positions(text, encoding).enumerated() {
            #expect(index.position(of: offset) == position)
            let isBetween =
                number > 0 && number < scalars.count && scalars[number] == "\n"
                && scalars[number - 1] == "\r"
            #expect(index.offset(of: position) == (isBetween ? offset - 1 : offset))
        }
    }

    /// What is in the middle of a character means its beginning, what is not there the nearest that is.
    @Test(arguments: [
        ("a😀b", 0, 2, 1), ("a😀b", 0, 3, 5), ("a😀b", 0, 99, 6), ("ab\ncd", 0, 99, 2),
        ("ab\r\ncd", 0, 99, 2), ("ab\r\ncd", 1, 99, 6), ("ab\ncd", 9, 0, 5), ("ab", -1, 0, 0),
        ("ab", 0, -5, 0), ("", 0, 7, 0), ("ab\n", 1, 0, 3), ("ab\n", 1, 5, 3),
    ])
    func whatIsNotThere(_ text: String, _ line: Int, _ character: Int, _ offset: Int) {
        let index = TextIndex(Array(text.utf8), .utf16)
        #expect(index.offset(of: .init(line: line, character: character)) == offset)
    }

    @Test func insideACharacterOfUTF8() {
        let index = TextIndex(Array("é😀".utf8), .utf8)
        #expect(
            (0...6).map { index.offset(of: .init(line: 0, character: $0)) } == [
                0, 0, 2, 2, 2, 2, 6,
            ])
        #expect(index.position(of: 4) == .init(line: 0, character: 2))
    }

    @Test(arguments: [
        ("abc\ndef", (0, 1), (1, 1), "X", "aXef"), ("a😀b", (0, 1), (0, 3), "é", "aéb"),
        ("a\r\nb", (0, 1), (1, 0), "", "ab"), ("", (0, 0), (0, 0), "new", "new"),
        ("abc", (5, 0), (9, 9), "!", "abc!"), ("abc", (0, 2), (0, 1), "-", "a-c"),
    ])
    func changes(
        _ text: String, _ start: (Int, Int), _ end: (Int, Int), _ new: String, _ expected: String
    ) throws {
        let index = TextIndex(Array(text.utf8), .utf16)
        let change: JSON = [
            "range": [
                "start": ["line": .integer(start.0), "character": .integer(start.1)],
                "end": ["line": .integer(end.0), "character": .integer(end.1)],
            ], "text": .string(new),
        ]
        #expect(try #require(index.changed(by: change)).text == expected)
    }

    @Test(arguments: [
        JSON.null, [:], ["text": 1], ["text": "a", "range": [:]],
        ["text": "a", "range": ["start": ["line": 0], "end": ["line": 0, "character": 0]]],
    ])
    func noChange(_ change: JSON) {
        #expect(TextIndex([], .utf16).changed(by: change) == nil)
    }

    /// The one edit makes the new text of the old, and cuts no character in two.
    @Test(arguments: texts, ["", "a", "é", "è", "😀", "😁", "a\r\nc", "load \"b.png\"\nsave"])
    func difference(_ old: String, _ new: String) throws {
        for encoding in [PositionEncoding.utf8, .utf16] {
            let index = TextIndex(Array(old.utf8), encoding)
            guard let edit = index.difference(to: new) else {
                #expect(old.utf8.elementsEqual(new.utf8))
                continue
            }
            let change: JSON = ["range": edit["range"], "text": edit["newText"]]
            let made = try #require(index.changed(by: change))
            #expect(made.bytes == Array(new.utf8))
        }
    }
}

@Suite struct DocumentURITests {
    @Test(arguments: [
        ("file:///a/b.imgflow", "/a/b.imgflow"), ("file://localhost/a", "/a"),
        ("file:///a%20b/%C3%A9", "/a b/é"), ("FILE:///a", "/a"), ("file:///a#x", "/a"),
        ("file:///a%2Fb", "/a/b"), ("file:///%FF", "/\u{10FFFF}"),
    ])
    func paths(_ uri: String, _ path: String) {
        #expect(DocumentURI.path(of: uri) == path)
    }

    @Test(arguments: [
        "untitled:Untitled-1", "file://server/a", "file:a", "http://a/b", "", "file:///%0",
        "file:///%zz",
        "file:///%00",
    ])
    func noPaths(_ uri: String) { #expect(DocumentURI.path(of: uri) == nil) }

    @Test(arguments: ["/a b/é😀.imgflow", "/%41", "/a#b?c", "/e\u{301}", "/\u{10FF80}", "/a:b@c"])
    func thereAndBack(_ path: String) throws {
        let uri = DocumentURI.uri(of: path)
        #expect(uri.utf8.allSatisfy { $0 < 0x80 })
        let back = try #require(DocumentURI.path(of: uri))
        #expect(FilePath(back) == FilePath(path))
    }
}
