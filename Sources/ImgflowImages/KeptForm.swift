internal import CVips
import ImageFacts

/// What is left of an image that is kept in a file, so that work goes on from it as from the image itself:
/// whether the file is an image file or holds pixels, and what is still to be done to it.
///
/// A scaling that comes later may be done before what moves pixels, and in the decoder: the image is kept
/// before those, or what comes later would make other pixels of it than one program does.
package struct KeptForm: Codable, Hashable, Sendable {
    package enum Step: Codable, Hashable, Sendable {
        case crop(x: Int, y: Int, width: Int, height: Int)
        case mirror
        /// Clockwise, 1 to 3.
        case turn(quarters: Int)
    }

    /// The file is the image file that was loaded or came from a model.
    package var isImageFile: Bool
    /// It is the end of a chain: what comes later may go before its last steps.
    package var isChain: Bool
    package var steps: [Step] = []
    /// That it will be encoded in.
    package var format: String
    package var width: Int
    package var height: Int
    package var hasAlpha: Bool
}

extension Image {
    /// What it is kept as, and the image file that it is made from where that is what has to be kept; where it
    /// is nil, `writePixels` writes what has to be.
    package var kept: (form: KeptForm, file: [UInt8]?) {
        var form = KeptForm(
            isImageFile: true, isChain: false, format: facts.format.rawValue,
            width: facts.size.width, height: facts.size.height, hasAlpha: facts.hasAlpha)
        switch content {
        case .file(let bytes): return (form, bytes)
        case .pixels:
            form.isImageFile = false
            return (form, nil)
        case .work(let chain, _):
            let (whole, steps, file) = chain.cut
            form.isChain = true
            form.isImageFile = whole == nil
            form.steps = steps
            return (form, whole == nil ? file : nil)
        }
    }

    /// Evaluates what has to be kept into a file of that name, without loss and with its metadata. Blocks.
    package func writePixels(to path: String) throws(ImageError) {
        switch content {
        case .file: throw .operationFailed("keeping the pixels", detail: "it is a file")
        case .pixels(let pixels): try pixels.write(to: path)
        case .work(let chain, _):
            let whole = chain.cut.whole ?? chain
            try whole.evaluated { (pixels) throws(ImageError) in try pixels.write(to: path) }
        }
    }

    /// - Parameter file: the image file of a form that has one.
    package init(_ form: KeptForm, file: [UInt8]) throws(ImageError) {
        let image = try Image(encoded: file)
        guard form.isChain else {
            self = image
            return
        }
        self = try Image(form, PixelChain(file, image.facts.format), image.facts)
    }

    /// - Parameter path: of the pixels that were written.
    package init(_ form: KeptForm, pixelsAt path: String) throws(ImageError) {
        let pixels = try Pixels.made("reading the pixels") { imgflow_vips_open_whole(path) }
        let facts =
            form.facts ?? ImageFacts(size: pixels.size, format: .png, hasAlpha: pixels.hasAlpha)
        self =
            form.isChain
            ? try Image(form, PixelChain(.pixels(pixels), []), facts)
            : Image(facts, .pixels(pixels))
    }

    private init(
        _ form: KeptForm, _ base: PixelChain, _ facts: ImageFacts
    ) throws(ImageError) {
        var chain = base
        var outline = try base.outline()
        for step in form.steps.map(\.step) {
            chain = chain.adding(step)
            outline = try step.outlined(outline)
        }
        self = Image(form.facts ?? facts, .work(chain, outline: outline))
    }
}

extension Pixels {
    fileprivate func write(to path: String) throws(ImageError) {
        guard imgflow_vips_write_whole(pointer, path) else {
            throw .operationFailed("keeping the pixels", detail: Libvips.takeError())
        }
    }
}

extension PixelChain {
    /// What is evaluated and kept, nil where the base itself is; and the steps behind that.
    fileprivate var cut: (whole: PixelChain?, steps: [KeptForm.Step], file: [UInt8]?) {
        var place = steps.endIndex
        while place > steps.startIndex, case .moving = steps[place - 1] { place -= 1 }
        let moves = Self.normal(steps[place...])
        guard case .file(let bytes, let format) = base else {
            return (PixelChain(base, Array(steps[..<place])), moves, nil)
        }
        if place == 0 { return (nil, moves, bytes) }
        // A part that is scaled down behind this may be decoded small.
        if format == .jpeg, place == 1, case .cropping(let x, let y, let part) = steps[0] {
            let crop = KeptForm.Step.crop(x: x, y: y, width: part.width, height: part.height)
            return (nil, [crop] + moves, bytes)
        }
        return (PixelChain(base, Array(steps[..<place])), moves, bytes)
    }

    /// Any number of mirrors and turns is one mirror at most, and one turn.
    private static func normal(_ moves: ArraySlice<PixelStep>) -> [KeptForm.Step] {
        var (isMirrored, quarters) = (false, 0)
        for case .moving(let move) in moves {
            switch move {
            case .turn(let more): quarters += more
            case .mirror(let horizontally):
                isMirrored.toggle()
                quarters = (horizontally ? 0 : 2) - quarters
            }
        }
        quarters &= 3
        return (isMirrored ? [.mirror] : []) + (quarters > 0 ? [.turn(quarters: quarters)] : [])
    }
}

extension KeptForm {
    fileprivate var facts: ImageFacts? {
        ImageFormat(rawValue: format).map {
            ImageFacts(size: PixelSize(width, height), format: $0, hasAlpha: hasAlpha)
        }
    }
}

extension KeptForm.Step {
    fileprivate var step: PixelStep {
        switch self {
        case .crop(let x, let y, let width, let height):
            .cropping(x: x, y: y, PixelSize(width, height))
        case .mirror: .moving(.mirror(horizontally: true))
        case .turn(let quarters): .moving(.turn(quarters: quarters))
        }
    }
}
