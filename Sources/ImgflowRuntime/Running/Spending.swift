package import ImgflowModels

/// The run's money: what is spent, and what calls in flight may yet cost.
package actor Spending {
    package struct OverBudget: Error, Sendable {
        package var budget: Dollars
        package var spent: Dollars
        package var next: Dollars
    }

    private let budget: Dollars?
    package private(set) var spent = Dollars.zero
    private var reserved = Dollars.zero
    /// Calls that gave no image and may be on the bill all the same.
    package private(set) var doubtful = Dollars.zero
    package private(set) var paidCalls = 0

    package init(budget: Dollars?) { self.budget = budget }

    /// Counts a call before it is sent, so that calls in flight cannot pass the budget together.
    package func reserve(_ price: Dollars) throws(OverBudget) {
        let committed = spent + reserved + doubtful
        if let budget, committed + price > budget {
            throw OverBudget(budget: budget, spent: committed, next: price)
        }
        reserved += price
    }

    /// - Parameter reserved: what was counted before it was sent; nil where that is the price.
    package func paid(_ price: Dollars, reserved: Dollars? = nil) {
        self.reserved = self.reserved - (reserved ?? price)
        spent += price
        paidCalls += 1
    }

    /// - Parameter billed: what it came to, where that is known; nil where it is the price.
    package func failed(_ price: Dollars, mayBeBilled: Bool, billed: Dollars? = nil) {
        reserved = reserved - price
        if mayBeBilled { doubtful += billed ?? price }
    }
}
