/// Base64 (RFC 4648 §4) between buffers.
///
/// Images are megabytes inside JSON: Foundation's routines want them as values of their own, one
/// copy more each way.
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// 0 to 63, or 255 for a byte that is not of the alphabet.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()

    static func encode(_ bytes: [UInt8], into output: inout [UInt8]) {
        let count = (bytes.count + 2) / 3 * 4
        let encoded = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            alphabet.withUnsafeBufferPointer { letters in
                bytes.withUnsafeBufferPointer { input in
                    encode(input, letters: letters, into: buffer)
                }
            }
            initialized = count
        }
        output += encoded
    }

    private static func encode(
        _ input: UnsafeBufferPointer<UInt8>, letters: UnsafeBufferPointer<UInt8>,
        into buffer: UnsafeMutableBufferPointer<UInt8>
    ) {
        var read = 0
        var write = 0
        func put(_ group: UInt32, digits: Int) {
            for digit in 0..<4 {
                let value = Int(group >> UInt32(18 - 6 * digit)) & 63
                buffer[write + digit] = digit < digits ? letters[value] : UInt8(ascii: "=")
            }
            write += 4
        }
        while read + 3 <= input.count {
            let group =
                UInt32(input[read]) << 16 | UInt32(input[read + 1]) << 8 | UInt32(input[read + 2])
            put(group, digits: 4)
            read += 3
        }
        switch input.count - read {
        case 1: put(UInt32(input[read]) << 16, digits: 2)
        case 2: put(UInt32(input[read]) << 16 | UInt32(input[read + 1]) << 8, digits: 3)
        default: break
        }
    }

    /// Nil where the text is not whole, canonical base64.
    static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        var end = text.count
        var padding = 0
        while end > 0, padding < 2, text[end - 1] == UInt8(ascii: "=") {
            end -= 1
            padding += 1
        }
        var isValid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: end / 4 * 3 + 3) { buffer, count in
            var group: UInt32 = 0
            var digits = 0
            values.withUnsafeBufferPointer { values in
                for index in 0..<end {
                    let letter = text[index]
                    let value = values[Int(letter)]
                    guard value < 64 else {
                        isValid = false
                        return
                    }
                    group = group << 6 | UInt32(value)
                    digits += 1
                    guard digits == 4 else { continue }
                    buffer[count] = UInt8(truncatingIfNeeded: group >> 16)
                    buffer[count + 1] = UInt8(truncatingIfNeeded: group >> 8)
                    buffer[count + 2] = UInt8(truncatingIfNeeded: group)
                    count += 3
                    digits = 0
                    group = 0
                }
            }
            switch (digits, padding) {
            case (0, 0):
                break
            case (2, 2):
                buffer[count] = UInt8(truncatingIfNeeded: group >> 4)
                count += 1
            case (3, 1):
                buffer[count] = UInt8(truncatingIfNeeded: group >> 10)
                buffer[count + 1] = UInt8(truncatingIfNeeded: group >> 2)
                count += 2
            default:
                isValid = false
            }
        }
        return isValid ? bytes : nil
    }
}
