extension ValueType {
    /// A length on paper fits, whose pixels depend on the `dpi:` of the stage.
    package var isMeasured: Bool { sides(ofSize: false) != nil || sides(ofSize: true) != nil }

    /// The pixels that a length may have, or each side of a size; nil where the type has none.
    /// A number alone is bytes, which nobody means who writes another unit.
    var isFileSize: Bool {
        if case .bytes = self { true } else { false }
    }

    package func sides(ofSize isSize: Bool) -> ClosedRange<Int>? {
        switch self {
        case .length(let range), .pixels(let range): isSize ? nil : range
        case .size(let side): isSize ? side : nil
        case .list(let element, _): element.sides(ofSize: isSize)
        case .either(let types): types.lazy.compactMap { $0.sides(ofSize: isSize) }.first
        default: nil
        }
    }
}
