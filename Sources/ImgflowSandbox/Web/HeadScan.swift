/// Finds the end of a request's head in what has come so far, reading no byte twice.
struct HeadScan {
    /// Offsets of the lines that are whole, without their ends.
    private var lines: [Range<Int>] = []
    private var lineStart = 0
    private var seen = 0

    /// The head and its length; nil where more has to come.
    ///
    /// - Parameter bytes: the same as the last time, and more.
    mutating func head(
        in bytes: ArraySlice<UInt8>
    ) throws(HTTPRefusal) -> (head: HTTPHead, count: Int)? {
        let base = bytes.startIndex
        // Not words at all: whoever speaks TLS here is told at once, not when their patience ends.
        if let first = bytes.first, first < 0x20, first != 0x0D, first != 0x0A {
            throw .malformed("expected HTTP, without TLS")
        }
        while let newline = bytes[(base + seen)...].firstIndex(of: 0x0A) {
            let end = newline - base
            guard end > lineStart, bytes[newline - 1] == 0x0D else {
                throw .malformed("expected CR and LF at the end of each line")
            }
            let line = lineStart..<(end - 1)
            seen = end + 1
            lineStart = seen
            guard seen <= HTTPHead.limit else { throw .headTooLarge }
            if !line.isEmpty {
                lines.append(line)
                guard lines.count <= HTTPHead.headerLimit + 1 else { throw .headTooLarge }
            } else if !lines.isEmpty {
                let parts = lines.map { bytes[(base + $0.lowerBound)..<(base + $0.upperBound)] }
                return (try HTTPHead(lines: parts), seen)
            }
        }
        seen = bytes.count
        guard seen <= HTTPHead.limit else { throw .headTooLarge }
        return nil
    }
}
