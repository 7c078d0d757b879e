import Foundation
import ImgflowModels
import ImgflowPlanner
import Testing

/// A body as users wrote it by hand before, for the AWS CLI, and the line that sends it today.
struct Recipe: Sendable, CustomTestStringConvertible {
    var name: String
    var program: String
    var modelID: String
    /// Pictures stand as their roles.
    var body: String
    /// What our body has besides, and why that is right: by the path of the field.
    var added: [String: String] = [:]
    /// What our body leaves out, because it is the service's own default.
    var leftOut: Set<String> = []

    var testDescription: String { name }
}

/// The recipe that the product was founded on, body by body: what it wrote is what is sent, field by
/// field, but for what the table itself names.
struct RecipeTests {
    @Test(arguments: Recipe.all)
    func theLineSendsTheRecipesBody(recipe: Recipe) throws {
        let call = try #require(Bodies.plan(recipe.program).calls.last?.call, "\(recipe.program)")
        #expect(call.card.invocationID == recipe.modelID)
        var expected = try Bodies.fields(recipe.body)
        for path in recipe.leftOut {
            #expect(expected.removeValue(forKey: path) != nil, "\(path) is not in the recipe")
        }
        for (path, value) in recipe.added {
            #expect(expected[path] == nil, "\(path) is in the recipe")
            expected[path] = value
        }
        #expect(try Bodies.fields(Bodies.text(call)) == expected)
    }

    /// All fifteen of its methods are here.
    @Test func everyRecipeIsInTheTable() {
        #expect(Recipe.all.count == 15)
        #expect(Set(Recipe.all.map(\.name)).count == 15)
    }
}

extension Recipe {
    private static let nova = "amazon.nova-canvas-v1:0"
    private static let config =
        #""quality":"standard","cfgScale":6.5,"seed":42,"numberOfImages":1}}"#
    private static let square = #""imageGenerationConfig":{"width":1024,"height":1024,"# + config
    private static let shapeless = #""imageGenerationConfig":{"# + config
    private static let pinned = "model:nova-canvas seed:42 quality:standard guidance:6.5"

    static let all = [
        Recipe(
            name: "1.1 Nova text to image",
            program:
                #"generate "A photorealistic golden retriever playing in autumn leaves" size:1024x1024 \#(pinned) | save"#,
            modelID: nova,
            body:
                #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"A photorealistic golden retriever playing in autumn leaves"},"#
                + square),
        Recipe(
            name: "1.2 Nova style and negative text",
            program:
                #"generate "A futuristic city skyline at sunset with flying cars" negative:"blurry, low quality, distorted, watermark" style:photorealism size:1280x720 model:nova-canvas quality:premium guidance:7 seed:123 | save"#,
            modelID: nova,
            body:
                #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"A futuristic city skyline at sunset with flying cars","negativeText":"blurry, low quality, distorted, watermark","style":"PHOTOREALISM"},"imageGenerationConfig":{"width":1280,"height":720,"quality":"premium","cfgScale":7.0,"seed":123,"numberOfImages":1}}"#
        ),
        Recipe(
            name: "1.3 Nova conditioning",
            program:
                #"generate "A watercolor painting of a mountain village" layout:"a.png" control:edges strength:0.7 size:1024x1024 \#(pinned) | save"#,
            modelID: nova,
            body:
                #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"A watercolor painting of a mountain village","conditionImage":"LAYOUT","controlMode":"CANNY_EDGE","controlStrength":0.7},"#
                + square),
        Recipe(
            name: "1.4 Nova color guided",
            program:
                ##"generate "A serene landscape with rolling hills" colors:["#2E8B57", "#87CEEB", "#FFD700", "#8B4513"] size:1024x1024 \##(pinned) | save"##,
            modelID: nova,
            body:
                ##"{"taskType":"COLOR_GUIDED_GENERATION","colorGuidedGenerationParams":{"text":"A serene landscape with rolling hills","colors":["#2E8B57","#87CEEB","#FFD700","#8B4513"]},"##
                + square),
        Recipe(
            name: "1.5 Nova variation",
            program:
                #"load "square.png" | vary "Same scene but in winter with snow" similarity:0.7 model:nova-canvas seed:42 guidance:6.5 | save"#,
            modelID: nova,
            body:
                #"{"taskType":"IMAGE_VARIATION","imageVariationParams":{"images":["IMAGE"],"similarityStrength":0.7,"text":"Same scene but in winter with snow"},"imageGenerationConfig":{"width":1024,"height":1024,"cfgScale":6.5,"seed":42,"numberOfImages":1}}"#
        ),
        Recipe(
            name: "1.6 Nova inpainting",
            program:
                #"load "a.png" | inpaint "a dramatic stormy sky with lightning" mask:"the sky" \#(pinned) | save"#,
            modelID: nova,
            body:
                #"{"taskType":"INPAINTING","inPaintingParams":{"image":"IMAGE","maskPrompt":"the sky","text":"a dramatic stormy sky with lightning"},"#
                + shapeless),
        Recipe(
            name: "1.7 Nova outpainting",
            program:
                #"load "a.png" | backdrop "a beautiful tropical beach background" mask:"the person" mode:precise exact:false \#(pinned) | save"#,
            modelID: nova,
            body:
                #"{"taskType":"OUTPAINTING","outPaintingParams":{"image":"IMAGE","maskPrompt":"the person","outPaintingMode":"PRECISE","text":"a beautiful tropical beach background"},"#
                + shapeless),
        Recipe(
            name: "1.8 Nova background removal",
            program: #"load "a.png" | remove-background model:nova-canvas | save"#,
            modelID: nova,
            body:
                #"{"taskType":"BACKGROUND_REMOVAL","backgroundRemovalParams":{"image":"IMAGE"}}"#),
        Recipe(
            name: "1.9 SD3.5 text to image",
            program:
                #"generate "A majestic dragon perched on a crystal mountain, fantasy art" negative:"blurry, low quality" aspect:16:9 seed:42 format:png model:sd35-large | save"#,
            modelID: "stability.sd3-5-large-v1:0",
            body:
                #"{"prompt":"A majestic dragon perched on a crystal mountain, fantasy art","negative_prompt":"blurry, low quality","aspect_ratio":"16:9","seed":42,"output_format":"png"}"#,
            // Always said, as AWS's table has it; this is its default.
            added: ["mode": #""text-to-image""#]),
        Recipe(
            name: "1.10 SD3.5 image to image",
            program:
                #"load "a.png" | transform "Transform into an oil painting style" change:0.7 seed:42 format:png | save"#,
            modelID: "stability.sd3-5-large-v1:0",
            body:
                #"{"prompt":"Transform into an oil painting style","image":"IMAGE","mode":"image-to-image","strength":0.7,"seed":42,"output_format":"png"}"#
        ),
        Recipe(
            name: "1.11 Ultra",
            program:
                #"generate "A luxury watch on marble surface, product photography, studio lighting" negative:"blurry, low quality, cartoon" aspect:1:1 seed:42 format:png model:ultra | save"#,
            modelID: "stability.stable-image-ultra-v1:1",
            body:
                #"{"prompt":"A luxury watch on marble surface, product photography, studio lighting","negative_prompt":"blurry, low quality, cartoon","aspect_ratio":"1:1","seed":42,"output_format":"png"}"#
        ),
        Recipe(
            name: "1.12 Core",
            program:
                #"generate "A cute robot serving coffee in a cafe, digital art" seed:42 format:png | save"#,
            modelID: "stability.stable-image-core-v1:1",
            body:
                #"{"prompt":"A cute robot serving coffee in a cafe, digital art","aspect_ratio":"1:1","seed":42,"output_format":"png"}"#
        ),
        Recipe(
            name: "2.1 Nova by curl",
            program:
                #"generate "A serene Japanese garden with cherry blossoms" size:1024x1024 \#(pinned) | save"#,
            modelID: nova,
            body:
                #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"A serene Japanese garden with cherry blossoms"},"#
                + square),
        Recipe(
            name: "2.2 SD3.5 by curl",
            program:
                #"generate "A cyberpunk cityscape at night with neon lights" aspect:16:9 seed:42 format:png model:sd35-large | save"#,
            modelID: "stability.sd3-5-large-v1:0",
            body:
                #"{"prompt":"A cyberpunk cityscape at night with neon lights","aspect_ratio":"16:9","seed":42,"output_format":"png"}"#,
            added: ["mode": #""text-to-image""#]),
        Recipe(
            name: "2.3 Nova in one line",
            program: #"generate "A cat astronaut" size:1024x1024 model:nova-canvas seed:42 | save"#,
            modelID: nova,
            body:
                #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"A cat astronaut"},"imageGenerationConfig":{"width":1024,"height":1024,"numberOfImages":1}}"#,
            // A seed is never left to the server.
            added: ["imageGenerationConfig.seed": "42"]),
    ]
}
