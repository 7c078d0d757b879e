import Dispatch
import Glibc
import ImageFacts
import Synchronization
import Testing

@testable import ImgflowImages

/// Work on pixels that nobody waits for any more.
@Suite(.serialized) struct CancellingTests {
    /// Some seconds of work.
    private static func dear() throws -> [UInt8] {
        try Pixels.noise(PixelSize(4_000, 4_000), sigma: 40, seed: 1).blurred(sigma: 80)
            .encoded(as: .png)
    }

    @Test func whoeverWaitsIsFreeAndTheWorkIsTold() async throws {
        let hasBegun = Mutex(false)
        let isTold = Mutex(false)
        let task = Task {
            try await PixelWork.runUntilCancelled {
                hasBegun.withLock { $0 = true }
                while !CancellationToken.isCancelledHere { usleep(1_000) }
                isTold.withLock { $0 = true }
            }
        }
        while !hasBegun.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        while !isTold.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
    }

    /// In the middle: it would take a second.
    @Test func aSignBreaksWorkOff() throws {
        let sign = CancellationToken()
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.1) { sign.cancel() }
        #expect(throws: ImageError.self) { try sign.observed { try Self.dear() } }
    }

    @Test func whoWasCancelledBeforeDoesNothing() async throws {
        let hasBegun = Mutex(false)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await PixelWork.runUntilCancelled { hasBegun.withLock { $0 = true } }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(!hasBegun.withLock { $0 })
    }

    @Test func whatIsNotCancelledGivesItsResultOrItsError() async throws {
        #expect(try await PixelWork.runUntilCancelled { 3 } == 3)
        await #expect(throws: ImageError.alphaInJPEG) {
            try await PixelWork.runUntilCancelled { throw ImageError.alphaInJPEG }
        }
    }

    /// One image serves several: only the one whose sign went up fails.
    @Test func aSignStopsItsOwnWorkAlone() throws {
        let photo = try Pixels.noise(PixelSize(900, 900), sigma: 40, seed: 1).blurred(sigma: 3)
        let (stopped, other) = (CancellationToken(), CancellationToken())
        stopped.cancel()
        #expect(throws: ImageError.self) {
            try stopped.observed { try photo.encoded(as: .png) }
        }
        #expect(throws: ImageError.self) { try stopped.observed { try photo.inMemory() } }
        let bytes = try photo.encoded(as: .png)
        #expect(try other.observed { try photo.encoded(as: .png) } == bytes)
        #expect(try other.observed { try photo.inMemory().encoded(as: .png) } == bytes)
    }
}
