/// Entry of libFuzzer, built by `scripts/fuzz`: any bytes through lexer, parser, checker and formatter.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLanguage(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    if let fault = languageFault(in: text) {
        // A trap is what libFuzzer takes for a finding.
        fatalError("\(fault) in \(text.debugDescription)")
    }
    return 0
}
