package import FoundationEssentials

/// Dates in the form of `x-amz-date`: `20150830T123600Z`.
package enum AmazonDate {
    package static func text(_ date: Date) -> String {
        let seconds = Int64(clamping: date.timeIntervalSince1970)
        let (day, second) = seconds.quotientAndRemainder(dividingBy: 86400, rounding: .down)
        let (year, month, dayOfMonth) = civil(day: day)
        return padded(year, 4) + padded(month, 2) + padded(dayOfMonth, 2) + "T"
            + padded(second / 3600, 2) + padded(second / 60 % 60, 2) + padded(second % 60, 2) + "Z"
    }

    /// Nil when `text` is not of that form, or no such moment exists.
    package static func date(_ text: some StringProtocol) -> Date? {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z"),
            let year = number(bytes[0..<4]), let month = number(bytes[4..<6]),
            let day = number(bytes[6..<8]), let hour = number(bytes[9..<11]),
            let minute = number(bytes[11..<13]), let second = number(bytes[13..<15]),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let days = dayNumber(year: year, month: month, day: day)
        guard civil(day: days) == (year, month, day) else { return nil }
        return Date(
            timeIntervalSince1970: Double(days * 86400 + hour * 3600 + minute * 60 + second))
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var number: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return number
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    /// Proleptic Gregorian date of a day counted from 1970-01-01, in eras of 400 years.
    private static func civil(day: Int64) -> (Int64, Int64, Int64) {
        let (era, dayOfEra) = (day + 719_468).quotientAndRemainder(
            dividingBy: 146_097, rounding: .down)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153  // month counted from March
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func dayNumber(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = shiftedYear.quotientAndRemainder(dividingBy: 400, rounding: .down)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }
}

extension Int64 {
    fileprivate enum Rounding { case down }

    fileprivate init(clamping seconds: Double) {
        // Years 0001 to 9999: all that the form can hold.
        self = Int64(Swift.min(Swift.max(seconds.rounded(.down), -62_135_596_800), 253_402_300_799))
    }

    fileprivate func quotientAndRemainder(dividingBy divisor: Int64, rounding: Rounding) -> (
        Int64, Int64
    ) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
