import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowVerbs
import Testing

/// A stage and the body that it sends, after reference sections 3, 5 and 6.
struct BodyCase: Sendable, CustomTestStringConvertible {
    var program: String
    var model: String
    var price: String
    var body: String

    var testDescription: String { "\(program) on \(model)" }
    var verb: String {
        let stage = program.split(separator: "|").last ?? ""
        return String(stage.split(separator: " ").first ?? "")
    }

    init(_ program: String, _ model: String, _ price: String, _ body: String) {
        self.program = program
        self.model = model
        self.price = price
        self.body = body
    }

    /// Every verb with the models that it says it may call.
    static let verbs = Verbs.all.filter(\.signature.isPaid).map { verb in
        // Any model may be invoked: one stands for all. What finds a backdrop's subject is no choice
        // of the verb.
        verb.signature.name == "invoke"
            ? (verb: "invoke", models: ["fast-upscale", "acme.painter-v1:0"])
            : (
                verb: verb.signature.name,
                models: verb.models.map { $0.card.name }.filter {
                    verb.signature.name != "backdrop" || $0 != "remove-background"
                }
            )
    }

    private static let least = #""imageGenerationConfig":{"numberOfImages":1,"seed":7}}"#
    private static let most =
        #""imageGenerationConfig":{"quality":"premium","cfgScale":1.1,"numberOfImages":1,"seed":7}}"#
    /// A megapixel of the shape of `a.png`.
    private static let shaped =
        #""imageGenerationConfig":{"width":1248,"height":832,"numberOfImages":1,"seed":7}}"#
    private static let shapedMost =
        #""imageGenerationConfig":{"width":1248,"height":832,"quality":"premium","cfgScale":10.0,"numberOfImages":1,"seed":7}}"#

    static let all: [BodyCase] = generate + wholeImage + parts + control + rest

    private static let generate = [
        BodyCase(
            #"generate "a" seed:7"#, "core", "$0.04",
            #"{"prompt":"a","aspect_ratio":"1:1","seed":7,"output_format":"png"}"#),
        BodyCase(
            #"generate "a" seed:7 aspect:21:9 negative:"n" style:pixel-art format:jpeg"#, "core",
            "$0.04",
            #"{"prompt":"a, pixel art style","aspect_ratio":"21:9","negative_prompt":"n","seed":7,"output_format":"jpeg"}"#
        ),
        BodyCase(
            #"generate "a" seed:7 model:sd35-large aspect:4:5 negative:"n" format:webp"#,
            "sd35-large", "$0.08",
            #"{"prompt":"a","mode":"text-to-image","aspect_ratio":"4:5","negative_prompt":"n","seed":7,"output_format":"webp"}"#
        ),
        BodyCase(
            #"generate "a" seed:7 model:ultra size:1080x1920"#, "ultra", "$0.14",
            #"{"prompt":"a","aspect_ratio":"9:16","seed":7,"output_format":"png"}"#),
        BodyCase(
            #"generate "a" seed:7 layout:"a.png""#, "control-sketch", "$0.07",
            #"{"prompt":"a","image":"IMAGE","seed":7,"output_format":"png"}"#),
        BodyCase(
            #"generate "a" seed:7 layout:"a.png" control:segments strength:0.4 negative:"n" style:anime format:webp"#,
            "control-structure", "$0.07",
            #"{"prompt":"a","image":"IMAGE","control_strength":0.4,"negative_prompt":"n","style_preset":"anime","seed":7,"output_format":"webp"}"#
        ),
        BodyCase(
            #"generate "a" seed:7 model:nova-canvas"#, "nova-canvas", "$0.04",
            #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a"},"imageGenerationConfig":{"width":1024,"height":1024,"numberOfImages":1,"seed":7}}"#
        ),
        BodyCase(
            #"generate "a" seed:7 model:nova-canvas layout:"a.png" control:segments strength:0 negative:"n" style:maximalism quality:premium guidance:10"#,
            "nova-canvas", "$0.08",
            #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a","negativeText":"n","style":"MAXIMALISM","conditionImage":"LAYOUT","controlMode":"SEGMENTATION","controlStrength":0.0},"#
                + shapedMost),
        BodyCase(
            ##"generate "a" seed:7 model:nova-canvas colors:["#abc"] reference:"b.png" negative:"n" size:2048x1024"##,
            "nova-canvas", "$0.06",
            ##"{"taskType":"COLOR_GUIDED_GENERATION","colorGuidedGenerationParams":{"text":"a","negativeText":"n","colors":["#AABBCC"],"referenceImage":"REFERENCE"},"imageGenerationConfig":{"width":2048,"height":1024,"numberOfImages":1,"seed":7}}"##
        ),
    ]

    private static let wholeImage = [
        BodyCase(
            #"load "a.png" | transform "a" seed:7"#, "sd35-large", "$0.08",
            #"{"prompt":"a","mode":"image-to-image","image":"IMAGE","strength":0.7,"seed":7,"output_format":"png"}"#
        ),
        BodyCase(
            #"load "a.png" | transform "a" seed:7 change:1 negative:"n" format:jpeg"#,
            "sd35-large", "$0.08",
            #"{"prompt":"a","mode":"image-to-image","image":"IMAGE","strength":1.0,"negative_prompt":"n","seed":7,"output_format":"jpeg"}"#
        ),
        BodyCase(
            #"load "a.png" | vary "a" seed:7 similarity:0.25 negative:"n""#, "sd35-large", "$0.08",
            #"{"prompt":"a","mode":"image-to-image","image":"IMAGE","strength":0.75,"negative_prompt":"n","seed":7,"output_format":"png"}"#
        ),
        BodyCase(
            #"load "a.png" | vary seed:7 model:nova-canvas"#, "nova-canvas", "$0.06",
            #"{"taskType":"IMAGE_VARIATION","imageVariationParams":{"images":["IMAGE"],"similarityStrength":0.7},"#
                + shaped),
        BodyCase(
            #"load "a.png" | vary "a" with:["b.png", "c.png"] negative:"n" similarity:0.2 seed:7 quality:premium guidance:10 model:nova-canvas"#,
            "nova-canvas", "$0.08",
            #"{"taskType":"IMAGE_VARIATION","imageVariationParams":{"images":["IMAGE","WITH 1","WITH 2"],"similarityStrength":0.2,"text":"a","negativeText":"n"},"#
                + shapedMost),
        BodyCase(
            #"load "a.png" | restyle from:"b.png" seed:7"#, "style-transfer", "$0.08",
            #"{"init_image":"IMAGE","style_image":"STYLE","seed":7,"output_format":"png"}"#),
        BodyCase(
            #"load "a.png" | restyle "a" from:"b.png" strength:0 fidelity:1 change:0.1 negative:"n" seed:7 format:webp"#,
            "style-transfer", "$0.08",
            #"{"init_image":"IMAGE","style_image":"STYLE","prompt":"a","negative_prompt":"n","composition_fidelity":1.0,"style_strength":0.0,"change_strength":0.1,"seed":7,"output_format":"webp"}"#
        ),
        BodyCase(
            #"load "a.png" | guide "a" seed:7"#, "style-guide", "$0.07",
            #"{"prompt":"a","image":"IMAGE","aspect_ratio":"1:1","seed":7,"output_format":"png"}"#),
        BodyCase(
            #"load "a.png" | guide "a" fidelity:0.1 aspect:9:21 negative:"n" style:origami seed:7 format:jpeg"#,
            "style-guide", "$0.07",
            #"{"prompt":"a","image":"IMAGE","aspect_ratio":"9:21","fidelity":0.1,"negative_prompt":"n","style_preset":"origami","seed":7,"output_format":"jpeg"}"#
        ),
        BodyCase(
            #"load "a.png" | outpaint left:256 seed:7"#, "outpaint", "$0.06",
            #"{"image":"IMAGE","left":256,"seed":7,"output_format":"png"}"#),
        BodyCase(
            #"load "a.png" | outpaint "a" left:1 right:2 up:3 down:4 creativity:0.1 style:anime seed:7 format:webp"#,
            "outpaint", "$0.06",
            #"{"image":"IMAGE","left":1,"right":2,"up":3,"down":4,"prompt":"a","creativity":0.1,"style_preset":"anime","seed":7,"output_format":"webp"}"#
        ),
    ]

    private static let parts = [
        BodyCase(
            #"load "a.png" | inpaint "a" mask:"the sky" seed:7"#, "search-replace", "$0.07",
            #"{"prompt":"a","image":"IMAGE","search_prompt":"the sky","seed":7,"output_format":"png"}"#
        ),
        BodyCase(
            #"load "a.png" | inpaint "a" mask:(load "mask.png") grow:0 negative:"n" style:enhance seed:7 format:jpeg"#,
            "inpaint", "$0.07",
            #"{"prompt":"a","image":"IMAGE","mask":"MASK","negative_prompt":"n","style_preset":"enhance","grow_mask":0,"seed":7,"output_format":"jpeg"}"#
        ),
        BodyCase(
            #"load "a.png" | inpaint "a" mask:"the sky" negative:"n" seed:7 model:nova-canvas quality:premium guidance:1.1"#,
            "nova-canvas", "$0.06",
            #"{"taskType":"INPAINTING","inPaintingParams":{"image":"IMAGE","maskPrompt":"the sky","text":"a","negativeText":"n"},"#
                + most),
        BodyCase(
            #"load "a.png" | erase mask:(load "mask.png") grow:20 seed:7 format:webp"#,
            "erase-object",
            "$0.07",
            #"{"image":"IMAGE","mask":"MASK","grow_mask":20,"seed":7,"output_format":"webp"}"#
        ),
        BodyCase(
            #"load "a.png" | erase mask:"the lamp" seed:7 model:nova-canvas"#, "nova-canvas",
            "$0.04",
            #"{"taskType":"INPAINTING","inPaintingParams":{"image":"IMAGE","maskPrompt":"the lamp"},"#
                + least),
        BodyCase(
            #"load "a.png" | backdrop "a" negative:"n" style:cinematic seed:7"#, "inpaint", "$0.07",
            #"{"prompt":"a","image":"IMAGE","mask":"MASK","negative_prompt":"n","style_preset":"cinematic","seed":7,"output_format":"png"}"#
        ),
        BodyCase(
            #"load "a.png" | backdrop "a" mask:(load "mask.png") negative:"n" mode:blend seed:7 model:nova-canvas"#,
            "nova-canvas", "$0.04",
            #"{"taskType":"OUTPAINTING","outPaintingParams":{"image":"IMAGE","maskImage":"MASK","outPaintingMode":"DEFAULT","text":"a","negativeText":"n"},"#
                + least),
        BodyCase(
            #"load "a.png" | replace "car" text:"bus" grow:20 negative:"n" style:line-art seed:7"#,
            "search-replace", "$0.07",
            #"{"prompt":"bus","image":"IMAGE","search_prompt":"car","negative_prompt":"n","style_preset":"line-art","grow_mask":20,"seed":7,"output_format":"png"}"#
        ),
        BodyCase(
            #"load "a.png" | recolor "car" text:"red" grow:0 negative:"n" style:3d-model seed:7 format:webp"#,
            "search-recolor", "$0.07",
            #"{"prompt":"red","image":"IMAGE","select_prompt":"car","negative_prompt":"n","style_preset":"3d-model","grow_mask":0,"seed":7,"output_format":"webp"}"#
        ),
        BodyCase(
            #"load "a.png" | remove-background"#, "remove-background", "$0.07",
            #"{"image":"IMAGE","output_format":"png"}"#),
        BodyCase(
            #"load "a.png" | remove-background model:nova-canvas"#, "nova-canvas", "$0.04",
            #"{"taskType":"BACKGROUND_REMOVAL","backgroundRemovalParams":{"image":"IMAGE"}}"#),
    ]

    private static let control = [
        BodyCase(
            #"load "a.png" | sketch "a" strength:1 negative:"n" style:low-poly seed:7"#,
            "control-sketch", "$0.07",
            #"{"prompt":"a","image":"IMAGE","control_strength":1.0,"negative_prompt":"n","style_preset":"low-poly","seed":7,"output_format":"png"}"#
        ),
        BodyCase(
            #"load "a.png" | sketch "a" seed:7 model:nova-canvas"#, "nova-canvas", "$0.06",
            #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a","conditionImage":"IMAGE","controlMode":"CANNY_EDGE"},"#
                + shaped),
        BodyCase(
            #"load "a.png" | structure "a" seed:7 format:jpeg"#, "control-structure", "$0.07",
            #"{"prompt":"a","image":"IMAGE","seed":7,"output_format":"jpeg"}"#),
        BodyCase(
            #"load "a.png" | structure "a" strength:0.3 negative:"n" style:design-sketch seed:7 quality:premium guidance:10 model:nova-canvas"#,
            "nova-canvas", "$0.08",
            #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a","negativeText":"n","style":"DESIGN_SKETCH","conditionImage":"IMAGE","controlMode":"SEGMENTATION","controlStrength":0.3},"#
                + shapedMost),
    ]

    private static let rest = [
        BodyCase(
            #"load "a.png" | try-on garment:"b.png" part:long-sleeve-shirt shape:contour sleeves:up tuck:true layer:open keep:[face, hands:off, pose:default] merge:seamless return-mask:true seed:7 quality:premium guidance:1.1 model:nova-canvas"#,
            "nova-canvas", "$0.06",
            #"{"taskType":"VIRTUAL_TRY_ON","virtualTryOnParams":{"sourceImage":"IMAGE","referenceImage":"GARMENT","maskType":"GARMENT","garmentBasedMask":{"garmentClass":"LONG_SLEEVE_SHIRT","maskShape":"CONTOUR","garmentStyling":{"longSleeveStyle":"SLEEVE_UP","tuckingStyle":"TUCKED","outerLayerStyle":"OPEN"}},"maskExclusions":{"preserveFace":"ON","preserveHands":"OFF","preserveBodyPose":"DEFAULT"},"mergeStyle":"SEAMLESS","returnMask":true},"#
                + most),
        BodyCase(
            #"load "a.png" | try-on garment:"b.png" part:shoes tuck:false seed:7 model:nova-canvas"#,
            "nova-canvas", "$0.04",
            #"{"taskType":"VIRTUAL_TRY_ON","virtualTryOnParams":{"sourceImage":"IMAGE","referenceImage":"GARMENT","maskType":"GARMENT","garmentBasedMask":{"garmentClass":"SHOES","garmentStyling":{"tuckingStyle":"UNTUCKED"}}},"#
                + least),
        BodyCase(
            #"load "a.png" | try-on garment:"b.png" mask:"the jacket" shape:box seed:7 model:nova-canvas"#,
            "nova-canvas", "$0.04",
            #"{"taskType":"VIRTUAL_TRY_ON","virtualTryOnParams":{"sourceImage":"IMAGE","referenceImage":"GARMENT","maskType":"PROMPT","promptBasedMask":{"maskPrompt":"the jacket","maskShape":"BOUNDING_BOX"}},"#
                + least),
        BodyCase(
            #"load "a.png" | try-on garment:"b.png" mask:(load "mask.png") seed:7 model:nova-canvas"#,
            "nova-canvas", "$0.04",
            #"{"taskType":"VIRTUAL_TRY_ON","virtualTryOnParams":{"sourceImage":"IMAGE","referenceImage":"GARMENT","maskType":"IMAGE","imageBasedMask":{"maskImage":"MASK"}},"#
                + least),
        BodyCase(
            #"load "a.png" | upscale fast"#, "fast-upscale", "$0.03",
            #"{"image":"IMAGE","output_format":"jpeg"}"#),
        BodyCase(
            #"load "a.png" | upscale conservative text:"a" creativity:0.5 negative:"n" seed:7"#,
            "conservative-upscale", "$0.40",
            #"{"prompt":"a","image":"IMAGE","creativity":0.5,"negative_prompt":"n","seed":7,"output_format":"jpeg"}"#
        ),
        BodyCase(
            #"load "a.png" | upscale creative text:"a" creativity:0.1 negative:"n" style:enhance seed:7 format:webp"#,
            "creative-upscale", "$0.60",
            #"{"prompt":"a","image":"IMAGE","creativity":0.1,"negative_prompt":"n","style_preset":"enhance","seed":7,"output_format":"webp"}"#
        ),
        BodyCase(
            #"load "a.png" | invoke "us.stability.stable-fast-upscale-v1:0" body:'{"image" : "$image"}'"#,
            "fast-upscale", "$0.03", #"{"image" : "IMAGE"}"#),
        BodyCase(
            #"load "a.png" | invoke "acme.painter-v1:0" price:0.125 body:'{"in": [{"b64": "$image"}], "n": 1e3, "say": "$image!"}'"#,
            "acme.painter-v1:0", "$0.125", #"{"in":[{"b64":"IMAGE"}],"n":1e3,"say":"$image!"}"#),
    ]
}
