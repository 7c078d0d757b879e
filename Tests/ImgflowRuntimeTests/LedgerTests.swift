import Foundation
import ImgflowModels
import Testing

@testable import ImgflowRuntime

/// What is put down, by whom, and what happens where it cannot be.
struct LedgerTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var path: String { folder.place("state/ledger.sqlite") }

    private func page(
        day: String? = nil, at time: String = "2026-11-25T10:00:00Z", origin: String = "aws"
    ) throws -> RunLedger {
        let date = try Date(time, strategy: .iso8601)
        return try RunLedger(
            Ledger(path: path), program: "a.imgflow", folder: "/f", origin: origin,
            dayLimit: day.flatMap { Dollars(text: $0) }, now: { date }, words: { _ in "stage" })
    }

    private func call(
        _ price: String, model: String = "ultra", time: String = "2026-11-25T10:00:00Z",
        origin: String = "aws", outcome: LedgerCall.Outcome = .sent, request: String? = nil
    ) throws -> LedgerCall {
        LedgerCall(
            run: 1, time: time, verb: "generate", line: 1, stage: "generate \"50% of a_b\"",
            model: model, region: "us-west-2", origin: origin, outcome: outcome,
            price: try #require(Dollars(text: price)).millionths, request: request, key: "k1",
            inputs: "")
    }

    @Test func theFileIsForItsUserAlone() throws {
        _ = try page()
        for name in folder.names("state") {
            let mode = try FileManager.default.attributesOfItem(
                atPath: folder.place("state/\(name)"))
            #expect(mode[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }

    @Test func whatIsOnItsWayCountsAsSpent() throws {
        let page = try page()
        let first = try page.sending(call("0.10"))
        #expect(try page.ledger.total(origin: "aws", on: "2026-11-25").plain == "0.10")
        try page.ended(
            first, .failed, milliseconds: 5, requestID: nil, seed: nil, output: nil, error: "no")
        #expect(try page.ledger.total(origin: "aws", on: "2026-11-25") == .zero)
        let second = try page.sending(call("0.20"))
        try page.ended(
            second, .doubtful, milliseconds: 5, requestID: nil, seed: nil, output: nil, error: nil)
        let spent = try page.ledger.spent(since: nil, by: .model)
        #expect(spent.map(\.doubtful) == [200_000])
        #expect(spent.map(\.paid) == [0])
    }

    @Test func aClockThatWasAheadBlocksNoOtherDay() throws {
        let page = try page(day: "0.25")
        _ = try page.sending(call("0.25", time: "2031-01-01T10:00:00Z"))
        #expect(try page.ledger.total(origin: "aws", on: "2026-11-25") == .zero)
        _ = try page.sending(call("0.25"))
        #expect(throws: RunLedger.OverDay.self) { try page.sending(call("0.25")) }
        #expect(try page.ledger.total(origin: "aws", on: "2031-01-01").plain == "0.25")
    }

    @Test func aDayHasItsLimitAtEachOrigin() throws {
        let page = try page(day: "0.25")
        _ = try page.sending(call("0.10"))
        _ = try page.sending(call("0.10"))
        #expect(throws: RunLedger.OverDay.self) { try page.sending(try call("0.10")) }
        _ = try page.sending(call("0.05"))
        // Yesterday, and what the sandbox pretends, count for nothing.
        let other = try self.page(day: "0.25", origin: "sandbox")
        _ = try other.sending(call("0.20", origin: "sandbox"))
        let tomorrow = try self.page(day: "0.25", at: "2026-11-26T00:00:00Z")
        _ = try tomorrow.sending(call("0.25", time: "2026-11-26T00:00:00Z"))
    }

    /// Eight runs at once, of a limit that half of their calls pass.
    @Test func runsAtOnceKeepTheLimitTogether() async throws {
        let pages = try (0..<8).map { _ in try page(day: "1.00") }
        let call = try call("0.05")
        let sent = await withTaskGroup(of: Int.self) { group in
            for page in pages {
                group.addTask {
                    (0..<5).count { _ in (try? page.sending(call)) != nil }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(sent == 20)
        #expect(try pages[0].ledger.total(origin: "aws", on: "2026").plain == "1.00")
    }

    /// Whoever finds none makes it; all have the same one, and nothing else is left there.
    @Test(arguments: 0..<8, [false, true])
    func manyMayFindItMissingAtOnce(_: Int, isEmpty: Bool) async throws {
        let path = path
        // As a process leaves it that is killed early.
        if isEmpty { try folder.write([], "state/ledger.sqlite") }
        let call = try call("0.10")
        let written = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    guard
                        let page = try? RunLedger(
                            Ledger(path: path), program: "a.imgflow", folder: "/f", origin: "aws",
                            dayLimit: nil, now: { Date() }, words: { _ in "stage" })
                    else { return false }
                    return (try? page.sending(call)) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(written == 12)
        #expect(try Ledger(path: path).total(origin: "aws", on: "").plain == "1.20")
        #expect(folder.names("state").allSatisfy { $0.hasPrefix("ledger.sqlite") })
    }

    @Test func wordsAreTakenAsTheyAre() throws {
        let page = try page()
        _ = try page.sending(call("0.10", request: #"{"prompt":"A Storm"}"#))
        for (words, count) in [
            (["storm"], 1), (["storm", "ultra"], 1), (["storm", "core"], 0), (["50%"], 1),
            (["%"], 1), (["5_%"], 0), (["a_b"], 1), (["a-b"], 0), (["a.imgflow"], 1), ([], 1),
        ] {
            #expect(try page.ledger.calls(holding: words, limit: 9).count == count, "\(words)")
        }
    }

    @Test func aTypicalTimeIsTheMedianOfWhatCame() throws {
        let page = try page()
        for milliseconds in [100, 9_000, 300] {
            let id = try page.sending(call("0.10"))
            try page.ended(
                id, .paid, milliseconds: milliseconds, requestID: "r", seed: 1, output: "o",
                error: nil)
        }
        _ = try page.sending(call("0.10"))
        #expect(try page.ledger.typicalTime(of: "ultra", origin: "aws") == 300)
        #expect(try page.ledger.typicalTime(of: "core", origin: "aws") == nil)
    }

    @Test func aFileThatIsNoLedgerIsLeftAsItIs() throws {
        try folder.write(Array("a text that a user wrote".utf8), "state/ledger.sqlite")
        let failure = #expect(throws: Ledger.Failure.self) { try Ledger(path: path) }
        #expect(failure?.description.hasPrefix("the ledger \(path) cannot be used: ") == true)
        #expect(try folder.read("state/ledger.sqlite") == Array("a text that a user wrote".utf8))
    }

    @Test func aLinkToNothingYetLeadsToAFileForItsUserAlone() throws {
        try folder.write([], "state/other")
        #expect(symlink(folder.place("state/there.sqlite"), path) == 0)
        #expect(try Ledger(path: path).total(origin: "aws", on: "") == .zero)
        var facts = stat()
        #expect(stat(folder.place("state/there.sqlite"), &facts) == 0)
        #expect(facts.st_mode & 0o777 == 0o600)
    }

    @Test func aFolderInItsPlaceIsSaid() throws {
        try folder.write([], "state/ledger.sqlite/a")
        let failure = #expect(throws: Ledger.Failure.self) { try Ledger(path: path) }
        #expect(failure?.description.hasSuffix("cannot be used: is a directory") == true)
    }

    @Test func aPlaceThatTakesNoFileIsSaid() throws {
        try folder.write([], "state")
        let failure = #expect(throws: Ledger.Failure.self) { try Ledger(path: path) }
        #expect(failure?.description.contains("cannot be used: ") == true)
    }

    @Test func lookingMakesNoFile() throws {
        #expect(try Ledger.existing(at: path) == nil)
        #expect(folder.names().isEmpty)
    }
}
