import Foundation
import ImgflowLanguage
import Testing

/// The same numbers for the same seed (SplitMix64), so that a failure can be seen again.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

private let pieces: [String] = [
    "load", "save", "inpaint", "generate", "upscale", "overlay", "let", "as", "tee", "param", "use",
    "imgflow", "else", "def", "set", "fork", "when", "where", "try", "pick", "take", "skip", "and",
    "or", "not", "width", "==", "!=", "<=", "param a: file", "def d(x: string) =", "\"b.imgflow\"",
    "mask:", "text:", "seed:", "\"sky\"", "\"{stem}\"", "\"{$a}\"", "\"{$a.stem}\"", "'raw'",
    "\"\"\"", "'''", "\"",
    "'", "7", "-3", "0.5", "40%", "512px", "16:9", "1024x768", "1..8", "creative", "$a", "$", "-",
    "--flag", "&&", ">",
    ">>", "|", "(", ")", "[", "]", "{", "}", ",", ";", "=", ":", "<", "==", "\n", "\r\n", "\t", " ",
    "#", "\\", "\u{0}",
    "“", "”", "é", "🌈", "\u{FEFF}", "\u{202E}", "日本", "{", "}", "\\u{", "e\u{301}",
    "99999999999999999999", "_", ".", "/",
]

private let program = #"""
    imgflow 1
    let logo = load "logo.png" | resize 128
    let season = "spring"
    load "in/*.jpg" | as photo | inpaint mask:(select rect:[0, 0, 100%, 40%] | feather 12) text:"a {$season} sky"
      | upscale creative text:'raw' seed:7 | overlay $logo | save "out/{$photo.stem}-{index}.png"
    generate """
      long
      text """
      aspect:16:9 | save
    param wide: truth = true "is it?"
    use "brand.imgflow"
    def poster(text: string, look: word = anime) = generate $text style:$look | upscale fast
    set generate aspect:16:9
    poster ["a", b:"c"] look:[anime, cinematic] | when width > 300 and not (height == 2 or $wide) {
      resize 50%
    } else { tee { info } | fork { flip } { flip } } | try { upscale fast } else { flip } # why
      | where index != 3 | pick [1, 3] | take 2 | skip 1 | save "{text}-{look}.png"
    """#

struct RobustnessTests {
    /// The texts that reach the most of the code, as an hour of `scripts/fuzz` found them.
    @Test func theCorpusOfTheFuzzerIsRead() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Corpus.base64")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count > 500)
        for line in lines {
            let bytes = try #require(Data(base64Encoded: String(line)))
            let text = String(decoding: bytes, as: UTF8.self)
            let fault = languageFault(in: text)
            #expect(fault == nil, "\(line)")
        }
    }

    @Test(arguments: 0..<8)
    func nothingThatCanBeWrittenBreaksIt(_ seed: UInt64) {
        var random = SeededGenerator(state: seed)
        for _ in 0..<1500 {
            let text = Bool.random(using: &random) ? Self.soup(&random) : Self.mutation(&random)
            if let fault = languageFault(in: text) {
                Issue.record("\(fault) in \(text.debugDescription)")
                return
            }
        }
    }

    private static func soup(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 1...25, using: &random)).map { _ in
            pieces.randomElement(using: &random).map {
                $0 + (Bool.random(using: &random) ? " " : "")
            } ?? ""
        }.joined()
    }

    private static func mutation(_ random: inout SeededGenerator) -> String {
        var bytes = Array(program.utf8)
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            case 2:
                bytes.insert(
                    contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: place)
            default: bytes.removeLast(min(bytes.count - 1, Int.random(in: 0..<40, using: &random)))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
