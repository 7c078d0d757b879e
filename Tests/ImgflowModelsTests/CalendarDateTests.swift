import ImgflowModels
import Testing

struct CalendarDateTests {
    /// Seconds from `date -u -d … +%s`.
    @Test(arguments: [
        (0, "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02"),
        (68_169_600, "1972-02-29"), (951_782_400, "2000-02-29"), (951_868_800, "2000-03-01"),
        (1_709_164_800, "2024-02-29"), (1_709_251_199, "2024-02-29"),
        (1_709_251_200, "2024-03-01"), (1_790_726_399, "2026-09-29"),
        (1_790_726_400, "2026-09-30"), (4_107_456_000, "2100-02-28"),
        (4_107_542_400, "2100-03-01"),
        (-1, "1969-12-31"), (-86_400, "1969-12-31"), (-86_401, "1969-12-30"),
        (-58_060_800, "1968-02-29"), (-2_203_891_200, "1900-03-01"),
        (-2_203_891_201, "1900-02-28"),
    ])
    func aTimeFallsOnItsDay(seconds: Int, day: String) {
        #expect("\(CalendarDate(secondsSince1970: seconds))" == day)
    }

    @Test func daysFollowEachOtherWithoutAGap() {
        var last = CalendarDate(secondsSince1970: -400 * 366 * 86_400)
        for day in (-400 * 366 + 1)..<(400 * 366) {
            let next = CalendarDate(secondsSince1970: day * 86_400)
            let isNext =
                next == CalendarDate(last.year, last.month, last.day + 1)
                || next == CalendarDate(last.year, last.month + 1, 1) && last.day >= 28
                || next == CalendarDate(last.year + 1, 1, 1) && last.month == 12 && last.day == 31
            guard isNext, last < next else {
                Issue.record("\(next) after \(last)")
                return
            }
            last = next
        }
    }

    @Test func datesCompareByYearThenMonthThenDay() {
        let days = [
            CalendarDate(2025, 12, 31), CalendarDate(2026, 1, 1), CalendarDate(2026, 1, 31),
            CalendarDate(2026, 2, 1),
        ]
        #expect(days.shuffled().sorted() == days)
    }
}

struct LifecycleTests {
    private static let nova = Lifecycle(
        legacyFrom: CalendarDate(2026, 3, 30), endsOn: CalendarDate(2026, 9, 30), source: "test")

    @Test(arguments: [
        (CalendarDate(2026, 3, 29), Lifecycle.Stage.active),
        (CalendarDate(2026, 3, 30), .legacy), (CalendarDate(2026, 9, 29), .legacy),
        (CalendarDate(2026, 9, 30), .retired), (CalendarDate(2031, 1, 1), .retired),
    ])
    func aStageBeginsOnItsDay(day: CalendarDate, stage: Lifecycle.Stage) {
        #expect(Self.nova.stage(on: day) == stage)
    }

    @Test func withoutDatesAModelStaysActive() {
        #expect(Lifecycle(source: "test").stage(on: CalendarDate(2099, 1, 1)) == .active)
    }
}
