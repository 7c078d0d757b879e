import ImgflowModels
import Testing

@testable import ImgflowRuntime

struct SpendingTests {
    /// 100 calls of $0.07 at once under $1.00: 14 fit, whatever their order.
    @Test func callsInFlightDoNotPassTheBudgetTogether() async {
        let spending = Spending(budget: Dollars(cents: 100))
        let taken = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask { @concurrent in
                    guard (try? await spending.reserve(Dollars(cents: 7))) != nil else {
                        return false
                    }
                    await Task.yield()
                    if number.isMultiple(of: 3) {
                        await spending.failed(Dollars(cents: 7), mayBeBilled: true)
                    } else {
                        await spending.paid(Dollars(cents: 7))
                    }
                    return true
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(taken == 14)
        let spent = await spending.spent
        let doubtful = await spending.doubtful
        #expect(spent + doubtful == Dollars(cents: 98))
    }

    @Test func theBudgetMayBeSpentToTheLastCent() async throws {
        let spending = Spending(budget: Dollars(cents: 14))
        try await spending.reserve(Dollars(cents: 7))
        await spending.paid(Dollars(cents: 7))
        try await spending.reserve(Dollars(cents: 7))
        let over = await #expect(throws: Spending.OverBudget.self) {
            try await spending.reserve(Dollars(millionths: 1))
        }
        #expect(over?.budget == Dollars(cents: 14))
        #expect(over?.spent == Dollars(cents: 14))
        #expect(over?.next == Dollars(millionths: 1))
    }

    @Test func whatIsSurelyNotBilledMakesRoomAgain() async throws {
        let spending = Spending(budget: Dollars(cents: 7))
        try await spending.reserve(Dollars(cents: 7))
        await spending.failed(Dollars(cents: 7), mayBeBilled: false)
        try await spending.reserve(Dollars(cents: 7))
        await spending.failed(Dollars(cents: 7), mayBeBilled: true)
        await #expect(throws: Spending.OverBudget.self) {
            try await spending.reserve(Dollars(cents: 7))
        }
        #expect(await spending.spent == .zero)
        #expect(await spending.doubtful == Dollars(cents: 7))
        #expect(await spending.paidCalls == 0)
    }

    @Test func withoutABudgetNothingIsRefused() async throws {
        let spending = Spending(budget: nil)
        try await spending.reserve(Dollars(cents: 1_000_000))
        await spending.paid(Dollars(cents: 1_000_000))
        #expect(await spending.spent == Dollars(cents: 1_000_000))
        #expect(await spending.paidCalls == 1)
    }
}
