/// A number with commas between the thousands, as the service's own documents write it.
package struct Grouped: CustomStringConvertible {
    package let number: Int

    package init(_ number: Int) { self.number = number }

    package var description: String {
        var digits = String(number.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        groups.insert(digits, at: 0)
        return (number < 0 ? "-" : "") + groups.joined(separator: ",")
    }
}
