import FoundationEssentials
import SigV4

/// Dates of HTTP headers: `Sun, 22 Nov 2026 12:00:00 GMT`.
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func date(_ text: String) -> Date? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", words[1].count == 2,
            let month = months.firstIndex(where: { $0 == words[2] })
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        let time = words[4].filter { $0 != ":" }
        return AmazonDate.date("\(words[3])\(number)\(words[1])T\(time)Z")
    }
}
