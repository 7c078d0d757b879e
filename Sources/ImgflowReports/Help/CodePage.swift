import ImgflowEngine
import ImgflowLanguage

/// What a message means, with a program that brings it and one that does not: `imgflow help E031`.
package struct CodePage {
    package var code: String
    /// Lower case, no full stop.
    package var meaning: String
    package var wrong: String
    package var right: String

    package static func of(_ code: String) -> CodePage? {
        all.first { $0.code == code.uppercased() }
    }

    package var text: String {
        var text = "\(code): \(meaning)\n"
        for (title, program) in [("WRONG", wrong), ("RIGHT", right)] {
            text += "\n\(title):\n"
            text += program.split(separator: "\n").map { "  \($0)\n" }.joined()
        }
        return text
    }

    private init(_ code: String, _ meaning: String?, _ wrong: String, _ right: String) {
        self.code = code
        self.meaning = meaning ?? DiagnosticCode(rawValue: code)?.meaning ?? ""
        self.wrong = wrong
        self.right = right
    }

    /// The language's own codes have their meanings there.
    package static let all: [CodePage] = [
        CodePage(
            "E001", nil,
            #"load "a.jpg" → info"#,
            #"load "a.jpg" | info"#),
        CodePage(
            "E002", nil,
            #"load "a.jpg | info"#,
            #"load "a.jpg" | info"#),
        CodePage(
            "E003", nil,
            #"generate "a \q" | save "x.png""#,
            #"generate "a q" | save "x.png""#),
        CodePage(
            "E004", nil,
            #"generate "a {b c}" | save "x.png""#,
            #"generate "a {{b c}}" | save "x.png""#),
        CodePage(
            "E005", nil,
            #"load a.jpg | info"#,
            #"load "a.jpg" | info"#),
        CodePage(
            "E006", nil,
            #"load "a.jpg" | convert jpeg background:#fff | save "x.jpg""#,
            ##"load "a.jpg" | convert jpeg background:"#fff" | save "x.jpg""##),
        CodePage(
            "E007", nil,
            #"load “a.jpg” | info"#,
            #"load "a.jpg" | info"#),
        CodePage(
            "E008", nil,
            #"generate "a" seed:4..1 | save "{seed}.png""#,
            #"generate "a" seed:1..4 | save "{seed}.png""#),
        CodePage(
            "E009", nil,
            #"load "a.jpg" | | info"#,
            #"load "a.jpg" | info"#),
        CodePage(
            "E010", nil,
            #"load "a.jpg" | restyle from:("b.jpg" | save "x.png""#,
            #"load "a.jpg" | restyle from:"b.jpg" | save "x.png""#),
        CodePage(
            "E011", nil,
            #"load "a.jpg" |"#,
            #"load "a.jpg" | info"#),
        CodePage(
            "E012", nil,
            #"load "a.jpg" | resize width=64 | info"#,
            #"load "a.jpg" | resize width:64 | info"#),
        CodePage(
            "E013", nil,
            #"load "a.jpg" > "b.png""#,
            #"load "a.jpg" | save "c.png""#),
        CodePage(
            "E014", nil,
            #"generate "a" seed:1, style:anime | save "x.png""#,
            #"generate "a" seed:1 style:anime | save "x.png""#),
        CodePage(
            "E015", nil,
            #"let for = 3"#,
            #"let times = 3"#),
        CodePage(
            "E016", nil,
            #"load "a.jpg" | else { info }"#,
            #"load "a.jpg" | when width > 3 { resize 50% } else { resize 90% } | info"#),
        CodePage(
            "E017", nil,
            #"imgflow 9"#,
            #"imgflow 1"#),
        CodePage(
            "E018", nil,
            #"let deep = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"#,
            #"let deep = [1]"#),
        CodePage(
            "E019", nil,
            #"load "a.jpg" | resise 64 | info  # and more than 100 other mistakes"#,
            #"load "a.jpg" | resize 64 | info"#),
        CodePage(
            "E020", nil,
            #"load "a.jpg" | resise 64 | info"#,
            #"load "a.jpg" | resize 64 | info"#),
        CodePage(
            "E021", nil,
            #"load "a.jpg" | resize widht:64 | info"#,
            #"load "a.jpg" | resize width:64 | info"#),
        CodePage(
            "E022", nil,
            #"load "a.jpg" | upscale quick | save "x.jpg""#,
            #"load "a.jpg" | upscale fast | save "x.jpg""#),
        CodePage(
            "E023", nil,
            #"load $photo | info"#,
            #"let photo = "a.jpg""# + "\n" + #"load $photo | info"#),
        CodePage(
            "E024", nil,
            #"load "a.jpg" | save "{name-of-it}.png""#,
            #"load "a.jpg" | save "{stem}-2.png""#),
        CodePage(
            "E025", nil,
            #"load "a.jpg" | resize "wide" | info"#,
            #"load "a.jpg" | resize 640 | info"#),
        CodePage(
            "E026", nil,
            #"load "a.jpg" | resize 0 | info"#,
            #"load "a.jpg" | resize 64 | info"#),
        CodePage(
            "E027", nil,
            #"generate "a" seed:1 seed:2 | save "x.png""#,
            #"generate "a" seed:[1, 2] | save "x-{seed}.png""#),
        CodePage(
            "E028", nil,
            #"generate | save "x.png""#,
            #"generate "a cat" | save "x.png""#),
        CodePage(
            "E029", nil,
            #"generate "a cat" "a dog" | save "x.png""#,
            #"generate ["a cat", "a dog"] | save "{text}.png""#),
        CodePage(
            "E030", nil,
            #"load "a.jpg" | remove-background 3 | save "x.png""#,
            #"load "a.jpg" | remove-background | save "x.png""#),
        CodePage(
            "E031", #"words of a mask for a model that takes a picture"#,
            #"load "a.jpg" | inpaint model:inpaint mask:"sky" text:"storm" | save "x.png""#,
            #"load "a.jpg" | inpaint mask:"sky" text:"storm" | save "x.png""#),
        CodePage(
            "E032", nil,
            #"generate cat | save "x.png""#,
            #"generate "cat" | save "x.png""#),
        CodePage(
            "E033", nil,
            #"load "a.jpg" | upscale "fast" | save "x.jpg""#,
            #"load "a.jpg" | upscale fast | save "x.jpg""#),
        CodePage(
            "E035", nil,
            #"let a = 3"# + "\n" + #"let a = 4"#,
            #"let a = 3"# + "\n" + #"let b = 4"#),
        CodePage(
            "E036", nil,
            #"load "a.jpg" | resize $side | info"# + "\n" + #"let side = 64"#,
            #"let side = 64"# + "\n" + #"load "a.jpg" | resize $side | info"#),
        CodePage(
            "E037", nil,
            #"let cat = generate "a cat""#,
            #"let cat = generate "a cat""# + "\n" + #"$cat | save "cat.png""#),
        CodePage(
            "E038", nil,
            #"resize 64 | info"#,
            #"load "a.jpg" | resize 64 | info"#),
        CodePage(
            "E039", nil,
            #"generate "like {stem}" | save "x.png""#,
            #"load "a.jpg" | generate "like {stem}" | save "x.png""#),
        CodePage(
            "E040", nil,
            #"generate "a cat""#,
            #"generate "a cat" | save "cat.png""#),
        CodePage(
            "E041", nil,
            #"generate "" | save "x.png""#,
            #"generate "a cat" | save "x.png""#),
        CodePage(
            "E042", nil,
            #"let photo = load "a.jpg""# + "\n" + #"generate "like {$photo}" | save "x.png""#,
            #"let photo = load "a.jpg""# + "\n" + #"generate "like {$photo.stem}" | save "x.png""#),
        CodePage(
            "E043", nil,
            #"load "a.jpg" | convert jpeg background:"white" | save "x.jpg""#,
            ##"load "a.jpg" | convert jpeg background:"#ffffff" | save "x.jpg""##),
        CodePage(
            "E044", nil,
            #"load "a.jpg" | where width = 640 | info"#,
            #"load "a.jpg" | where width == 640 | info"#),
        CodePage(
            "E045", nil,
            #"generate "a" count:3 | pick 0 | save "x.png""#,
            #"generate "a" count:3 | pick 1 | save "x.png""#),
        CodePage(
            "E046", nil,
            #"generate "a" style:[] | save "x.png""#,
            #"generate "a" style:[anime, cinematic] | save "{style}.png""#),
        CodePage(
            "E047", nil,
            #"def resize() = info"# + "\n" + #"load "a.jpg" | resize"#,
            #"def small() = resize 64"# + "\n" + #"load "a.jpg" | small | info"#),
        CodePage(
            "E048", nil,
            #"use "brnd.imgflow""#,
            #"use "brand.imgflow""#),
        CodePage(
            "E049", nil,
            #"set bugdet:2.00"#,
            #"set budget:2.00"#),
        CodePage(
            "W001", nil,
            #"let side = 64"# + "\n" + #"load "a.jpg" | info"#,
            #"load "a.jpg" | info"#),
        CodePage(
            "W005", nil,
            #"param side: integer = 64"# + "\n" + #"load "a.jpg" | info"#,
            #"param side: integer = 64"# + "\n" + #"load "a.jpg" | resize $side | info"#),
        CodePage(
            "W002", nil,
            #"generate "a street without people" | save "x.png""#,
            #"generate "a street" negative:"people" | save "x.png""#),
        CodePage(
            "W041", nil,
            #"let mood = "calm""# + "\n" + #"generate "a $mood sea" | save "x.png""#,
            #"let mood = "calm""# + "\n" + #"generate "a {$mood} sea" | save "x.png""#),
        CodePage(
            "W003", nil,
            #"load "a.jpg" | resize 64  # and more than 100 other lines like it"#,
            #"load "a.jpg" | resize 64 | save "x.png""#),
        CodePage(
            "W004", nil,
            #"load "a.jpg" | resize 64"#,
            #"load "a.jpg" | resize 64 | save "x.png""#),
        CodePage(
            "E050", "a file that is not there",
            #"load "aa.jpg" | info"#,
            #"load "a.jpg" | info"#),
        CodePage(
            "E051", "a file that is no picture, or cannot be read",
            #"load "notes.txt" | info"#,
            #"load "a.jpg" | info"#),
        CodePage(
            "E052", "a pattern or a folder without a picture",
            #"load "*.tif" | info"#,
            #"load "*.jpg" | info"#),
        CodePage(
            "E053", "a path that holds what only the run will know",
            #"generate "a" | restyle from:"{width}.jpg" | save "x.png""#,
            #"generate "a" | restyle from:"a.jpg" | save "x.png""#),
        CodePage(
            "E054", "standard input is read, and it is a terminal",
            #"load - | info"#,
            #"load "a.jpg" | info"#),
        CodePage(
            "E055", "a file is read that an earlier line would write",
            #"load "a.jpg" | resize 64 | save "s.png""# + "\n" + #"load "s.png" | info"#,
            #"let small = load "a.jpg" | resize 64"# + "\n" + #"$small | save "s.png""# + "\n"
                + #"$small | info"#),
        CodePage(
            "E060", "a file that is there would be replaced",
            #"load "a.jpg" | resize 64 | save "b.jpg""#,
            #"load "a.jpg" | resize 64 | save "b.jpg" overwrite:true"#),
        CodePage(
            "E061", "two pictures would get one name",
            #"load "*.jpg" | save "x.png""#,
            #"load "*.jpg" | save "{stem}-x.png""#),
        CodePage(
            "E062", "an input would be replaced",
            #"load "a.jpg" | resize 64 | save "a.jpg""#,
            #"load "a.jpg" | resize 64 | save "a-64.jpg""#),
        CodePage(
            "E063", "a file cannot be written where it should be",
            #"load "a.jpg" | save "notes.txt/x.png""#,
            #"load "a.jpg" | save "x.png""#),
        CodePage(
            "E064", "an extension that imgflow does not write",
            #"load "a.jpg" | save "x.psd""#,
            #"load "a.jpg" | save "x.tif""#),
        CodePage(
            "E065", "standard output takes one picture",
            #"load "*.jpg" | save -"#,
            #"load "*.jpg" | take 1 | save -"#),
        CodePage(
            "E070", "a mask of another size than its picture",
            #"load "b.jpg" | erase mask:(load "mask.png") | save "x.png""#,
            #"load "a.jpg" | erase mask:(load "mask.png") | save "x.png""#),
        CodePage(
            "E071", "a mask in words that is the name of a file",
            #"load "a.jpg" | inpaint mask:"mask.png" text:"storm" | save "x.png""#,
            #"load "a.jpg" | inpaint mask:(load "mask.png") text:"storm" | save "x.png""#),
        CodePage(
            "E072", "more than one image, or none, where one belongs",
            #"load "a.jpg" | restyle from:(load "*.jpg") | save "x.png""#,
            #"load "a.jpg" | restyle from:(load "*.jpg" | take 1) | save "x.png""#),
        CodePage(
            "E073", "a format that the model does not give",
            #"generate "a" format:webp model:core | save "x.webp""#,
            #"generate "a" format:png model:core | save "x.webp""#),
        CodePage(
            "E074", "an answer that would be larger than Bedrock allows",
            #"load "b.jpg" | upscale fast format:png | save "x.png""#,
            #"load "b.jpg" | upscale fast | save "x.png""#),
        CodePage(
            "E075", "a model that does not live in the region that is asked for",
            #"generate "a" region:eu-west-1 | save "x.png""#,
            #"generate "a" region:us-west-2 | save "x.png""#),
        CodePage(
            "E076", "an option of the retired Nova Canvas alone",
            #"generate "a" quality:premium | save "x.png""#,
            #"generate "a" | save "x.png""#),
        CodePage(
            "E077", "a picture too small for its model",
            #"load "tiny.png" | upscale creative text:"a" | save "x.png""#,
            #"load "tiny.png" | upscale creative text:"a" fit:pad | save "x.png""#),
        CodePage(
            "E078", "a picture too large for its model",
            #"load "big.png" | sketch "a" fit:error | save "x.png""#,
            #"load "big.png" | sketch "a" | save "x.png""#),
        CodePage(
            "E079", "a picture too long a shape for its model",
            #"load "long.png" | sketch "a" | save "x.png""#,
            #"load "long.png" | sketch "a" fit:pad | save "x.png""#),
        CodePage(
            "E080", "a text of another length than the model takes",
            #"generate "{text}" | save "x.png"  # where the text has more than 10,000 characters"#,
            #"generate "a" | save "x.png""#),
        CodePage(
            "E081", "`upscale` without saying how",
            #"load "a.jpg" | upscale | save "x.jpg""#,
            #"load "a.jpg" | upscale fast | save "x.jpg""#),
        CodePage(
            "E082", "a text is needed that describes the picture",
            #"load "a.jpg" | upscale creative | save "x.jpg""#,
            #"load "a.jpg" | upscale creative text:"a street in Beijing" | save "x.jpg""#),
        CodePage(
            "E083", "a parameter that this way of the verb does not take",
            #"load "a.jpg" | upscale fast text:"a street" | save "x.jpg""#,
            #"load "a.jpg" | upscale creative text:"a street" | save "x.jpg""#),
        CodePage(
            "E084", "parameters that do not go together",
            #"generate "a" size:640x480 aspect:4:3 | save "x.png""#,
            #"generate "a" size:640x480 | save "x.png""#),
        CodePage(
            "E085", "`resize` without a size",
            #"load "a.jpg" | resize | info"#,
            #"load "a.jpg" | resize 64 | info"#),
        CodePage(
            "E086", "a mask picture for a model that takes words",
            #"load "a.jpg" | inpaint model:search-replace mask:(load "mask.png") text:"storm" | save "x.png""#,
            #"load "a.jpg" | inpaint mask:(load "mask.png") text:"storm" | save "x.png""#),
        CodePage(
            "E087", "a picture larger than imgflow makes",
            #"load "a.jpg" | resize 30000x30000 fit:fill | info"#,
            #"load "a.jpg" | resize 3000 | info"#),
        CodePage(
            "E088", "a mask that is all white or all black",
            #"load "a.jpg" | erase mask:(load "white.png") | save "x.png""#,
            #"load "a.jpg" | erase mask:(load "mask.png") | save "x.png""#),
        CodePage(
            "E089", "a verb that no living model does",
            #"load "a.jpg" | try-on garment:"b.jpg" part:upper-body | save "x.png""#,
            #"load "a.jpg" | inpaint mask:"the jacket" text:"a red jacket" | save "x.png""#),
        CodePage(
            "E090", "a parameter that makes sense with another only",
            #"generate "a" control:edges | save "x.png""#,
            #"generate "a" control:edges layout:"a.jpg" | save "x.png""#),
        CodePage(
            "E091", "`erase` by words, which no living model does",
            #"load "a.jpg" | erase mask:"the car" | save "x.png""#,
            #"load "a.jpg" | erase mask:(load "mask.png") | save "x.png""#),
        CodePage(
            "E092", "`outpaint` without saying how far",
            #"load "a.jpg" | outpaint | save "x.png""#,
            #"load "a.jpg" | outpaint to:16:9 | save "x.png""#),
        CodePage(
            "E093", "outpainting further than one call goes",
            #"load "b.jpg" | outpaint to:9:1 | save "x.png""#,
            #"load "b.jpg" | outpaint to:16:9 | save "x.png""#),
        CodePage(
            "E094", "words for what to keep, which only the retired Nova Canvas took",
            #"load "a.jpg" | backdrop "a beach" mask:"the bag" | save "x.png""#,
            #"load "a.jpg" | backdrop "a beach" | save "x.png""#),
        CodePage(
            "E095", "a style of the retired Nova Canvas alone",
            #"generate "a" style:photorealism | save "x.png""#,
            #"generate "a" style:photographic | save "x.png""#),
        CodePage(
            "E096", "a number outside of what this model takes",
            #"load "a.jpg" | vary "x" similarity:0.1 model:nova-canvas | save "x.png""#,
            #"load "a.jpg" | vary "x" similarity:0.7 | save "x.png""#),
        CodePage(
            "E097", "a body for `invoke` that is no JSON object",
            #"invoke "amazon.x" body:'{"prompt": }' | save "x.png""#,
            #"invoke "amazon.x" body:'{"prompt": "a"}' | save "x.png""#),
        CodePage(
            "E098", "a body with a place for a picture, and none enters",
            #"invoke "amazon.x" body:'{"image": "$image"}' | save "x.png""#,
            #"load "a.jpg" | invoke "amazon.x" body:'{"image": "$image"}' | save "x.png""#),
        CodePage(
            "E099", "a place in the stream where no image comes",
            #"generate "a" count:2 | pick 3 | save "x.png""#,
            #"generate "a" count:3 | pick 3 | save "x.png""#),
        CodePage(
            "E100", "a swept value that only the run will know",
            #"generate "a" style:[anime, line-art] | where width > 1000 | take 1 | save "{style}.png""#,
            #"generate "a" style:[anime, line-art] | take 1 | save "{style}.png""#),
        CodePage(
            "E101", "a `select` that does not say what",
            #"load "a.jpg" | select | save "x.png""#,
            #"load "a.jpg" | select rect:[0, 0, 100%, 40%] | save "x.png""#),
        CodePage(
            "E102", "a part that reaches beyond the picture",
            #"load "a.jpg" | crop 2000x2000 | save "x.png""#,
            #"load "a.jpg" | crop 200x200 | save "x.png""#),
        CodePage(
            "E103", "a canvas that is smaller than the picture",
            #"load "a.jpg" | pad 100x100 | save "x.png""#,
            #"load "a.jpg" | pad 2000x2000 | save "x.png""#),
        CodePage(
            "E104", "a font that this machine does not have",
            #"load "a.jpg" | label "Sale" font:"No Such Font" | save "x.png""#,
            #"load "a.jpg" | label "Sale" | save "x.png""#),
        CodePage(
            "E105", "a picture of the sandbox in the place of one that was paid for",
            #"generate "a" | save "paid.png"  # with --backend sandbox"#,
            #"generate "a" | save "sandbox-{index}.png""#),
        CodePage(
            "E106", "a pattern that only what imgflow wrote itself matches",
            #"load "own-*.png" | info"#,
            #"load "own-*.png" own:true | info"#),
        CodePage(
            "E107", "a seed that the model does not take",
            #"generate "a" model:sd35-large seed:4294967295 | save "x.png""#,
            #"generate "a" model:core seed:4294967295 | save "x.png""#),
        CodePage(
            "E111", "an id that is called through its inference profile alone",
            #"invoke "stability.stable-image-style-guide-v1:0" body:'{"prompt": "a"}' | save "x.png""#,
            #"invoke "us.stability.stable-image-style-guide-v1:0" body:'{"prompt": "a"}' | save "x.png""#
        ),
        CodePage(
            "W050", "a model that AWS has retired",
            #"generate "a" model:nova-canvas | save "x.png""#,
            #"generate "a" | save "x.png""#),
        CodePage(
            "W051", "a text of a part, taken for one of the whole picture",
            #"load "a.jpg" | inpaint mask:"sky" text:"storm" | upscale creative | save "x.png""#,
            #"load "a.jpg" | inpaint mask:"sky" text:"storm" | upscale creative text:"a street under a storm" | save "x.png""#
        ),
        CodePage(
            "W052", "transparency that the format does not have",
            #"load "alpha.png" | save "x.jpg""#,
            #"load "alpha.png" | save "x.webp""#),
        CodePage(
            "W053", "a picture that has the shape already",
            #"load "a.jpg" | outpaint to:640:427 | save "x.png""#,
            #"load "a.jpg" | outpaint to:16:9 | save "x.png""#),
        CodePage(
            "W054", "a setting at which nothing changes, and which is paid for",
            #"load "a.jpg" | transform "a street" change:0 | save "x.png""#,
            #"load "a.jpg" | transform "a street" change:0.7 | save "x.png""#),
        CodePage(
            "W055", "pictures that imgflow wrote itself, passed over by a pattern",
            #"load "*.png" | info"#,
            #"load "*.png" own:true | info"#),
        CodePage(
            "W180", "several images on standard input, which is read as one",
            "load - | info",
            #"load "*.jpg" | info"#),
        CodePage(
            "W181", "a body that does not use the image that comes in",
            #"load "a.jpg" | invoke "us.stability.stable-image-core-v1:1" body:'{"prompt": "a cat"}' | save "x.png""#,
            #"invoke "us.stability.stable-image-core-v1:1" body:'{"prompt": "a cat"}' | save "x.png""#
        ),
        CodePage(
            "W182", "a format in which an answer may break the 16 MiB limit",
            #"load "a.jpg" | upscale fast format:png | save "x.png""#,
            #"load "a.jpg" | upscale fast format:webp | save "x.png""#),
        CodePage(
            "W056", "a file whose name has another Unicode form than the one that was written",
            "load \"caf\\u{E9}.png\" | info",
            #"load "caf*.png" | info"#),
        CodePage(
            "W160", "a file with several names is replaced under one of them",
            #"load "a.jpg" | resize 64 | save "linked.jpg" overwrite:true"#,
            #"load "a.jpg" | resize 64 | save "small.jpg""#),
        CodePage(
            "E141", "an upscale whose result would be smaller than its input",
            #"load "big.png" | upscale conservative text:"a street" | save "x.png""#,
            #"load "big.png" | resize 200% | save "x.png""#),
        CodePage(
            "E142", "a mask in words that looks like a path, and is no file",
            #"load "a.jpg" | inpaint "a storm" mask:"sky.png" | save "x.png""#,
            #"load "a.jpg" | inpaint "a storm" mask:"the sky" | save "x.png""#),
        CodePage(
            "W141", "an upscale that hardly enlarges",
            #"load "big.png" | resize 2600 | upscale conservative text:"a street" | save "x.png""#,
            #"load "a.jpg" | upscale fast | save "x.png""#),
        CodePage(
            "W142", "images of a stream that are left out, while the rest runs",
            #"load "*.png" | upscale conservative text:"a street" | save "out/{stem}.png""#,
            #"load "b.jpg" | upscale conservative text:"a street" | save "out/{stem}.png""#),
        CodePage(
            "W143", "transparency that a model may drop",
            #"load "alpha.png" | restyle "oil" from:"a.jpg" | save "x.png""#,
            #"load "alpha.png" | flatten | restyle "oil" from:"a.jpg" | save "x.png""#),
        CodePage(
            "W144", "`select alpha` of an image without transparency",
            #"load "a.jpg" | select alpha | save "x.png""#,
            #"load "alpha.png" | select alpha | save "x.png""#),
        CodePage(
            "W145", "a mask that looks like a photograph",
            #"load "a.jpg" | erase mask:(load "a.jpg") | save "x.png""#,
            #"load "a.jpg" | erase mask:(load "mask.png") | save "x.png""#),
        CodePage(
            "W146", "a soft mask for a model that supports hard ones only",
            #"load "a.jpg" | inpaint "a door" model:nova-canvas mask:(select rect:[0, 0, 50%, 50%] | feather 20) | save "x.png""#,
            #"load "a.jpg" | inpaint "a door" mask:(select rect:[0, 0, 50%, 50%] | feather 20) | save "x.png""#
        ),
        CodePage(
            "W147", "values of a sweep that give the same image twice",
            #"generate "a cat" seed:1..2 count:2 | sheet | save "x.png""#,
            #"generate "a cat" seed:1..3 | sheet | save "x.png""#),
        CodePage(
            "W148", "files whose extension is spelled otherwise than in the pattern",
            #"load "*.jpg" | info"#,
            #"load "*.{jpg,JPG,jpeg}" case:ignore | info"#),
    ]
}
