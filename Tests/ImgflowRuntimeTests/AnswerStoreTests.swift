import Foundation
import ImageFacts
import ImgflowModels
import ImgflowPlanner
import Testing

@testable import ImgflowRuntime

struct AnswerStoreTests {
    private let folder: TemporaryFolder
    private let store: AnswerStore
    private let key = AnswerKey(hex: String(repeating: "ab", count: 32))
    private let image: [UInt8] = Array("a picture".utf8)

    init() throws {
        folder = try TemporaryFolder()
        store = AnswerStore(folder: folder.place("answers"))
    }

    private var record: StoredAnswer {
        StoredAnswer(
            key: key.hex, origin: "aws", model: "us.stability.stable-fast-upscale-v1:0",
            region: "us-west-2", requestID: "r-1", priceInMillionths: 30_000, seed: 7,
            time: "2026-11-22T12:00:00Z", request: #"{"image":"…"}"#, imageHash: Digest.hex(image),
            width: 640, height: 427, format: "png", hasAlpha: true)
    }

    /// The picture's file: its key, and the beginning of its own hash.
    private var picture: String { "\(key.hex)-\(Digest.hex(image).prefix(16)).png" }

    @Test func whatIsPutIsKnown() throws {
        #expect(store.known(key) == nil)
        try store.put(record, image: image)
        let known = try #require(store.known(key))
        #expect(known.imageHash == Digest.hex(image))
        #expect(known.facts.size == PixelSize(640, 427))
        #expect(known.facts.format == .png)
        #expect(known.facts.hasAlpha)
        #expect(known.seed == 7)
        #expect(try store.image(key) == image)
        #expect(try store.record(key)?.requestID == "r-1")
        #expect(try store.record(key)?.priceInMillionths == 30_000)
        #expect(
            folder.names("answers/ab") == [picture, "\(key.hex).json"])
    }

    @Test func anotherKeyIsUnknown() throws {
        try store.put(record, image: image)
        #expect(store.known(AnswerKey(hex: "ab" + String(repeating: "cd", count: 31))) == nil)
    }

    @Test func whatWasPaidForIsForItsOwnerAlone() throws {
        try store.put(record, image: image)
        for name in folder.names("answers/ab") {
            let path = folder.place("answers/ab/\(name)")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
        let mode = try FileManager.default.attributesOfItem(
            atPath: folder.place("answers/ab"))[.posixPermissions]
        #expect(mode as? Int == 0o700)
    }

    @Test func aRecordWithoutItsPictureIsNotPaidForAgainWithoutAWord() throws {
        try store.put(record, image: image)
        try FileManager.default.removeItem(atPath: folder.place("answers/ab/\(picture)"))
        #expect(store.known(key) == nil)
        #expect(throws: AnswerStore.Damage.self) { try store.image(key) }
    }

    @Test func aPictureWithoutItsRecordIsUnknown() throws {
        try store.put(record, image: image)
        try FileManager.default.removeItem(atPath: folder.place("answers/ab/\(key.hex).json"))
        #expect(store.known(key) == nil)
        #expect(try store.image(key) == nil)
    }

    @Test func aWholePictureIsKnownByTheRecordThatWasOnItsWay() throws {
        try store.put(record, image: image)
        let (record, pending) = ("answers/ab/\(key.hex).json", "answers/ab/\(key.hex).pending")
        try FileManager.default.moveItem(
            atPath: folder.place(record), toPath: folder.place(pending))
        #expect(store.known(key)?.imageHash == Digest.hex(image))
        #expect(try store.image(key) == image)
        #expect(store.survey().answers.map(\.answer.key) == [key.hex])
        try folder.write(Array("a pictur".utf8), "answers/ab/\(picture)")
        #expect(store.known(key) == nil)
        #expect(try store.image(key) == nil)
        #expect(store.survey().answers.isEmpty)
        try store.put(self.record, image: image)
        #expect(folder.names("answers/ab") == [picture, "\(key.hex).json"])
    }

    @Test func aDamagedPictureIsSetAsideAndAskedForAnew() throws {
        try store.put(record, image: image)
        try folder.write(Array("a pictur".utf8), "answers/ab/\(picture)")
        let damage = #expect(throws: AnswerStore.Damage.self) { try store.image(key) }
        let aside = folder.place("answers/ab/\(picture).damaged")
        guard case .setAside(aside, left: 0)? = damage else {
            Issue.record("not set aside: \(String(describing: damage))")
            return
        }
        #expect(folder.names("answers/ab") == ["\(picture).damaged"])
        #expect(try folder.read("answers/ab/\(picture).damaged") == Array("a pictur".utf8))
        #expect(store.known(key) == nil)
        try store.put(record, image: image)
        #expect(try store.image(key) == image)
    }

    @Test(arguments: ["", "{", "[]", #"{"version":1}"#, "\u{0}\u{0}"])
    func aRecordThatCannotBeReadIsAnErrorBeforeItIsPaidForAgain(text: String) throws {
        try store.put(record, image: image)
        try folder.write(Array(text.utf8), "answers/ab/\(key.hex).json")
        #expect(store.known(key) == nil)
        let damage = #expect(throws: AnswerStore.Damage.self) { try store.image(key) }
        guard case .unreadable(folder.place("answers/ab/\(key.hex).json"))? = damage else {
            Issue.record("not told of: \(String(describing: damage))")
            return
        }
    }

    @Test func anAnswerAskedForAnewLeavesTheOlderOne() throws {
        try store.put(record, image: image)
        let newer = Array("another picture".utf8)
        var fresh = record
        fresh.imageHash = Digest.hex(newer)
        try store.put(fresh, image: newer)
        #expect(try store.image(key) == newer)
        #expect(try folder.read("answers/ab/\(picture)") == image)
    }

    @Test func aRecordOfALaterShapeOrAnotherKeyIsUnknown() throws {
        var later = record
        later.version = 2
        try store.put(later, image: image)
        #expect(store.known(key) == nil)
        try store.put(record, image: image)
        let other = AnswerKey(hex: "ab" + String(repeating: "00", count: 31))
        try folder.write(folder.read("answers/ab/\(key.hex).json"), "answers/ab/\(other.hex).json")
        #expect(store.known(other) == nil)
    }

    @Test func whatCannotBeUsedIsKept() throws {
        let body = Array("<html>".utf8)
        let path = try store.putAside(body, of: key)
        #expect(
            path == folder.place("answers/rejected/\(key.hex)-\(Digest.hex(body).prefix(8)).body"))
        #expect(
            try folder.read("answers/rejected/\(key.hex)-\(Digest.hex(body).prefix(8)).body")
                == body)
        #expect(store.known(key) == nil)
        // What came of another call of the same key stays beside it.
        let other = try store.putAside(Array("<".utf8), of: key)
        #expect(other != path)
        #expect(
            try folder.read("answers/rejected/\(key.hex)-\(Digest.hex(body).prefix(8)).body")
                == body)
    }
}
