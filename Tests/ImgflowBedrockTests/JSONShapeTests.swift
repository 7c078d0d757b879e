import Foundation
import Testing

@testable import ImgflowBedrock

/// Held against Foundation's own reader.
struct JSONShapeTests {
    private func isWhole(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBytes { JSONShape.isWholeObject($0) }
    }

    private static let whole = [
        "{}", " {\n}\r\n\t", #"{"images":["AA=="],"seeds":[1]}"#, #"{"a":"}"}"#, #"{"a":"\""}"#,
        #"{"a":"\\"}"#, #"{"a":"\\\"}"}"#, #"{"a":{"b":[{}]}}"#,
    ]

    @Test(arguments: whole)
    func aWholeObjectIsTold(text: String) throws {
        #expect(isWhole(text))
        _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
    }

    @Test(arguments: whole)
    func everyCutOfItIsNone(text: String) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        for length in 0..<trimmed.utf8.count {
            let cut = String(decoding: trimmed.utf8.prefix(length), as: UTF8.self)
            #expect(!isWhole(cut), "\(cut)")
            #expect(throws: (any Error).self) {
                try JSONSerialization.jsonObject(with: Data(cut.utf8))
            }
        }
    }

    @Test(arguments: ["", "[]", "7", "\"{}\"", "{}x", "{}{}", "x{}", "}", "null", "]"])
    func whatIsNoObjectIsNone(text: String) { #expect(!isWhole(text)) }

    @Test(arguments: [
        "[", "1,", "\"\",", "{\"a\":", "\"\\\"", "\\", "{}", "[[[[],", " ", "\"\\\\",
    ])
    func megabytesOfAnythingTakeOnePass(part: String) {
        let text = Array(
            (#"{"a":["# + String(repeating: part, count: 26_000_000 / part.utf8.count)).utf8)
        let plain = ContinuousClock().measure {
            #expect(text.reduce(into: UInt64(0)) { $0 &+= UInt64($1) } > 0)
        }
        let time = ContinuousClock().measure {
            #expect(!text.withUnsafeBytes { JSONShape.isWholeObject($0) })
        }
        // A plain sum of the bytes, in the same build on the same machine.
        #expect(time < plain * 40 + .milliseconds(500), "\(time), \(plain)")
    }
}
