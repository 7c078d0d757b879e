import Testing

/// Stories start processes, some with a clock: more of them at once than the machine can run would
/// time the machine and not the command.
struct Turns: TestTrait, SuiteTrait, TestScoping {
    private static let doors = Doors(width: 5)

    var isRecursive: Bool { true }

    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        // A suite, or a test as a whole, holds no door: its cases do.
        guard testCase != nil else { return try await function() }
        await Self.doors.enter()
        do {
            try await function()
            await Self.doors.leave()
        } catch {
            await Self.doors.leave()
            throw error
        }
    }
}

extension Trait where Self == Turns {
    static var inTurns: Turns { Turns() }
}

/// Lets so many in at once, first come, first served.
private actor Doors {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(width: Int) { free = width }

    func enter() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
