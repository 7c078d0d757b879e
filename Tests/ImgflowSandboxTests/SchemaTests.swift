import Testing

@testable import ImgflowSandbox

/// Each field on both sides of its borders. Pictures stand as `"x"`: the schema sees only text.
struct SchemaTests {
    private static let long = String(repeating: "a", count: 10_001)
    private static let prompt = #""prompt":"a""#
    private static let edit = #""prompt":"a","image":"x""#

    static let accepted: [(String, String)] = [
        (Id.core, "{\(prompt)}"), (Id.core, #"{"prompt":"\#(long.dropLast())"}"#),
        (Id.core, #"{\#(prompt),"seed":4294967295,"output_format":"jpeg","aspect_ratio":"9:21"}"#),
        (Id.ultra, #"{\#(prompt),"negative_prompt":"","seed":0}"#),
        (Id.sd35, #"{\#(prompt),"mode":"text-to-image","seed":4294967294,"output_format":"webp"}"#),
        (Id.sd35, #"{\#(prompt),"mode":"image-to-image","image":"x","strength":0}"#),
        (Id.sd35, #"{\#(prompt),"mode":"image-to-image","image":"x","strength":1}"#),
        (Id.inpaint, #"{\#(edit),"mask":"y","grow_mask":20,"style_preset":"tile-texture"}"#),
        (Id.inpaint, #"{\#(edit),"grow_mask":0}"#),
        (Id.searchReplace, #"{\#(edit),"search_prompt":"b"}"#),
        (Id.removeBackground, #"{"image":"x","output_format":"jpeg"}"#),
        (Id.fast, #"{"image":"x"}"#),
        (Id.conservative, #"{\#(edit),"creativity":0.1}"#),
        (Id.conservative, #"{\#(edit),"creativity":0.5}"#),
        (Id.creative, #"{\#(edit),"creativity":0.35,"style_preset":"anime"}"#),
        (Id.outpaint, #"{"image":"x","left":1}"#),
        (
            Id.outpaint,
            #"{"image":"x","left":2000,"right":0,"up":2000,"down":1,"prompt":"","creativity":0.1,"seed":0,"output_format":"webp","style_preset":"anime"}"#
        ),
        (Id.outpaint, #"{"image":"x","down":1,"creativity":1}"#),
        (Id.erase, #"{"image":"x"}"#),
        (Id.erase, #"{"image":"x","mask":"y","grow_mask":20,"seed":1,"output_format":"jpeg"}"#),
        (Id.recolor, #"{\#(edit),"select_prompt":"b"}"#),
        (
            Id.recolor,
            #"{\#(edit),"select_prompt":"b","negative_prompt":"c","seed":1,"output_format":"png","style_preset":"anime","grow_mask":0}"#
        ),
        (Id.styleTransfer, #"{"init_image":"x","style_image":"y"}"#),
        (
            Id.styleTransfer,
            #"{"init_image":"x","style_image":"y","prompt":"","negative_prompt":"n","seed":1,"output_format":"webp","composition_fidelity":0,"style_strength":1,"change_strength":0.1}"#
        ),
        (Id.sketch, #"{\#(edit),"control_strength":0}"#),
        (Id.structure, #"{\#(edit),"control_strength":1,"style_preset":"origami"}"#),
        (Id.styleGuide, #"{\#(edit),"fidelity":0}"#),
        (Id.styleGuide, #"{\#(edit),"fidelity":1,"aspect_ratio":"21:9","seed":1}"#),
        (Id.nova, #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a"}}"#),
        (
            Id.nova,
            #"{"taskType":"INPAINTING","inPaintingParams":{"image":"x","maskPrompt":"b"},"#
                + #""imageGenerationConfig":{"cfgScale":1.1,"seed":0,"#
                + #""numberOfImages":5,"quality":"premium"}}"#
        ),
    ]

    static let refused: [(String, String, String)] = [
        (Id.core, "{}", "#: required key [prompt] not found"),
        (Id.core, #"{"prompt":""}"#, "#/prompt: expected minLength: 1, actual: 0"),
        (Id.core, #"{"prompt":"\#(long)"}"#, "#/prompt: expected maxLength: 10000, actual: 10001"),
        (Id.core, #"{"prompt":null}"#, "#/prompt: expected type: String, found: Null"),
        (Id.core, #"{"prompt":7}"#, "#/prompt: expected type: String, found: Integer"),
        (
            Id.core, #"{\#(prompt),"mode":"text-to-image"}"#,
            "#: extraneous key [mode] is not permitted"
        ),
        (
            Id.core, #"{\#(prompt),"output_format":"webp"}"#,
            "#/output_format: webp is not a valid enum value"
        ),
        (
            Id.core, #"{\#(prompt),"output_format":"PNG"}"#,
            "#/output_format: PNG is not a valid enum value"
        ),
        (
            Id.core, #"{\#(prompt),"aspect_ratio":"4:3"}"#,
            "#/aspect_ratio: 4:3 is not a valid enum value"
        ),
        (Id.core, #"{\#(prompt),"seed":-1}"#, "#/seed: -1 is not greater or equal to 0"),
        (
            Id.core, #"{\#(prompt),"seed":4294967296}"#,
            "#/seed: 4294967296 is not less or equal to 4294967295"
        ),
        (Id.core, #"{\#(prompt),"seed":"7"}"#, "#/seed: expected type: Integer, found: String"),
        (Id.core, #"{\#(prompt),"seed":1.5}"#, "#/seed: expected type: Integer, found: BigDecimal"),
        (Id.core, #"{\#(prompt),"seed":true}"#, "#/seed: expected type: Integer, found: Boolean"),
        (Id.core, #"{\#(prompt),"a":1,"b":2}"#, "2 schema violations found"),
        (Id.core, #"["a"]"#, "#: expected type: JSONObject, found: JSONArray"),
        (
            Id.sd35, #"{\#(prompt),"seed":4294967295}"#,
            "#/seed: 4294967295 is not less or equal to 4294967294"
        ),
        (
            Id.sd35, #"{\#(prompt),"strength":1.01}"#,
            "#/strength: 1.01 is not less or equal to 1.0"
        ),
        (
            Id.sd35, #"{\#(prompt),"style_preset":"anime"}"#,
            "#: extraneous key [style_preset] is not permitted"
        ),
        (Id.inpaint, #"{"prompt":"a"}"#, "#: required key [image] not found"),
        (Id.inpaint, #"{\#(edit),"grow_mask":21}"#, "#/grow_mask: 21 is not less or equal to 20"),
        (
            Id.inpaint, #"{\#(edit),"style_preset":"x"}"#,
            "#/style_preset: x is not a valid enum value"
        ),
        (Id.searchReplace, "{\(edit)}", "#: required key [search_prompt] not found"),
        (
            Id.searchReplace, #"{\#(edit),"search_prompt":"b","mask":"y"}"#,
            "#: extraneous key [mask] is not permitted"
        ),
        (
            Id.removeBackground, #"{"image":"x","seed":1}"#,
            "#: extraneous key [seed] is not permitted"
        ),
        (Id.fast, #"{"image":"x","prompt":"a"}"#, "#: extraneous key [prompt] is not permitted"),
        (Id.fast, #"{"image":["x"]}"#, "#/image: expected type: String, found: JSONArray"),
        (
            Id.conservative, #"{\#(edit),"creativity":0.09}"#,
            "#/creativity: 0.09 is not greater or equal to 0.1"
        ),
        (
            Id.conservative, #"{\#(edit),"style_preset":"anime"}"#,
            "#: extraneous key [style_preset] is not permitted"
        ),
        (
            Id.creative, #"{\#(edit),"creativity":0.51}"#,
            "#/creativity: 0.51 is not less or equal to 0.5"
        ),
        (
            Id.outpaint, #"{"image":"x","left":2001}"#,
            "#/left: 2001 is not less or equal to 2000"
        ),
        (
            Id.outpaint, #"{"image":"x","up":-1}"#, "#/up: -1 is not greater or equal to 0"
        ),
        (
            Id.outpaint, #"{"image":"x","up":1,"creativity":0.09}"#,
            "#/creativity: 0.09 is not greater or equal to 0.1"
        ),
        (
            Id.outpaint, #"{"image":"x","up":1,"negative_prompt":"a"}"#,
            "#: extraneous key [negative_prompt] is not permitted"
        ),
        (
            Id.outpaint, #"{"image":"x","up":1,"mask":"y"}"#,
            "#: extraneous key [mask] is not permitted"
        ),
        (Id.erase, "{\(edit)}", "#: extraneous key [prompt] is not permitted"),
        (
            Id.erase, #"{"image":"x","style_preset":"anime"}"#,
            "#: extraneous key [style_preset] is not permitted"
        ),
        (Id.recolor, "{\(edit)}", "#: required key [select_prompt] not found"),
        (
            Id.recolor, #"{\#(edit),"select_prompt":"b","search_prompt":"b"}"#,
            "#: extraneous key [search_prompt] is not permitted"
        ),
        (
            Id.styleTransfer, #"{"init_image":"x"}"#, "#: required key [style_image] not found"
        ),
        (
            Id.styleTransfer, #"{"init_image":"x","style_image":"y","change_strength":0.09}"#,
            "#/change_strength: 0.09 is not greater or equal to 0.1"
        ),
        (
            Id.styleTransfer, #"{"init_image":"x","style_image":"y","fidelity":1}"#,
            "#: extraneous key [fidelity] is not permitted"
        ),
        (
            Id.styleTransfer, #"{"init_image":"x","style_image":"y","style_preset":"anime"}"#,
            "#: extraneous key [style_preset] is not permitted"
        ),
        (
            Id.sketch, #"{\#(edit),"control_strength":1.1}"#,
            "#/control_strength: 1.1 is not less or equal to 1.0"
        ),
        (
            Id.structure, #"{\#(edit),"aspect_ratio":"1:1"}"#,
            "#: extraneous key [aspect_ratio] is not permitted"
        ),
        (
            Id.styleGuide, #"{\#(edit),"fidelity":-0.1}"#,
            "#/fidelity: -0.1 is not greater or equal to 0.0"
        ),
        (
            Id.styleGuide, #"{\#(edit),"aspect_ratio":"4:3"}"#,
            "#/aspect_ratio: 4:3 is not a valid enum value"
        ),
        (
            Id.nova, #"{"taskType":"TEXT_TO_IMAGE"}"#,
            "#/taskType: TEXT_TO_IMAGE is not a valid enum value"
        ),
    ]

    @Test(arguments: accepted)
    func requestsThatFitAreTaken(_ model: String, _ body: String) throws {
        let model = try ModelDirectory.model(model, region: Self.region(model))
        _ = try model.check(WireValue(parsing: Array(body.utf8)))
    }

    @Test(arguments: refused)
    func requestsThatDoNotFitAreRefused(
        _ model: String, _ body: String, _ complaint: String
    ) async throws {
        let answer = try await Call.answer(model, body, region: Self.region(model))
        #expect(answer.status == 400)
        #expect(answer.type == "ValidationException")
        #expect(
            answer.answer.message
                == "Malformed input request: \(complaint), please reformat your input and try again."
        )
    }

    @Test(arguments: ["", "{", "{\"prompt\":\"a\"} x", "\u{0}"])
    func brokenJSONIsRefused(_ body: String) async throws {
        let answer = try await Call.answer(Id.core, body)
        #expect(answer.status == 400)
        #expect(
            answer.answer.message
                == "Malformed input request, please reformat your input and try again.")
    }

    private static func region(_ model: String) -> String {
        model == Id.nova ? "us-east-1" : "us-west-2"
    }
}
