import ImgflowModels
import Testing

struct DollarsTests {
    @Test(arguments: [
        ("0", 0), ("2", 2_000_000), ("2.00", 2_000_000), ("$0.05", 50_000), ("0.000001", 1),
        (".5", 500_000), ("$12.345678", 12_345_678), ("007", 7_000_000),
        ("999999999", 999_999_999_000_000),
    ])
    func anAmountIsRead(text: String, millionths: Int) {
        #expect(Dollars(text: text) == Dollars(millionths: millionths))
    }

    @Test(arguments: [
        "", "$", ".", "-1", "+1", "1.", "1.2.3", "1,50", "1e3", " 1", "1 ", "$$1", "1$", "0x10",
        "0.0000001", "1000000000", "99999999999999999999", "٣", "1_000", "nan",
    ])
    func whatIsNoAmountIsRefused(text: String) {
        #expect(Dollars(text: text) == nil)
    }

    @Test(arguments: [
        (0, "$0.00"), (70_000, "$0.07"), (600_000, "$0.60"), (2_000_000, "$2.00"),
        (65_000, "$0.065"), (12_345_600, "$12.3456"), (1_500_100, "$1.5001"),
        (1_234_000_000, "$1234.00"),
    ])
    func anAmountIsPrinted(millionths: Int, text: String) {
        #expect("\(Dollars(millionths: millionths))" == text)
        #expect(Dollars(text: text) == Dollars(millionths: millionths))
    }

    /// To a hundredth of a cent, and never less than it is.
    @Test(arguments: [
        (1, "$0.0001"), (79, "$0.0001"), (100, "$0.0001"), (101, "$0.0002"),
        (12_345_678, "$12.3457"), (999_950, "$1.00"),
    ])
    func aSmallAmountIsRoundedUp(millionths: Int, text: String) {
        #expect("\(Dollars(millionths: millionths))" == text)
        #expect(Dollars(text: Dollars(millionths: millionths).plain)?.millionths == millionths)
    }

    @Test func aDifferenceMayBeNegative() {
        #expect((Dollars(cents: 7) - Dollars(cents: 60)).plain == "-0.53")
        #expect(Dollars(cents: 7) < Dollars(cents: 60))
    }

    @Test func sumsAreExact() {
        var sum = Dollars.zero
        for _ in 0..<1_000 { sum += Dollars(cents: 7) }
        #expect(sum == Dollars(cents: 7_000))
        #expect(sum.plain == "70.00")
    }
}
