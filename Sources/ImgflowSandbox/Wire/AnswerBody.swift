import FoundationEssentials

/// The JSON of an answer, written around its base64 without a copy of it as text.
enum AnswerBody {
    /// Reference, section 4.4.
    static func stability(_ image: [UInt8], seed: Int) throws(ServiceError) -> [UInt8] {
        try capped(
            assembled(
                #"{"seeds":[\#(seed)],"finish_reasons":[null],"images":["#, [image], "]}"))
    }

    static func refused(_ reason: String) -> [UInt8] {
        Array(#"{"finish_reasons":["\#(reason)"]}"#.utf8)
    }

    /// Reference, section 3.5. `error` describes images that were left out.
    static func nova(
        _ images: [[UInt8]], mask: [UInt8]? = nil, error: String? = nil
    ) throws(ServiceError) -> [UInt8] {
        var tail = "]"
        if let mask { tail += #","maskImage":"\#(Data(mask).base64EncodedString())""# }
        if let error { tail += #","error":\#(JSONText.quoted(error))"# }
        return try capped(assembled(#"{"images":["#, images, tail + "}"))
    }

    private static func assembled(_ head: String, _ images: [[UInt8]], _ tail: String) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(images.reduce(128) { $0 + $1.count * 4 / 3 + 8 })
        body += head.utf8
        for (index, image) in images.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body.append(UInt8(ascii: "\""))
            body += Data(image).base64EncodedData()
            body.append(UInt8(ascii: "\""))
        }
        body += tail.utf8
        return body
    }

    private static func capped(_ body: [UInt8]) throws(ServiceError) -> [UInt8] {
        guard body.count <= Limits.responseBytes else {
            throw .detail(
                "Response payload size \(body.count) bytes exceeds the maximum allowed size of "
                    + "\(Limits.responseBytes) bytes")
        }
        return body
    }
}
