import FoundationEssentials
import ImgflowModels
import Testing

private func stability(_ text: String) throws(AnswerProblem) -> ModelAnswer {
    try answer(of: StableImageCore.self, Array(text.utf8))
}

private func nova(_ text: String) throws(AnswerProblem) -> ModelAnswer {
    try answer(of: NovaCanvas.self, Array(text.utf8))
}

private func answer(
    of model: any BedrockModel.Type, _ body: [UInt8]
) throws(AnswerProblem) -> ModelAnswer {
    let result = body.withUnsafeBytes { bytes in
        Result { () throws(AnswerProblem) in try model.answer(from: bytes) }
    }
    return try result.get()
}

struct StabilityAnswerTests {
    @Test(arguments: ["1,", "[],", "{},", "\"\",", "null,"])
    func millionsOfValuesAreRefusedAtOnce(_ item: String) {
        let body = Array((#"{"images":["# + String(repeating: item, count: 5_000_000)).utf8)
        let start = ContinuousClock.now
        #expect(throws: AnswerProblem.self) { try answer(of: StableImageCore.self, body) }
        #expect(ContinuousClock.now - start < .seconds(2))
    }

    @Test func depthHasALimit() {
        let body = Array(String(repeating: "[", count: 1_000_000).utf8)
        #expect(throws: AnswerProblem.self) { try answer(of: StableImageCore.self, body) }
    }

    @Test func aReasonOfMegabytesIsCut() throws {
        let reason = String(repeating: "é", count: 2_500_000)
        do {
            _ = try stability(#"{"finish_reasons":["\#(reason)"]}"#)
            Issue.record("it has no picture")
        } catch {
            guard case .failed(let said) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(said.count == 2_001)
            #expect(said.hasSuffix("é…"))
        }
    }

    @Test(arguments: [
        (#"{"images":["aGk="],"seeds":[7],"finish_reasons":[null]}"#, 7),
        (#"{"images":["aGk="],"seeds":["7"],"finish_reasons":[null]}"#, 7),
        (#"{"seeds":[4294967295],"finish_reasons":[null],"images":["aGk="]}"#, 4_294_967_295),
        (#"{"images":["aGk="],"seeds":[1e3],"finish_reasons":[null]}"#, 1_000),
        (#"{"images":["aGk="],"seeds":[],"finish_reasons":[]}"#, nil),
        (#"{"images":["aGk="],"seeds":[null],"finish_reasons":[null]}"#, nil),
        (#"{"images":["aGk="],"seeds":[1.5]}"#, nil), (#"{"images":["aGk="]}"#, nil),
        (#"{"images":["aGk="],"seeds":["many"]}"#, nil),
        (" {\r\n\t\"images\" : [ \"aGk=\" ] , \"seeds\" : [ 7 ] } \n", 7),
        (#"{"images":["aGk="],"seeds":[7],"more":{"a":[true,false,null,-1.5e-3,"x\"y"]}}"#, 7),
    ])
    func aPictureIsTakenOut(body: String, seed: Int?) throws {
        let answer = try stability(body)
        #expect(String(decoding: answer.image, as: UTF8.self) == "hi")
        #expect(answer.seed == seed)
    }

    @Test(arguments: [
        ("Filter reason: prompt", FilteredSide.prompt),
        ("Filter reason: input image", .inputImage), ("Filter reason: output image", .outputImage),
    ])
    func aFilterSaysWhichSideItRefused(reason: String, side: FilteredSide) {
        // Alone, and with the pictures that must not be relied upon.
        for body in [
            #"{"finish_reasons":["\#(reason)"]}"#,
            #"{"images":["aGk="],"seeds":[7],"finish_reasons":["\#(reason)"]}"#,
            #"{"images":[],"seeds":[],"finish_reasons":["\#(reason)"]}"#,
        ] {
            #expect(throws: AnswerProblem.filtered(side, said: reason)) { try stability(body) }
        }
    }

    @Test(arguments: [
        (#"{"finish_reasons":["Inference error"]}"#, AnswerProblem.failed(said: "Inference error")),
        (
            #"{"finish_reasons":["Inference error"],"images":["aGk="]}"#,
            .failed(said: "Inference error")
        ),
        (#"{"errors":["out of \"luck\" \\o/"]}"#, .failed(said: #"out of "luck" \o/"#)),
        ("{}", .unexpected("no `images`")), ("[]", .unexpected("no `images`")),
        ("7", .unexpected("no `images`")), (#""aGk=""#, .unexpected("no `images`")),
        (#"{"images":"aGk="}"#, .unexpected("no `images`")),
        (#"{"finish_reasons":[null]}"#, .unexpected("no `images`")),
        (#"{"images":[]}"#, .unexpected("no image in `images`")),
        (#"{"images":[null]}"#, .unexpected("no image in `images`")),
        (#"{"images":[7]}"#, .unexpected("no image in `images`")),
        (#"{"images":["a"]}"#, .badBase64), (#"{"images":["aGk"]}"#, .badBase64),
        (#"{"images":["aGk=="]}"#, .badBase64), (#"{"images":["a=k="]}"#, .badBase64),
        (#"{"images":["====" ]}"#, .badBase64), (#"{"images":["aG k="]}"#, .badBase64),
        (#"{"images":["aG-_"]}"#, .badBase64),
        (#"{"images":["data:image/png;base64,aGk="]}"#, .badBase64),
        (#"{"images":["aGkü"]}"#, .badBase64),
    ])
    func anAnswerWithoutAPictureSaysWhy(body: String, problem: AnswerProblem) {
        #expect(throws: problem) { try stability(body) }
    }

    @Test(arguments: [
        "", " ", "<html>busy</html>", "{", "{\"images\"", "{\"images\":", "{\"images\":[",
        "{\"images\":[\"aGk=", "{\"images\":[\"aGk=\"", "{\"images\":[\"aGk=\"]", "{\"a\":\"\\",
        "{\"images\":[\"aGk=\"]}x", "{\"images\":[\"aGk=\"],}", "{images:[\"aGk=\"]}",
        "{\"images\":[\"aGk=\"] \"seeds\":[7]}", "[1,]", "[,]", "{\"a\":1.2.3}", "{\"a\":--1}",
        "{\"a\":nul}", "{\"a\":truex}", "nan", "\u{FEFF}{}", "{\"a\":'b'}", "{\"a\":+}",
    ])
    func whatIsNoJSONIsSaidToBeNone(body: String) {
        do throws(AnswerProblem) {
            _ = try stability(body)
            Issue.record("taken: \(body)")
        } catch {
            guard case .notJSON(let offset) = error else {
                Issue.record("\(error) for \(body)")
                return
            }
            #expect((0...body.utf8.count).contains(offset), "\(offset) in \(body)")
        }
    }

    @Test func everyCutOfAnAnswerIsRefused() throws {
        let whole =
            #"{"images":["aGk="],"seeds":[7],"finish_reasons":[null],"x":{"y":[1,-2.5,true]}}"#
        _ = try stability(whole)
        for length in 0..<whole.utf8.count {
            let cut = String(decoding: whole.utf8.prefix(length), as: UTF8.self)
            #expect(throws: AnswerProblem.self, "\(cut)") { try stability(cut) }
        }
    }

    @Test func nestingIsTakenUpToALimitAndNeverOverflowsTheStack() throws {
        func nested(_ depth: Int) -> String {
            #"{"x":\#(String(repeating: "[", count: depth))\#(String(repeating: "]", count: depth)),"images":["aGk="]}"#
        }
        _ = try stability(nested(50))
        for depth in [100, 1_000_000] {
            do throws(AnswerProblem) {
                _ = try stability(nested(depth))
                Issue.record("taken at \(depth)")
            } catch {
                guard case .notJSON = error else {
                    Issue.record("\(error)")
                    return
                }
            }
        }
    }

    @Test func escapedSlashesInBase64AreTaken() throws {
        let bytes: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFB, 0xEF, 0xBE, 0xFF]
        let escaped = Data(bytes).base64EncodedString().split(
            separator: "/", omittingEmptySubsequences: false
        )
        .joined(separator: "\\/")
        #expect(escaped.contains("\\/"))
        #expect(try stability(#"{"images":["\#(escaped)"]}"#).image == bytes)
    }

    @Test(arguments: [true, false])
    func everyLetterOfBase64MayBeEscaped(_ isUppercase: Bool) throws {
        let bytes: [UInt8] = [0xFB, 0xEF, 0xBE, 0xFF, 0xFF, 0xFF, 0x10, 0x20]
        let escaped = Data(bytes).base64EncodedString().utf8.map { letter in
            "\\u00" + String(letter, radix: 16, uppercase: isUppercase)
        }.joined()
        #expect(try stability(#"{"im\u0061ges":["\#(escaped)"]}"#).image == bytes)
        #expect(try nova(#"{"images":["\#(escaped)"]}"#).image == bytes)
        #expect(throws: AnswerProblem.badBase64) {
            try stability(#"{"images":["\u00e9\#(escaped)"]}"#)
        }
        #expect(throws: AnswerProblem.badBase64) {
            try stability(#"{"images":["\\\#(escaped)"]}"#)
        }
    }

    @Test func everyLengthOfPictureComesBack() throws {
        for count in 0...64 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 200 &* count) }
            let base64 = Data(bytes).base64EncodedString()
            #expect(try stability(#"{"images":["\#(base64)"]}"#).image == bytes)
            #expect(try nova(#"{"images":["\#(base64)"]}"#).image == bytes)
            // One digit less or more is no longer whole.
            for wrong in [String(base64.dropLast()), base64 + "A"] where !wrong.isEmpty {
                #expect(throws: AnswerProblem.badBase64, "\(wrong)") {
                    try stability(#"{"images":["\#(wrong)"]}"#)
                }
            }
        }
    }

    @Test func twentyMegabytesAreReadInASecond() throws {
        let bytes = [UInt8](unsafeUninitializedCapacity: 15_000_000) { buffer, count in
            for index in 0..<15_000_000 {
                buffer[index] = UInt8(truncatingIfNeeded: index &* 2_654_435_761 >> 13)
            }
            count = 15_000_000
        }
        var body = Array(#"{"images":[""#.utf8)
        body += Data(bytes).base64EncodedString().utf8
        body += #""],"seeds":[7],"finish_reasons":[null]}"#.utf8
        #expect(body.count > 20_000_000)
        // The best of three: other tests run beside.
        var best = Duration.seconds(60)
        for _ in 0..<3 where best >= .seconds(1) {
            var image: [UInt8] = []
            let time = try ContinuousClock().measure {
                image = try answer(of: StableImageCore.self, body).image
            }
            #expect(image == bytes)
            best = min(best, time)
        }
        #expect(best < .seconds(1), "\(best)")
    }
}

struct NovaAnswerTests {
    @Test func aPictureIsTakenOut() throws {
        let answer = try nova(#"{"images":["aGk="],"error":null}"#)
        #expect(String(decoding: answer.image, as: UTF8.self) == "hi")
        #expect(answer.seed == nil)
    }

    @Test(arguments: [
        #"{"images":[],"error":"all blocked"}"#, #"{"images":null,"error":"all blocked"}"#,
        #"{"error":"all blocked"}"#,
    ])
    func blockedOutputIsAFiltersRefusal(body: String) {
        #expect(throws: AnswerProblem.filtered(.outputImage, said: "all blocked")) {
            try nova(body)
        }
    }

    @Test(arguments: [
        ("{}", AnswerProblem.unexpected("no `images`")),
        (#"{"images":[]}"#, .unexpected("no `images`")), (#"{"images":["?"]}"#, .badBase64),
        ("", .notJSON(offset: 0)),
    ])
    func anAnswerWithoutAPictureSaysWhy(body: String, problem: AnswerProblem) {
        #expect(throws: problem) { try nova(body) }
    }

    @Test func problemsAreWordedForAPerson() {
        let words: [(AnswerProblem, String)] = [
            (.filtered(.prompt, said: "x"), "the content filter refused the prompt"),
            (.filtered(.inputImage, said: "x"), "the content filter refused the input image"),
            (.filtered(.outputImage, said: "x"), "the content filter refused the output image"),
            (.failed(said: "Inference error"), "the model failed: Inference error"),
            (.notJSON(offset: 3), "the response is not JSON (byte 3)"),
            (
                .unexpected("no `images`"),
                "the response does not have the documented form: no `images`"
            ),
            (.badBase64, "the image in the response is not base64"),
        ]
        for (problem, text) in words { #expect("\(problem)" == text) }
    }
}
