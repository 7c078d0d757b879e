import FoundationEssentials
import ImageFacts
import ImgflowImages

@testable import ImgflowSandbox

/// Bodies for Nova Canvas, written out as JSON, and what comes back.
enum Nova {
    static let keys = [
        "TEXT_IMAGE": "textToImageParams", "COLOR_GUIDED_GENERATION": "colorGuidedGenerationParams",
        "IMAGE_VARIATION": "imageVariationParams", "INPAINTING": "inPaintingParams",
        "OUTPAINTING": "outPaintingParams", "BACKGROUND_REMOVAL": "backgroundRemovalParams",
        "VIRTUAL_TRY_ON": "virtualTryOnParams",
    ]

    static func body(_ task: String, _ parameters: String, _ config: String? = nil) -> String {
        let config = config.map { #","imageGenerationConfig":{\#($0)}"# } ?? ""
        return #"{"taskType":"\#(task)","\#(keys[task] ?? "")":{\#(parameters)}\#(config)}"#
    }

    static func answer(
        _ task: String, _ parameters: String, _ config: String? = nil
    ) async throws -> (status: Int, type: String?, answer: Answer) {
        try await Call.answer(Id.nova, body(task, parameters, config), region: "us-east-1")
    }

    static func picture(
        _ task: String, _ parameters: String, _ config: String? = nil
    ) async throws -> Image {
        try await Call.picture(Id.nova, body(task, parameters, config), region: "us-east-1")
    }

    static func raster(
        _ task: String, _ parameters: String, _ config: String? = nil
    ) async throws -> Raster {
        try Raster(await picture(task, parameters, config))
    }

    static func opened(_ base64: String?) throws -> Image {
        guard let base64, let data = Data(base64Encoded: base64) else {
            throw Call.NoPicture(message: "no base64")
        }
        return try Image(encoded: [UInt8](data))
    }

    /// The complaint about a body, nil where it fits; nothing is painted.
    static func complaint(
        _ task: String, _ parameters: String, _ config: String? = nil
    ) throws -> String? {
        let model = try ModelDirectory.model(Id.nova, region: "us-east-1")
        do {
            let body = body(task, parameters, config)
            _ = try model.check(WireValue(parsing: Array(body.utf8)))
            return nil
        } catch {
            let message = error.message
            let head = "Malformed input request: "
            let tail = ", please reformat your input and try again."
            guard error.status == 400, error.type == "ValidationException",
                message.hasPrefix(head), message.hasSuffix(tail)
            else { return "unexpected: \(error)" }
            return String(message.dropFirst(head.count).dropLast(tail.count))
        }
    }
}

extension Sample {
    /// A mask, black inside of a shape.
    static func blackMask(
        _ size: PixelSize, where isBlack: (_ x: Int, _ y: Int) -> Bool
    ) throws -> Image {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size.pixels)
        for y in 0..<size.height {
            for x in 0..<size.width { bytes.append(isBlack(x, y) ? 0 : 255) }
        }
        return Image(try Pixels.bytes(bytes, size, bands: 1), format: .png)
    }

    /// Someone who stands in front of a pale wall, 320x640: skin, a blue shirt, dark trousers,
    /// brown shoes.
    static func person() throws -> Image {
        var bytes: [UInt8] = []
        for y in 0..<640 {
            for x in 0..<320 { bytes += personColor(x, y) }
        }
        return try Image.fromRGB(bytes, PixelSize(320, 640))
    }

    private static func personColor(_ x: Int, _ y: Int) -> [UInt8] {
        let skin: [UInt8] = [214, 168, 140]
        let side = abs(x - 160)
        let head = (side * side * 4 + (y - 80) * (y - 80)) < 40 * 40
        if head { return skin }
        switch y {
        case 115..<130 where side < 14: return skin
        case 130..<320 where side < 75: return [60, 100, 170]
        case 320..<350 where (58..<75).contains(side): return skin
        case 320..<580 where side < 50 && side > 4: return [50, 48, 62]
        case 580..<610 where side < 55 && side > 2: return [120, 62, 30]
        default: return [226, 230, UInt8(truncatingIfNeeded: 224 + y % 4)]
        }
    }

    /// A green shirt on a white sheet, 320x320.
    static func garment() throws -> Image {
        let bytes = (0..<(320 * 320)).flatMap { index -> [UInt8] in
            let (x, y) = (index % 320, index / 320)
            let isCloth = (80..<240).contains(x) && (60..<280).contains(y)
            return isCloth ? [30, 160, 60] : [246, 246, 244]
        }
        return try Image.fromRGB(bytes, PixelSize(320, 320))
    }
}

extension Raster {
    var size: PixelSize { PixelSize(width, bytes.count / 4 / width) }

    /// The share of changed pixels among those that `isMeant`, the sandbox's mark left out.
    func changed(
        from other: Raster, where isMeant: (_ x: Int, _ y: Int) -> Bool
    ) -> Double {
        let mark = Stamp.place(on: size)
        let width = width
        return withTwo(self, other) { mine, others in
            var changed = 0
            var all = 0
            for at in stride(from: 0, to: mine.count, by: 4) {
                let (x, y) = (at / 4 % width, at / 4 / width)
                guard !(x >= mark.x && y >= mark.y), isMeant(x, y) else { continue }
                all += 1
                let isSame =
                    mine[at] == others[at] && mine[at + 1] == others[at + 1]
                    && mine[at + 2] == others[at + 2]
                if !isSame { changed += 1 }
            }
            return all == 0 ? 0 : Double(changed) / Double(all)
        }
    }

    /// The mean difference of a channel, alpha counted as one.
    func difference(from other: Raster) -> Double {
        withTwo(self, other) { mine, others in
            var sum = 0
            for at in mine.indices { sum += abs(Int(mine[at]) - Int(others[at])) }
            return Double(sum) / Double(mine.count)
        }
    }

    /// The share of pixels within a distance of a color, each channel.
    func share(of color: [Int], within distance: Int) -> Double {
        withTwo(self, self) { mine, _ in
            var near = 0
            for at in stride(from: 0, to: mine.count, by: 4) {
                if abs(Int(mine[at]) - color[0]) <= distance,
                    abs(Int(mine[at + 1]) - color[1]) <= distance,
                    abs(Int(mine[at + 2]) - color[2]) <= distance
                {
                    near += 1
                }
            }
            return Double(near) * 4 / Double(mine.count)
        }
    }

    /// Without the cost of an array for each pixel.
    private func withTwo<Result>(
        _ first: Raster, _ second: Raster,
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        first.bytes.withUnsafeBufferPointer { mine in
            second.bytes.withUnsafeBufferPointer { body(mine, $0) }
        }
    }
}
