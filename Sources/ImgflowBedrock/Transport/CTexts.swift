import Glibc

/// Copies of texts for a C function, until `free` is called.
final class CTexts {
    private var copies: [UnsafeMutablePointer<CChar>] = []
    private var lists: [UnsafeMutablePointer<UnsafePointer<CChar>?>] = []

    func add(_ text: String) -> UnsafePointer<CChar> {
        let bytes = text.utf8CString
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        for (place, byte) in bytes.enumerated() { (copy + place).initialize(to: byte) }
        copies.append(copy)
        return UnsafePointer(copy)
    }

    /// Ends with a null pointer.
    func list(_ texts: [String]) -> UnsafePointer<UnsafePointer<CChar>?> {
        let list = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: texts.count + 1)
        list.initialize(repeating: nil, count: texts.count + 1)
        for (place, text) in texts.enumerated() { list[place] = add(text) }
        lists.append(list)
        return UnsafePointer(list)
    }

    func free() {
        copies.forEach { $0.deallocate() }
        lists.forEach { $0.deallocate() }
        (copies, lists) = ([], [])
    }
}
