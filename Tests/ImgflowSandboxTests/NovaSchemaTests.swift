import Testing

@testable import ImgflowSandbox

/// Reference, sections 3.1 to 3.3: every field at both sides of its border.
struct NovaSchemaTests {
    private static let longest = String(repeating: "x", count: 1024)
    private static let tryOn = #""sourceImage":"x","referenceImage":"x""#
    private static let garment =
        tryOn + #","maskType":"GARMENT","garmentBasedMask":{"garmentClass":"SHOES""#
    private static let colors = Array(repeating: ##""#010203""##, count: 10).joined(separator: ",")

    private static let accepted: [(String, String, String?)] = [
        ("TEXT_IMAGE", #""text":"a""#, nil),
        ("TEXT_IMAGE", #""text":"\#(longest)","negativeText":"\#(longest)""#, ""),
        (
            "TEXT_IMAGE",
            #""text":"a","style":"MAXIMALISM","conditionImage":"x","controlMode":"CANNY_EDGE","#
                + #""controlStrength":0"#, #""width":320,"height":4096,"quality":"standard""#
        ),
        (
            "TEXT_IMAGE",
            #""text":"a","conditionImage":"x","controlMode":"SEGMENTATION","controlStrength":1"#,
            #""cfgScale":1.1,"numberOfImages":1,"seed":0"#
        ),
        (
            "COLOR_GUIDED_GENERATION", ##""text":"a","colors":["#aBcDeF"]"##,
            #""cfgScale":10,"numberOfImages":5,"seed":2147483646,"quality":"premium""#
        ),
        (
            "COLOR_GUIDED_GENERATION",
            #""text":"a","negativeText":"b","referenceImage":"x","colors":[\#(colors)]"#,
            #""width":4096,"height":320"#
        ),
        ("IMAGE_VARIATION", #""images":["x"]"#, #""width":320,"height":336,"quality":"premium""#),
        (
            "IMAGE_VARIATION",
            #""images":["x","x","x","x","x"],"similarityStrength":0.2,"text":"a","negativeText":"b""#,
            nil
        ),
        ("IMAGE_VARIATION", #""images":["x"],"similarityStrength":1.0"#, nil),
        ("INPAINTING", #""image":"x","maskPrompt":"a""#, nil),
        (
            "INPAINTING", #""image":"x","maskImage":"x","text":"a","negativeText":"b""#,
            #""quality":"premium","cfgScale":7,"numberOfImages":2,"seed":1"#
        ),
        ("OUTPAINTING", #""image":"x","maskPrompt":"a""#, nil),
        (
            "OUTPAINTING",
            #""image":"x","maskImage":"x","text":"a","negativeText":"b","outPaintingMode":"PRECISE""#,
            #""quality":"premium","cfgScale":7,"numberOfImages":2,"seed":1"#
        ),
        ("BACKGROUND_REMOVAL", #""image":"x""#, nil),
        (
            "VIRTUAL_TRY_ON", tryOn + #","maskType":"IMAGE","imageBasedMask":{"maskImage":"x"}"#,
            #""numberOfImages":5"#
        ),
        ("VIRTUAL_TRY_ON", garment + "}", nil),
        (
            "VIRTUAL_TRY_ON",
            garment + #","maskShape":"DEFAULT","garmentStyling":{"longSleeveStyle":"SLEEVE_UP","#
                + #""tuckingStyle":"TUCKED","outerLayerStyle":"OPEN"}},"maskExclusions":"#
                + #"{"preserveBodyPose":"ON","preserveHands":"OFF","preserveFace":"DEFAULT"},"#
                + #""mergeStyle":"SEAMLESS","returnMask":true"#, nil
        ),
        (
            "VIRTUAL_TRY_ON",
            tryOn + #","maskType":"PROMPT","promptBasedMask":{"maskPrompt":"\#(longest)","#
                + #""maskShape":"CONTOUR"}"#, nil
        ),
    ]

    private static let refused: [(String, String, String?, String)] = [
        ("TEXT_IMAGE", "", nil, "#/textToImageParams: required key [text] not found"),
        (
            "TEXT_IMAGE", #""text":"""#, nil,
            "#/textToImageParams/text: expected minLength: 1, actual: 0"
        ),
        (
            "TEXT_IMAGE", #""text":"\#(longest)x""#, nil,
            "#/textToImageParams/text: expected maxLength: 1024, actual: 1025"
        ),
        (
            "TEXT_IMAGE", #""text":"a","negativeText":"\#(longest)x""#, nil,
            "#/textToImageParams/negativeText: expected maxLength: 1024, actual: 1025"
        ),
        (
            "TEXT_IMAGE", #""text":"a","style":"anime""#, nil,
            "#/textToImageParams/style: anime is not a valid enum value"
        ),
        (
            "TEXT_IMAGE", #""text":"a","controlMode":"DEPTH""#, nil,
            "#/textToImageParams/controlMode: DEPTH is not a valid enum value"
        ),
        (
            "TEXT_IMAGE", #""text":"a","controlStrength":1.01"#, nil,
            "#/textToImageParams/controlStrength: 1.01 is not less or equal to 1.0"
        ),
        (
            "TEXT_IMAGE", #""text":"a","maskPrompt":"b""#, nil,
            "#/textToImageParams: extraneous key [maskPrompt] is not permitted"
        ),
        (
            "TEXT_IMAGE", #""text":"a"},"inPaintingParams":{"image":"x""#, nil,
            "#: extraneous key [inPaintingParams] is not permitted"
        ),
        (
            "COLOR_GUIDED_GENERATION", #""text":"a""#, nil,
            "#/colorGuidedGenerationParams: required key [colors] not found"
        ),
        (
            "COLOR_GUIDED_GENERATION", ##""colors":["#000000"]"##, nil,
            "#/colorGuidedGenerationParams: required key [text] not found"
        ),
        (
            "COLOR_GUIDED_GENERATION", #""text":"a","colors":[]"#, nil,
            "#/colorGuidedGenerationParams/colors: expected minimum item count: 1, found: 0"
        ),
        (
            "COLOR_GUIDED_GENERATION", ##""text":"a","colors":[\##(colors),"#000000"]"##, nil,
            "#/colorGuidedGenerationParams/colors: expected maximum item count: 10, found: 11"
        ),
        (
            "COLOR_GUIDED_GENERATION", ##""text":"a","colors":["#000000","red"]"##, nil,
            "#/colorGuidedGenerationParams/colors/1: string [red] does not match pattern "
                + "^#[0-9A-Fa-f]{6}$"
        ),
        (
            "COLOR_GUIDED_GENERATION", ##""text":"a","colors":["#00000g"]"##, nil,
            "#/colorGuidedGenerationParams/colors/0: string [#00000g] does not match pattern "
                + "^#[0-9A-Fa-f]{6}$"
        ),
        (
            "COLOR_GUIDED_GENERATION", ##""text":"a","colors":"#000000""##, nil,
            "#/colorGuidedGenerationParams/colors: expected type: JSONArray, found: String"
        ),
        (
            "IMAGE_VARIATION", "", nil, "#/imageVariationParams: required key [images] not found"
        ),
        (
            "IMAGE_VARIATION", #""images":[]"#, nil,
            "#/imageVariationParams/images: expected minimum item count: 1, found: 0"
        ),
        (
            "IMAGE_VARIATION", #""images":["x","x","x","x","x","x"]"#, nil,
            "#/imageVariationParams/images: expected maximum item count: 5, found: 6"
        ),
        (
            "IMAGE_VARIATION", #""images":["x"],"similarityStrength":0.19"#, nil,
            "#/imageVariationParams/similarityStrength: 0.19 is not greater or equal to 0.2"
        ),
        (
            "IMAGE_VARIATION", #""images":["x"],"similarityStrength":1.1"#, nil,
            "#/imageVariationParams/similarityStrength: 1.1 is not less or equal to 1.0"
        ),
        (
            "INPAINTING", #""maskPrompt":"a""#, nil,
            "#/inPaintingParams: required key [image] not found"
        ),
        (
            "INPAINTING", #""image":"x""#, nil,
            "#/inPaintingParams: expected exactly one of [maskPrompt] and [maskImage]"
        ),
        (
            "INPAINTING", #""image":"x","maskPrompt":"a","maskImage":"x""#, nil,
            "#/inPaintingParams: expected exactly one of [maskPrompt] and [maskImage]"
        ),
        (
            "INPAINTING", #""image":"x","maskPrompt":"a","outPaintingMode":"DEFAULT""#, nil,
            "#/inPaintingParams: extraneous key [outPaintingMode] is not permitted"
        ),
        (
            "OUTPAINTING", #""image":"x""#, nil,
            "#/outPaintingParams: expected exactly one of [maskPrompt] and [maskImage]"
        ),
        (
            "OUTPAINTING", #""image":"x","maskPrompt":"a","outPaintingMode":"precise""#, nil,
            "#/outPaintingParams/outPaintingMode: precise is not a valid enum value"
        ),
        (
            "BACKGROUND_REMOVAL", #""image":"x","text":"a""#, nil,
            "#/backgroundRemovalParams: extraneous key [text] is not permitted"
        ),
        (
            "BACKGROUND_REMOVAL", #""image":"x""#, "",
            "#: extraneous key [imageGenerationConfig] is not permitted"
        ),
        (
            "VIRTUAL_TRY_ON", tryOn, nil,
            "#/virtualTryOnParams: required key [maskType] not found"
        ),
        (
            "VIRTUAL_TRY_ON", tryOn + #","maskType":"IMAGE""#, nil,
            "#/virtualTryOnParams: required key [imageBasedMask] not found"
        ),
        (
            "VIRTUAL_TRY_ON", tryOn + #","maskType":"PROMPT""#, nil,
            "#/virtualTryOnParams: required key [promptBasedMask] not found"
        ),
        (
            "VIRTUAL_TRY_ON", garment + #"},"imageBasedMask":{"maskImage":"x"}"#, nil,
            "#/virtualTryOnParams: extraneous key [imageBasedMask] is not permitted"
        ),
        (
            "VIRTUAL_TRY_ON", garment + #","maskShape":"ROUND"}"#, nil,
            "#/virtualTryOnParams/garmentBasedMask/maskShape: ROUND is not a valid enum value"
        ),
        (
            "VIRTUAL_TRY_ON", garment + #","garmentStyling":{"collar":"UP"}}"#, nil,
            "#/virtualTryOnParams/garmentBasedMask/garmentStyling: extraneous key [collar] is not "
                + "permitted"
        ),
        (
            "VIRTUAL_TRY_ON", garment + #"},"maskExclusions":{"preserveFace":true}"#, nil,
            "#/virtualTryOnParams/maskExclusions/preserveFace: expected type: String, "
                + "found: Boolean"
        ),
        (
            "VIRTUAL_TRY_ON", garment + #"},"returnMask":"true""#, nil,
            "#/virtualTryOnParams/returnMask: expected type: Boolean, found: String"
        ),
        (
            "VIRTUAL_TRY_ON", garment + #"},"text":"a""#, nil,
            "#/virtualTryOnParams: extraneous key [text] is not permitted"
        ),
    ]

    private static let configs: [(String, String)] = [
        (#""width":304"#, "width: 304 is not greater or equal to 320"),
        (#""width":328"#, "width: 328 is not a multiple of 16"),
        (#""height":4112"#, "height: 4112 is not less or equal to 4096"),
        (#""quality":"best""#, "quality: best is not a valid enum value"),
        (#""cfgScale":1.09"#, "cfgScale: 1.09 is not greater or equal to 1.1"),
        (#""cfgScale":10.1"#, "cfgScale: 10.1 is not less or equal to 10.0"),
        (#""numberOfImages":0"#, "numberOfImages: 0 is not greater or equal to 1"),
        (#""numberOfImages":6"#, "numberOfImages: 6 is not less or equal to 5"),
        (#""seed":-1"#, "seed: -1 is not greater or equal to 0"),
        (#""seed":2147483647"#, "seed: 2147483647 is not less or equal to 2147483646"),
    ]

    @Test(arguments: accepted)
    func requestsThatFitAreTaken(_ task: String, _ parameters: String, _ config: String?) throws {
        #expect(try Nova.complaint(task, parameters, config) == nil)
    }

    @Test(arguments: refused)
    func requestsThatDoNotFitAreRefused(
        _ task: String, _ parameters: String, _ config: String?, _ complaint: String
    ) throws {
        #expect(try Nova.complaint(task, parameters, config) == complaint)
    }

    @Test(arguments: configs)
    func configurationsOutsideTheirRangeAreRefused(_ config: String, _ complaint: String) throws {
        #expect(
            try Nova.complaint("TEXT_IMAGE", #""text":"a""#, config)
                == "#/imageGenerationConfig/\(complaint)")
    }

    @Test(arguments: ["width", "height"])
    func aTryOnHasTheSizeOfItsInput(_ side: String) throws {
        #expect(
            try Nova.complaint("VIRTUAL_TRY_ON", Self.garment + "}", #""\#(side)":512"#)
                == "#/imageGenerationConfig: extraneous key [\(side)] is not permitted")
    }

    /// AWS's own samples send a size that means nothing: section 15.
    @Test(arguments: ["INPAINTING", "OUTPAINTING"], ["width", "height"])
    func aSizeThatMeansNothingIsTaken(_ task: String, _ side: String) throws {
        let complaint = try Nova.complaint(
            task, #""image":"x","maskPrompt":"a""#, #""\#(side)":510"#)
        #expect(complaint == "#/imageGenerationConfig/\(side): 510 is not a multiple of 16")
    }

    @Test(arguments: GarmentClass.allCases.map(\.rawValue))
    func garmentClassesAreTheDocuments(_ name: String) throws {
        let known = [
            "UPPER_BODY", "LOWER_BODY", "FULL_BODY", "FOOTWEAR", "LONG_SLEEVE_SHIRT",
            "SHORT_SLEEVE_SHIRT", "NO_SLEEVE_SHIRT", "OTHER_UPPER_BODY", "LONG_PANTS",
            "SHORT_PANTS", "OTHER_LOWER_BODY", "LONG_DRESS", "SHORT_DRESS", "FULL_BODY_OUTFIT",
            "OTHER_FULL_BODY", "SHOES", "BOOTS", "OTHER_FOOTWEAR",
        ]
        #expect(known.contains(name))
        #expect(GarmentClass.allCases.count == known.count)
    }

    @Test func aRequestNamesItsTask() throws {
        #expect(
            try Nova.complaint("TEXT_TO_IMAGE", "")
                == "#/taskType: TEXT_TO_IMAGE is not a valid enum value")
        let model = try ModelDirectory.model(Id.nova, region: "us-east-1")
        #expect(throws: ServiceError.malformed(["#: required key [taskType] not found"])) {
            try model.check(.object([:]))
        }
        #expect(
            throws: ServiceError.malformed(["#: expected type: JSONObject, found: JSONArray"])
        ) {
            try model.check(.list([]))
        }
    }
}
