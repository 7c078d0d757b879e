/// What people who come from other tools type, and the name that this language has for it: one table for check,
/// help, completion and the prompt.
package enum Synonyms {
    /// Verbs, and the words that begin a stage.
    static let verbs: [String: [String]] = [
        "load": ["open", "read", "input", "import", "imread", "source", "src", "file"],
        "save": ["write", "export", "output", "out", "store", "imwrite", "dump"],
        "show": ["view", "display", "preview", "print", "imshow"],
        "info": ["identify", "inspect", "metadata", "exif", "stat", "describe", "details"],
        "generate": [
            "txt2img", "text2img", "text-to-image", "t2i", "create", "draw", "imagine", "dream",
            "prompt",
            "new-image", "make",
        ],
        "transform": ["img2img", "image2image", "image-to-image", "i2i", "redraw", "reimagine"],
        "vary": ["variation", "variations", "variant", "variants", "remix"],
        "inpaint": ["fill", "generative-fill", "infill", "repaint", "inpainting"],
        "erase": [
            "erase-object", "remove-object", "object-removal", "delete-object", "cleanup", "heal",
            "magic-eraser",
        ],
        "outpaint": ["extend", "expand", "uncrop", "zoom-out", "outpainting", "generative-expand"],
        "backdrop": [
            "replace-background", "change-background", "new-background", "background", "relight",
        ],
        "remove-background": [
            "rembg", "remove-bg", "cutout", "cut-out", "matte", "matting", "no-background",
            "bg-remove",
            "background-removal", "delete-background", "isolate",
        ],
        "replace": ["search-and-replace", "search-replace", "swap", "substitute"],
        "recolor": [
            "search-and-recolor", "search-recolor", "recolour", "change-color", "colorize",
        ],
        "restyle": ["stylize", "stylise", "style-transfer", "neural-style"],
        "sketch": ["control-sketch", "scribble", "lineart"],
        "structure": ["control-structure", "controlnet", "depth", "canny"],
        "guide": ["style-guide", "control-style", "style-reference", "ip-adapter"],
        "try-on": ["virtual-try-on", "vto", "vton", "dress", "wear"],
        "upscale": [
            "enlarge", "super-resolution", "superres", "esrgan", "enhance", "upsample", "upscaler",
        ],
        "invoke": ["call", "request", "invoke-model", "raw"],
        "resize": [
            "scale", "thumbnail", "thumb", "downscale", "downsample", "downsize", "resample",
            "zoom",
            "reduce", "rescale",
        ],
        "crop": ["slice", "extract", "clip"],
        "pad": ["border", "frame", "extent", "letterbox", "add-border"],
        "rotate": ["turn", "rot90", "orient"],
        "flip": ["mirror", "flop", "reflect", "hflip", "vflip"],
        "flatten": ["remove-alpha", "opaque"],
        "convert": ["format", "encode", "reencode", "transcode", "recode", "compress"],
        "blur": ["gaussian", "gaussian-blur", "soften", "smooth"],
        "overlay": ["watermark", "composite", "stamp", "paste", "superimpose", "compose", "layer"],
        "blend": ["mix", "dissolve", "multiply"],
        "label": ["text", "caption", "annotate", "title", "draw-text", "subtitle"],
        "sheet": ["montage", "grid", "collage", "contact-sheet", "tile", "sprite-sheet"],
        "canvas": ["blank", "solid", "xc", "gradient", "linear-gradient"],
        "select": ["segment", "mask", "selection", "segmentation", "chroma-key"],
        "grayscale": [
            "greyscale", "gray", "grey", "desaturate", "monochrome", "mono", "black-and-white",
            "bw",
        ],
        "adjust": [
            "modulate", "brightness", "contrast", "saturation", "saturate", "gamma", "hue",
            "levels",
            "auto-level", "autocontrast", "normalize", "brightness-contrast", "color-balance",
        ],
        "threshold": ["binarize", "binarise"],
        "tint": ["sepia", "duotone", "toning", "colourise"],
        "sharpen": ["unsharp", "unsharp-mask", "usm", "crisp"],
        "pixelate": ["mosaic", "pixelize", "pixellate", "pixelise", "censor"],
        "trim": ["autocrop", "auto-crop", "trim-borders", "fuzz-trim"],
        "cut": ["apply-mask", "putalpha", "copy-opacity", "mask-out"],
        "rounded": ["round", "round-corners", "rounded-corners", "border-radius", "corners"],
        "shadow": ["drop-shadow", "dropshadow", "box-shadow"],
        "grow": ["dilate"],
        "shrink": ["erode", "contract"],
        "feather": ["soften-mask"],
        "union": ["unite", "add"],
        "intersect": ["intersection"],
        "minus": ["subtract", "subtraction", "exclude"],
        "invert": ["negate", "inverse", "negative", "invert-mask"],
        "where": ["filter", "keep", "grep"],
        "when": ["if", "case"],
        "pick": ["choose", "nth"],
        "take": ["head", "first", "limit"],
        "skip": ["drop", "offset"],
        "as": ["name", "alias"],
        "tee": ["branch", "tap"],
    ]

    static let parameters: [String: [String]] = [
        "negative": ["negative-prompt", "negative-text", "avoid", "neg"],
        "text": ["prompt", "words", "description", "content", "instruction", "caption"],
        "what": ["prompt", "search-prompt", "select-prompt", "object", "target"],
        "aspect": ["aspect-ratio", "ratio", "ar"],
        "guidance": ["cfg-scale", "cfg", "guidance-scale"],
        "count": [
            "n", "num", "num-images", "number-of-images", "samples", "batch", "batch-size",
            "copies",
            "images", "num-outputs",
        ],
        "format": ["output-format", "type", "file-format", "ext", "extension"],
        "at": ["gravity", "position", "pos", "anchor", "place", "location"],
        "mask": ["mask-image", "mask-prompt", "area"],
        "strength": ["denoise", "denoising-strength", "image-strength", "control-strength"],
        "change": ["strength", "image-strength", "denoising-strength"],
        "similarity": ["similarity-strength"],
        "seed": ["random-seed", "rng"],
        "style": ["style-preset", "preset", "look"],
        "model": ["model-id", "engine", "checkpoint"],
        "region": ["aws-region"],
        "quality": ["q", "jpeg-quality"],
        "opacity": ["alpha", "transparency"],
        "saturation": ["saturate"],
        "enlarge": ["upscale", "without-enlargement", "allow-enlarge"],
        "light": ["linear", "gamma", "colorspace"],
        "auto": ["auto-level", "autocontrast", "normalize"],
        "radius": ["sigma"],
        "degrees": ["angle", "rotation", "deg"],
        "way": ["direction", "axis"],
        "gradient": ["stops", "colors"],
        "color": ["colour", "fill", "col"],
        "colors": ["colours", "palette"],
        "background": ["bg", "bg-color", "background-color", "color"],
        "width": ["w"],
        "height": ["h"],
        "size": ["dimensions", "dims", "resolution", "wh", "font-size", "pointsize"],
        "to": ["size", "dimensions", "target"],
        "up": ["top", "u"],
        "down": ["bottom", "d"],
        "left": ["l"],
        "right": ["r"],
        "grow": ["grow-mask", "dilate"],
        "columns": ["cols", "ncols"],
        "rows": ["nrows"],
        "image": ["img", "picture", "source", "init-image", "input-image", "reference-image"],
        "path": ["file", "filename", "file-name", "name", "output"],
        "overwrite": ["force", "clobber"],
        "mode": ["type", "method", "kind"],
        "part": ["mask-type", "class"],
        "fit": ["resize-mode", "scaling"],
        "font": ["typeface", "font-family"],
    ]

    /// Words of parameters, models among them.
    static let values: [String: [String]] = [
        "fast": ["4x", "x4", "quick", "fast-upscale", "stability.stable-fast-upscale-v1:0"],
        "conservative": ["conservative-upscale", "stability.stable-conservative-upscale-v1:0"],
        "creative": ["creative-upscale", "stability.stable-creative-upscale-v1:0"],
        "horizontal": ["h", "x", "left-right", "horizontally"],
        "vertical": ["v", "y", "top-bottom", "vertically"],
        "center": ["centre", "middle", "centered"],
        "attention": ["smart", "smartcrop", "entropy", "auto", "saliency"],
        "subject": ["face", "faces", "object"],
        "top": ["north", "upper", "up"],
        "bottom": ["south", "lower", "down"],
        "left": ["west"],
        "right": ["east"],
        "top-left": ["northwest", "upper-left"],
        "top-right": ["northeast", "upper-right"],
        "bottom-left": ["southwest", "lower-left"],
        "bottom-right": ["southeast", "lower-right"],
        "jpeg": ["jpg"],
        "tiff": ["tif"],
        "cover": ["fill", "crop"],
        "contain": ["inside", "letterbox"],
        "fill": ["stretch", "exact", "force", "ignore-aspect"],
        "photographic": ["photo", "photography", "realistic", "photorealistic"],
        "sd35-large": [
            "sd35", "sd3", "sd3.5", "stable-diffusion-3.5", "stability.sd3-5-large-v1:0",
            "sd3-5-large",
            "sd35l",
        ],
        "core": ["stable-image-core", "stability.stable-image-core-v1:1"],
        "ultra": ["stable-image-ultra", "stability.stable-image-ultra-v1:1"],
        "nova-canvas": ["nova", "canvas", "titan", "amazon.nova-canvas-v1:0"],
        "creative-upscale": ["stability.stable-creative-upscale-v1:0"],
        "conservative-upscale": ["stability.stable-conservative-upscale-v1:0"],
        "fast-upscale": ["stability.stable-fast-upscale-v1:0"],
        "control-sketch": ["stability.stable-image-control-sketch-v1:0"],
        "control-structure": ["stability.stable-image-control-structure-v1:0"],
        "erase-object": ["stability.stable-image-erase-object-v1:0"],
        "inpaint": ["stability.stable-image-inpaint-v1:0"],
        "remove-background": ["stability.stable-image-remove-background-v1:0"],
        "search-recolor": ["stability.stable-image-search-recolor-v1:0"],
        "search-replace": ["stability.stable-image-search-replace-v1:0"],
        "style-guide": ["stability.stable-image-style-guide-v1:0"],
        "outpaint": ["stability.stable-outpaint-v1:0"],
        "style-transfer": ["stability.stable-style-transfer-v1:0"],
    ]

    /// The verb that a word means in other tools, or that it is but for case, hyphens and underscores.
    package static func verb(_ word: String, in names: some Sequence<String>) -> String? {
        find(word, in: names, verbs)
    }

    /// The model of that id.
    static func model(_ id: String) -> String? {
        let word = bare(id)
        return values.first {
            $0.value.contains(word) && word.contains(".") && !modes.contains($0.key)
        }?
        .key
    }

    /// Of `upscale`, which are called by a model's id too, and are no models.
    private static let modes: Set<String> = ["fast", "conservative", "creative"]

    /// The parameter that a word means in other tools, wherever it is one.
    package static func parameter(_ word: String) -> String? { alone(word, isParameter: true) }

    /// The candidates that a word of other tools means.
    static func candidates(
        _ word: String, in all: [Completion.Candidate]
    ) -> [Completion.Candidate] {
        guard word.utf8.count > 1 else { return [] }
        return all.filter { candidate in
            let name = candidate.text
            if name.hasSuffix(":") { return parameter(word, in: [String(name.dropLast())]) != nil }
            return verb(word, in: [name]) != nil || value(word, in: [name]) != nil
        }
    }

    /// A name of another language's spelling where one name alone is meant by it, of a parameter or of a verb.
    static func alone(_ word: String, isParameter: Bool) -> String? {
        let wanted = folded(word)
        let found = (isParameter ? parameters : verbs).filter { name, words in
            folded(name) == wanted || words.contains { folded($0) == wanted }
        }
        return found.count == 1 ? found.first?.key : nil
    }

    /// The same of a parameter of one verb.
    static func parameter(_ word: String, in names: some Sequence<String>) -> String? {
        find(word, in: names, parameters)
    }

    /// The same of the words that a parameter takes; a model's id may name the geography that it is called in.
    static func value(_ word: String, in names: some Sequence<String>) -> String? {
        find(bare(word), in: names, values)
    }

    private static func bare(_ id: String) -> String {
        let geographies = ["us.", "eu.", "apac.", "global."]
        let start = geographies.first { id.hasPrefix($0) }
        return String(id.dropFirst(start?.count ?? 0))
    }

    private static func find(
        _ word: String, in names: some Sequence<String>, _ table: [String: [String]]
    ) -> String? {
        guard word.utf8.count <= 64 else { return nil }
        let wanted = folded(word)
        var found: String?
        for name in names {
            if folded(name) == wanted { return name }
            if found == nil, table[name]?.contains(where: { folded($0) == wanted }) == true {
                found = name
            }
        }
        return found
    }

    private static func folded(_ word: String) -> String {
        word.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
    }
}
