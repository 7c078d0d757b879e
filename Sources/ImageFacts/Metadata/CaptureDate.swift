/// When an image was taken: a day, or a moment of it, with or without its distance to UTC.
///
/// Written as in EXIF (`2026:11:27 14:03:05`) or XMP (`2026-11-27T14:03:05+09:00`, of which the end may be missing).
struct CaptureDate {
    /// As XMP writes it.
    let iso: String
    /// As EXIF does, which needs the time of the day.
    let exif: String?
    /// `+09:00`.
    let offset: String?

    init?(_ text: String) {
        var rest = text.utf8.prefix(40)[...]
        func number(_ count: Int, _ range: ClosedRange<Int>) -> String? {
            let digits = rest.prefix(count)
            guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }),
                let value = Int(String(decoding: digits, as: UTF8.self)), range.contains(value)
            else { return nil }
            rest = rest.dropFirst(count)
            return String(decoding: digits, as: UTF8.self)
        }
        func skip(_ signs: String) -> Bool {
            guard let next = rest.first, signs.utf8.contains(next) else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard let year = number(4, 1...9_999), skip("-:"), let month = number(2, 1...12),
            skip("-:"), let day = number(2, 1...31)
        else { return nil }
        guard skip("T ") else {
            guard rest.isEmpty else { return nil }
            (iso, exif, offset) = ("\(year)-\(month)-\(day)", nil, nil)
            return
        }
        guard let hour = number(2, 0...23), skip(":"), let minute = number(2, 0...59) else {
            return nil
        }
        var second = "00"
        if skip(":") {
            guard let found = number(2, 0...60) else { return nil }
            second = found
            // Parts of a second are left out.
            if skip(".") { rest = rest.drop { (0x30...0x39).contains($0) } }
        }
        var zone: String?
        if skip("Z") {
            zone = "+00:00"
        } else if let sign = rest.first, skip("+-") {
            guard let hours = number(2, 0...14), skip(":"), let minutes = number(2, 0...59) else {
                return nil
            }
            zone = "\(Character(Unicode.Scalar(sign)))\(hours):\(minutes)"
        }
        guard rest.isEmpty else { return nil }
        iso = "\(year)-\(month)-\(day)T\(hour):\(minute):\(second)\(zone ?? "")"
        exif = "\(year):\(month):\(day) \(hour):\(minute):\(second)"
        offset = zone
    }
}
