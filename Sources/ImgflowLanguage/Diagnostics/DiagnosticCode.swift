/// The register: every message about a program has its code here, with what it means and two programs that
/// show it. Help, the manual, completion and the tests read it; `Problem` types word the messages.
///
/// A code that was given is never given to another mistake.
package enum DiagnosticCode: String, CaseIterable, Sendable {
    // Told by the language itself.
    case unexpectedCharacter = "E001"
    case unclosedString = "E002"
    case badEscape = "E003"
    case badBraces = "E004"
    case unquotedText = "E005"
    case unquotedColor = "E006"
    case typographicQuotes = "E007"
    case badNumber = "E008"
    case unexpectedToken = "E009"
    case unbalancedBracket = "E010"
    case missingPart = "E011"
    case argumentSpelling = "E012"
    case shellHabit = "E013"
    case commaBetweenArguments = "E014"
    case reservedWord = "E015"
    case misplacedBlock = "E016"
    case languageVersion = "E017"
    case limit = "E018"
    case tooManyErrors = "E019"
    case unknownVerb = "E020"
    case unknownParameter = "E021"
    case unknownWord = "E022"
    case unknownVariable = "E023"
    case unknownField = "E024"
    case wrongType = "E025"
    case outOfRange = "E026"
    case duplicateArgument = "E027"
    case missingArgument = "E028"
    case tooManyValues = "E029"
    case needlessValue = "E030"
    case unquotedString = "E032"
    case quotedWord = "E033"
    case boundTwice = "E035"
    case usedBeforeBound = "E036"
    case paidAndUnused = "E037"
    case noIncomingImage = "E038"
    case noCurrentImage = "E039"
    case paidAndLost = "E040"
    case badTextLength = "E041"
    case wrongKindOfVariable = "E042"
    case badColor = "E043"
    case badCondition = "E044"
    case badSelection = "E045"
    case badSweep = "E046"
    case badDefinition = "E047"
    case unusableFile = "E048"
    case badSetting = "E049"
    case unusedBinding = "W001"
    case negatedText = "W002"
    case literalVariable = "W041"
    case tooManyWarnings = "W003"
    case lost = "W004"
    case unusedParameter = "W005"
    case definesNewerVerb = "W006"

    // Told by the planner.
    case missingFile = "E050"
    case unusableImage = "E051"
    case nothingMatches = "E052"
    case pathKnownTooLate = "E053"
    case noStandardInput = "E054"
    case loadsWhatIsSaved = "E055"
    case fileExists = "E060"
    case savedTwice = "E061"
    case savesOverSource = "E062"
    case unwritable = "E063"
    case unknownExtension = "E064"
    case standardOutputTwice = "E065"
    case maskSize = "E070"
    case maskNamesFile = "E071"
    case notOneImage = "E072"
    case formatNotGiven = "E073"
    case answerTooLarge = "E074"
    case regionWithoutModel = "E075"
    case onlyWithNova = "E076"
    case imageTooSmall = "E077"
    case imageTooLarge = "E078"
    case imageTooElongated = "E079"
    case modelTextLength = "E080"
    case upscaleWithoutMode = "E081"
    case textNeeded = "E082"
    case parameterNotTaken = "E083"
    case conflictingParameters = "E084"
    case noSizeGiven = "E085"
    case maskImagePinned = "E086"
    case tooManyPixels = "E087"
    case plainMask = "E088"
    case noModel = "E089"
    case needsParameter = "E090"
    case noMargins = "E092"
    case marginTooWide = "E093"
    case novaStyle = "E095"
    case outsideModelRange = "E096"
    case malformedBody = "E097"
    case noImageForBody = "E098"
    case placeBeyond = "E099"
    case sweptTooLate = "E100"
    case nothingSelected = "E101"
    case outsideImage = "E102"
    case canvasTooSmall = "E103"
    case noFont = "E104"
    case replacesReal = "E105"
    case onlyOwn = "E106"
    case seedBeyond = "E107"
    case needsProfile = "E111"
    case nothingAdjusted = "E112"
    case nothingCut = "E113"
    case allBorder = "E114"
    case badGradientColor = "E116"
    case noPage = "E117"
    case fieldMissing = "E118"
    case fieldTooLate = "E119"
    case fieldDoesNotFit = "E120"
    case unknownFormat = "E121"
    case noSuchField = "E128"
    case sameRounds = "E129"
    case notFound = "E122"
    case cannotSee = "E123"
    case leavesRegion = "E124"
    case fieldTaken = "E125"
    case printedOutOfRange = "E126"
    case tooLongForFormat = "E127"
    case shrinks = "E141"
    case maskNamesNoFile = "E142"
    case retiredModel = "W050"
    case partialText = "W051"
    case alphaLost = "W052"
    case credentialsLost = "W057"
    case lettersWithoutFont = "W058"
    case staleField = "W078"
    case wordsOnImage = "W079"
    case hasShapeAlready = "W053"
    case changesNothing = "W054"
    case skipsOwn = "W055"
    case otherForm = "W056"
    case hardlyEnlarges = "W141"
    case imagesLeftOut = "W142"
    case alphaDropped = "W143"
    case opaqueAlpha = "W144"
    case grayMask = "W145"
    case hardenedMask = "W146"
    case sameImages = "W147"
    case otherExtensions = "W148"
    case otherNames = "W160"
    case moreOnStandardInput = "W180"
    case unusedByBody = "W181"
    case mayBeTooLarge = "W182"

    /// The letter says how severe it is.
    package var severity: Diagnostic.Severity { rawValue.hasPrefix("W") ? .warning : .error }
    package var meaning: String { row.meaning }
    /// A program that brings the message.
    package var wrong: String { row.wrong }
    /// The same without the mistake.
    package var right: String { row.right }

    /// The stage that finds it.
    package enum Stage: Sendable { case language, planner }

    package var stage: Stage { row.stage }

    private struct Row {
        var stage: Stage
        /// Lower case, no full stop.
        var meaning: String
        var wrong: String
        var right: String

        static func language(_ meaning: String, wrong: String, right: String) -> Row {
            Row(stage: .language, meaning: meaning, wrong: wrong, right: right)
        }

        /// It takes files, models or prices to see.
        static func planner(_ meaning: String, wrong: String, right: String) -> Row {
            Row(stage: .planner, meaning: meaning, wrong: wrong, right: right)
        }
    }

    private var row: Row {
        switch self {
        case .unexpectedCharacter:
            .language(
                "unexpected character",
                wrong: #"load "a.jpg" • info"#,
                right: #"load "a.jpg" | info"#)
        case .unclosedString:
            .language(
                "string without a closing quote",
                wrong: #"load "a.jpg | info"#,
                right: #"load "a.jpg" | info"#)
        case .badEscape:
            .language(
                "invalid escape sequence",
                wrong: #"generate "a \q" | save "x.png""#,
                right: #"generate "a q" | save "x.png""#)
        case .badBraces:
            .language(
                "braces in a string without a field or variable",
                wrong: #"generate "a {b c}" | save "x.png""#,
                right: #"generate "a {{b c}}" | save "x.png""#)
        case .unquotedText:
            .language(
                "text, path, or number in the wrong form",
                wrong: #"load a.jpg | info"#,
                right: #"load "a.jpg" | info"#)
        case .unquotedColor:
            .language(
                "color without quotes, which starts a comment",
                wrong: #"load "a.jpg" | convert jpeg background:#fff | save "x.jpg""#,
                right: ##"load "a.jpg" | convert jpeg background:"#fff" | save "x.jpg""##)
        case .typographicQuotes:
            .language(
                "typographic quotes",
                wrong: #"load “a.jpg” | info"#,
                right: #"load "a.jpg" | info"#)
        case .badNumber:
            .language(
                "invalid number, ratio, or range",
                wrong: #"generate "a" seed:4..1 | save "{seed}.png""#,
                right: #"generate "a" seed:1..4 | save "{seed}.png""#)
        case .unexpectedToken:
            .language(
                "unexpected token",
                wrong: #"load "a.jpg" | | info"#,
                right: #"load "a.jpg" | info"#)
        case .unbalancedBracket:
            .language(
                "unbalanced bracket",
                wrong: #"load "a.jpg" | restyle from:("b.jpg" | save "x.png""#,
                right: #"load "a.jpg" | restyle from:"b.jpg" | save "x.png""#)
        case .missingPart:
            .language(
                "missing value or stage",
                wrong: #"load "a.jpg" |"#,
                right: #"load "a.jpg" | info"#)
        case .argumentSpelling:
            .language(
                "argument not written as `name:value`",
                wrong: #"load "a.jpg" | resize width=64 | info"#,
                right: #"load "a.jpg" | resize width:64 | info"#)
        case .shellHabit:
            .language(
                "shell syntax",
                wrong: #"load "a.jpg" > "b.png""#,
                right: #"load "a.jpg" | save "c.png""#)
        case .commaBetweenArguments:
            .language(
                "comma between arguments",
                wrong: #"generate "a" seed:1, style:anime | save "x.png""#,
                right: #"generate "a" seed:1 style:anime | save "x.png""#)
        case .reservedWord:
            .language(
                "word reserved for later versions",
                wrong: #"let for = 3"#,
                right: #"let times = 3"#)
        case .misplacedBlock:
            .language(
                "misplaced `else` or block",
                wrong: #"load "a.jpg" | else { info }"#,
                right: #"load "a.jpg" | when width > 3 { resize 50% } else { resize 90% } | info"#)
        case .languageVersion:
            .language(
                "unsupported or misplaced language version",
                wrong: #"imgflow 9"#,
                right: #"imgflow 1"#)
        case .limit:
            .language(
                "program exceeds a limit",
                wrong:
                    #"let deep = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"#,
                right: #"let deep = [1]"#)
        case .tooManyErrors:
            .language(
                "only the first 100 errors are shown",
                wrong: #"load "a.jpg" | resise 64 | info  # and more than 100 other mistakes"#,
                right: #"load "a.jpg" | resize 64 | info"#)
        case .unknownVerb:
            .language(
                "unknown verb",
                wrong: #"load "a.jpg" | resise 64 | info"#,
                right: #"load "a.jpg" | resize 64 | info"#)
        case .unknownParameter:
            .language(
                "unknown parameter",
                wrong: #"load "a.jpg" | resize widht:64 | info"#,
                right: #"load "a.jpg" | resize width:64 | info"#)
        case .unknownWord:
            .language(
                "invalid word",
                wrong: #"load "a.jpg" | upscale quick | save "x.jpg""#,
                right: #"load "a.jpg" | upscale fast | save "x.jpg""#)
        case .unknownVariable:
            .language(
                "undefined variable",
                wrong: #"load $photo | info"#,
                right: #"let photo = "a.jpg""# + "\n" + #"load $photo | info"#)
        case .unknownField:
            .language(
                "unknown image field",
                wrong: #"load "a.jpg" | save "{name-of-it}.png""#,
                right: #"load "a.jpg" | save "{stem}-2.png""#)
        case .wrongType:
            .language(
                "value of the wrong type",
                wrong: #"load "a.jpg" | resize "wide" | info"#,
                right: #"load "a.jpg" | resize 640 | info"#)
        case .outOfRange:
            .language(
                "value out of range",
                wrong: #"load "a.jpg" | resize 0 | info"#,
                right: #"load "a.jpg" | resize 64 | info"#)
        case .duplicateArgument:
            .language(
                "argument given twice",
                wrong: #"generate "a" seed:1 seed:2 | save "x.png""#,
                right: #"generate "a" seed:[1, 2] | save "x-{seed}.png""#)
        case .missingArgument:
            .language(
                "missing required argument",
                wrong: #"generate | save "x.png""#,
                right: #"generate "a cat" | save "x.png""#)
        case .tooManyValues:
            .language(
                "more than one value without a name",
                wrong: #"generate "a cat" "a dog" | save "x.png""#,
                right: #"generate ["a cat", "a dog"] | save "{text}.png""#)
        case .needlessValue:
            .language(
                "value without a name for a verb that does not accept one",
                wrong: #"load "a.jpg" | remove-background 3 | save "x.png""#,
                right: #"load "a.jpg" | remove-background | save "x.png""#)
        case .unquotedString:
            .language(
                "word without quotes where a string is required",
                wrong: #"generate cat | save "x.png""#,
                right: #"generate "cat" | save "x.png""#)
        case .quotedWord:
            .language(
                "string where a word without quotes is required",
                wrong: #"load "a.jpg" | upscale "fast" | save "x.jpg""#,
                right: #"load "a.jpg" | upscale fast | save "x.jpg""#)
        case .boundTwice:
            .language(
                "name defined twice",
                wrong: #"let a = 3"# + "\n" + #"let a = 4"#,
                right: #"let a = 3"# + "\n" + #"let b = 4"#)
        case .usedBeforeBound:
            .language(
                "variable used before its `let`",
                wrong: #"load "a.jpg" | resize $side | info"# + "\n" + #"let side = 64"#,
                right: #"let side = 64"# + "\n" + #"load "a.jpg" | resize $side | info"#)
        case .paidAndUnused:
            .language(
                "paid `let` that is never used",
                wrong: #"let cat = generate "a cat""#,
                right: #"let cat = generate "a cat""# + "\n" + #"$cat | save "cat.png""#)
        case .noIncomingImage:
            .language(
                "stage without its input image",
                wrong: #"resize 64 | info"#,
                right: #"load "a.jpg" | resize 64 | info"#)
        case .noCurrentImage:
            .language(
                "`$` or a field without a current image",
                wrong: #"generate "like {stem}" | save "x.png""#,
                right: #"load "a.jpg" | generate "like {stem}" | save "x.png""#)
        case .paidAndLost:
            .language(
                "paid result that is never saved, shown, or used",
                wrong: #"generate "a cat""#,
                right: #"generate "a cat" | save "cat.png""#)
        case .badTextLength:
            .language(
                "empty or too long text",
                wrong: #"generate "" | save "x.png""#,
                right: #"generate "a cat" | save "x.png""#)
        case .wrongKindOfVariable:
            .language(
                "image where text is required, or the reverse",
                wrong: #"let photo = load "a.jpg""# + "\n"
                    + #"generate "like {$photo}" | save "x.png""#,
                right: #"let photo = load "a.jpg""# + "\n"
                    + #"generate "like {$photo.stem}" | save "x.png""#)
        case .badColor:
            .language(
                "invalid color",
                wrong: #"load "a.jpg" | convert jpeg background:"white" | save "x.jpg""#,
                right: ##"load "a.jpg" | convert jpeg background:"#ffffff" | save "x.jpg""##)
        case .badCondition:
            .language(
                "invalid condition",
                wrong: #"load "a.jpg" | where width = 640 | info"#,
                right: #"load "a.jpg" | where width == 640 | info"#)
        case .badSelection:
            .language(
                "invalid position in the stream",
                wrong: #"generate "a" count:3 | pick 0 | save "x.png""#,
                right: #"generate "a" count:3 | pick 1 | save "x.png""#)
        case .badSweep:
            .language(
                "empty or too large sweep",
                wrong: #"generate "a" style:[] | save "x.png""#,
                right: #"generate "a" style:[anime, cinematic] | save "{style}.png""#)
        case .badDefinition:
            .language(
                "invalid `def` or `param`",
                wrong: #"def resize() = info"# + "\n" + #"load "a.jpg" | resize"#,
                right: #"def small() = resize 64"# + "\n" + #"load "a.jpg" | small | info"#)
        case .unusableFile:
            .language(
                "`use` of a file that cannot be read, or uses itself",
                wrong: #"use "brnd.imgflow""#,
                right: #"use "brand.imgflow""#)
        case .badSetting:
            .language(
                "invalid `set`",
                wrong: #"set bugdet:2.00"#,
                right: #"set budget:2.00"#)
        case .unusedBinding:
            .language(
                "unused `let`",
                wrong: #"let side = 64"# + "\n" + #"load "a.jpg" | info"#,
                right: #"load "a.jpg" | info"#)
        case .definesNewerVerb:
            .language(
                "a definition with the name of a verb that is newer than the program may be",
                wrong: #"def tint() = invert"# + "\n" + #"load "a.jpg" | tint | save "x.png""#,
                right: #"def my-tint() = invert"# + "\n" + #"load "a.jpg" | my-tint | save "x.png""#
            )
        case .negatedText:
            .language(
                "prompt that names what should not be in the image",
                wrong: #"generate "a street without people" | save "x.png""#,
                right: #"generate "a street" negative:"people" | save "x.png""#)
        case .literalVariable:
            .language(
                "variable name in a string without braces",
                wrong: #"let mood = "calm""# + "\n" + #"generate "a $mood sea" | save "x.png""#,
                right: #"let mood = "calm""# + "\n" + #"generate "a {$mood} sea" | save "x.png""#)
        case .tooManyWarnings:
            .language(
                "only the first 100 warnings are shown",
                wrong: #"load "a.jpg" | resize 64  # and more than 100 other lines like it"#,
                right: #"load "a.jpg" | resize 64 | save "x.png""#)
        case .lost:
            .language(
                "result that is never saved, shown, or used",
                wrong: #"load "a.jpg" | resize 64"#,
                right: #"load "a.jpg" | resize 64 | save "x.png""#)
        case .unusedParameter:
            .language(
                "unused parameter",
                wrong: #"param side: integer = 64"# + "\n" + #"load "a.jpg" | info"#,
                right: #"param side: integer = 64"# + "\n" + #"load "a.jpg" | resize $side | info"#)
        case .missingFile:
            .planner(
                "file not found",
                wrong: #"load "aa.jpg" | info"#,
                right: #"load "a.jpg" | info"#)
        case .unusableImage:
            .planner(
                "file that is not an image, or cannot be read",
                wrong: #"load "notes.txt" | info"#,
                right: #"load "a.jpg" | info"#)
        case .nothingMatches:
            .planner(
                "pattern or folder without images",
                wrong: #"load "*.tif" | info"#,
                right: #"load "*.jpg" | info"#)
        case .pathKnownTooLate:
            .planner(
                "path that is known only during the run",
                wrong: #"generate "a" | restyle from:"{width}.jpg" | save "x.png""#,
                right: #"generate "a" | restyle from:"a.jpg" | save "x.png""#)
        case .noStandardInput:
            .planner(
                "standard input is a terminal",
                wrong: #"load - | info"#,
                right: #"load "a.jpg" | info"#)
        case .loadsWhatIsSaved:
            .planner(
                "file is read that an earlier line would write",
                wrong: #"load "a.jpg" | resize 64 | save "s.png""# + "\n" + #"load "s.png" | info"#,
                right: #"let small = load "a.jpg" | resize 64"# + "\n" + #"$small | save "s.png""#
                    + "\n"
                    + #"$small | info"#)
        case .fileExists:
            .planner(
                "file already exists",
                wrong: #"load "a.jpg" | resize 64 | save "b.jpg""#,
                right: #"load "a.jpg" | resize 64 | save "b.jpg" overwrite:true"#)
        case .savedTwice:
            .planner(
                "two images would get the same name",
                wrong: #"load "*.jpg" | save "x.png""#,
                right: #"load "*.jpg" | save "{stem}-x.png""#)
        case .savesOverSource:
            .planner(
                "input would be overwritten",
                wrong: #"load "a.jpg" | resize 64 | save "a.jpg""#,
                right: #"load "a.jpg" | resize 64 | save "a-64.jpg""#)
        case .unwritable:
            .planner(
                "file cannot be written",
                wrong: #"load "a.jpg" | save "notes.txt/x.png""#,
                right: #"load "a.jpg" | save "x.png""#)
        case .unknownExtension:
            .planner(
                "unsupported file extension",
                wrong: #"load "a.jpg" | save "x.psd""#,
                right: #"load "a.jpg" | save "x.tif""#)
        case .standardOutputTwice:
            .planner(
                "standard output accepts one image",
                wrong: #"load "*.jpg" | save -"#,
                right: #"load "*.jpg" | take 1 | save -"#)
        case .maskSize:
            .planner(
                "mask and image differ in size",
                wrong: #"load "b.jpg" | erase mask:(load "mask.png") | save "x.png""#,
                right: #"load "a.jpg" | erase mask:(load "mask.png") | save "x.png""#)
        case .maskNamesFile:
            .planner(
                "mask text that is the name of a file",
                wrong: #"load "a.jpg" | inpaint mask:"mask.png" text:"storm" | save "x.png""#,
                right: #"load "a.jpg" | inpaint mask:(load "mask.png") text:"storm" | save "x.png""#
            )
        case .notOneImage:
            .planner(
                "expected exactly one image",
                wrong: #"load "a.jpg" | restyle from:(load "*.jpg") | save "x.png""#,
                right: #"load "a.jpg" | restyle from:(load "*.jpg" | take 1) | save "x.png""#)
        case .formatNotGiven:
            .planner(
                "format that the model does not return",
                wrong: #"generate "a" format:webp model:core | save "x.webp""#,
                right: #"generate "a" format:png model:core | save "x.webp""#)
        case .answerTooLarge:
            .planner(
                "response would exceed Bedrock's limit",
                wrong: #"load "b.jpg" | upscale fast format:png | save "x.png""#,
                right: #"load "b.jpg" | upscale fast | save "x.png""#)
        case .regionWithoutModel:
            .planner(
                "model not available in the Region",
                wrong: #"generate "a" region:eu-west-1 | save "x.png""#,
                right: #"generate "a" region:us-west-2 | save "x.png""#)
        case .onlyWithNova:
            .planner(
                "option of the retired Nova Canvas only",
                wrong: #"generate "a" quality:premium | save "x.png""#,
                right: #"generate "a" | save "x.png""#)
        case .imageTooSmall:
            .planner(
                "image too small for its model",
                wrong: #"load "tiny.png" | upscale creative text:"a" | save "x.png""#,
                right: #"load "tiny.png" | upscale creative text:"a" fit:pad | save "x.png""#)
        case .imageTooLarge:
            .planner(
                "image too large for its model",
                wrong: #"load "big.png" | sketch "a" fit:error | save "x.png""#,
                right: #"load "big.png" | sketch "a" | save "x.png""#)
        case .imageTooElongated:
            .planner(
                "aspect ratio out of range for the model",
                wrong: #"load "long.png" | sketch "a" | save "x.png""#,
                right: #"load "long.png" | sketch "a" fit:pad | save "x.png""#)
        case .modelTextLength:
            .planner(
                "text length out of range for the model",
                wrong:
                    #"generate "{text}" | save "x.png"  # where the text has more than 10,000 characters"#,
                right: #"generate "a" | save "x.png""#)
        case .upscaleWithoutMode:
            .planner(
                "`upscale` without a mode",
                wrong: #"load "a.jpg" | upscale | save "x.jpg""#,
                right: #"load "a.jpg" | upscale fast | save "x.jpg""#)
        case .textNeeded:
            .planner(
                "prompt that describes the image is required",
                wrong: #"load "a.jpg" | upscale creative | save "x.jpg""#,
                right: #"load "a.jpg" | upscale creative text:"a street in Beijing" | save "x.jpg""#
            )
        case .parameterNotTaken:
            .planner(
                "parameter not supported in this mode",
                wrong: #"load "a.jpg" | upscale fast text:"a street" | save "x.jpg""#,
                right: #"load "a.jpg" | upscale creative text:"a street" | save "x.jpg""#)
        case .conflictingParameters:
            .planner(
                "parameters that cannot be combined",
                wrong: #"generate "a" size:640x480 aspect:4:3 | save "x.png""#,
                right: #"generate "a" size:640x480 | save "x.png""#)
        case .noSizeGiven:
            .planner(
                "`resize` without a size",
                wrong: #"load "a.jpg" | resize | info"#,
                right: #"load "a.jpg" | resize 64 | info"#)
        case .maskImagePinned:
            .planner(
                "mask image for a model that requires mask text",
                wrong:
                    #"load "a.jpg" | inpaint model:search-replace mask:(load "mask.png") text:"storm" | save "x.png""#,
                right: #"load "a.jpg" | inpaint mask:(load "mask.png") text:"storm" | save "x.png""#
            )
        case .tooManyPixels:
            .planner(
                "image exceeds imgflow's size limit",
                wrong: #"load "a.jpg" | resize 30000x30000 fit:fill | info"#,
                right: #"load "a.jpg" | resize 3000 | info"#)
        case .plainMask:
            .planner(
                "mask is all white or all black",
                wrong: #"load "a.jpg" | erase mask:(load "white.png") | save "x.png""#,
                right: #"load "a.jpg" | erase mask:(load "mask.png") | save "x.png""#)
        case .noModel:
            .planner(
                "no available model supports the verb",
                wrong: #"load "a.jpg" | try-on garment:"b.jpg" part:upper-body | save "x.png""#,
                right:
                    #"load "a.jpg" | inpaint mask:"the jacket" text:"a red jacket" | save "x.png""#)
        case .needsParameter:
            .planner(
                "parameter requires another parameter",
                wrong: #"generate "a" control:edges | save "x.png""#,
                right: #"generate "a" control:edges layout:"a.jpg" | save "x.png""#)
        case .noMargins:
            .planner(
                "`outpaint` without a distance",
                wrong: #"load "a.jpg" | outpaint | save "x.png""#,
                right: #"load "a.jpg" | outpaint to:16:9 | save "x.png""#)
        case .marginTooWide:
            .planner(
                "outpainting exceeds the limit of one call",
                wrong: #"load "b.jpg" | outpaint to:9:1 | save "x.png""#,
                right: #"load "b.jpg" | outpaint to:16:9 | save "x.png""#)
        case .novaStyle:
            .planner(
                "style of the retired Nova Canvas only",
                wrong: #"generate "a" style:photorealism | save "x.png""#,
                right: #"generate "a" style:photographic | save "x.png""#)
        case .outsideModelRange:
            .planner(
                "number out of range for the model",
                wrong: #"load "a.jpg" | vary "x" similarity:0.1 model:nova-canvas | save "x.png""#,
                right: #"load "a.jpg" | vary "x" similarity:0.7 | save "x.png""#)
        case .malformedBody:
            .planner(
                "body of `invoke` is not a JSON object",
                wrong: #"invoke "amazon.x" body:'{"prompt": }' | save "x.png""#,
                right: #"invoke "amazon.x" body:'{"prompt": "a"}' | save "x.png""#)
        case .noImageForBody:
            .planner(
                "body has an image placeholder, but there is no input image",
                wrong: #"invoke "amazon.x" body:'{"image": "$image"}' | save "x.png""#,
                right:
                    #"load "a.jpg" | invoke "amazon.x" body:'{"image": "$image"}' | save "x.png""#)
        case .placeBeyond:
            .planner(
                "no image at this position in the stream",
                wrong: #"generate "a" count:2 | pick 3 | save "x.png""#,
                right: #"generate "a" count:3 | pick 3 | save "x.png""#)
        case .sweptTooLate:
            .planner(
                "swept value that is known only during the run",
                wrong:
                    #"generate "a" style:[anime, line-art] | where width > 1000 | take 1 | save "{style}.png""#,
                right: #"generate "a" style:[anime, line-art] | take 1 | save "{style}.png""#)
        case .nothingSelected:
            .planner(
                "`select` without a region",
                wrong: #"load "a.jpg" | select | save "x.png""#,
                right: #"load "a.jpg" | select rect:[0, 0, 100%, 40%] | save "x.png""#)
        case .nothingAdjusted:
            .planner(
                "`adjust` without saying what changes",
                wrong: #"load "a.jpg" | adjust | save "x.png""#,
                right: #"load "a.jpg" | adjust brightness:1.1 | save "x.png""#)
        case .nothingCut:
            .planner(
                "`cut` without a mask",
                wrong: #"load "a.jpg" | cut | save "x.png""#,
                right: #"load "a.jpg" | select ellipse:[0, 0, 100%, 100%] | cut | save "x.png""#)
        case .badGradientColor:
            .planner(
                "text that is not a color in `gradient`",
                wrong: ##"canvas 64x64 gradient:["red", "#000"] | save "x.png""##,
                right: ##"canvas 64x64 gradient:["#f00", "#000"] | save "x.png""##)
        case .allBorder:
            .planner(
                "`trim` of an image that is one color",
                wrong: #"canvas 64x64 | trim | save "x.png""#,
                right: #"canvas 64x64 | label "A" | trim | save "x.png""#)
        case .outsideImage:
            .planner(
                "region reaches beyond the image",
                wrong: #"load "a.jpg" | crop 2000x2000 | save "x.png""#,
                right: #"load "a.jpg" | crop 200x200 | save "x.png""#)
        case .canvasTooSmall:
            .planner(
                "canvas smaller than the image",
                wrong: #"load "a.jpg" | pad 100x100 | save "x.png""#,
                right: #"load "a.jpg" | pad 2000x2000 | save "x.png""#)
        case .noFont:
            .planner(
                "font not installed",
                wrong: #"load "a.jpg" | label "Sale" font:"No Such Font" | save "x.png""#,
                right: #"load "a.jpg" | label "Sale" | save "x.png""#)
        case .replacesReal:
            .planner(
                "sandbox image would replace a paid image",
                wrong: #"generate "a" | save "paid.png"  # with --backend sandbox"#,
                right: #"generate "a" | save "sandbox-{index}.png""#)
        case .onlyOwn:
            .planner(
                "pattern matches only files that imgflow wrote",
                wrong: #"load "own-*.png" | info"#,
                right: #"load "own-*.png" own:true | info"#)
        case .seedBeyond:
            .planner(
                "seed out of range for the model",
                wrong: #"generate "a" model:sd35-large seed:4294967295 | save "x.png""#,
                right: #"generate "a" model:core seed:4294967295 | save "x.png""#)
        case .needsProfile:
            .planner(
                "model id that requires its inference profile",
                wrong:
                    #"invoke "stability.stable-image-style-guide-v1:0" body:'{"prompt": "a"}' | save "x.png""#,
                right:
                    #"invoke "us.stability.stable-image-style-guide-v1:0" body:'{"prompt": "a"}' | save "x.png""#
            )
        case .printedOutOfRange:
            .planner(
                "a length on paper that is too many or too few pixels at its resolution",
                wrong: #"load "a.jpg" | resize 9000mm | save "x.png""#,
                right: #"load "a.jpg" | resize 90mm dpi:150 | save "x.png""#)
        case .shrinks:
            .planner(
                "upscale result would be smaller than its input",
                wrong: #"load "big.png" | upscale conservative text:"a street" | save "x.png""#,
                right: #"load "big.png" | resize 200% | save "x.png""#)
        case .maskNamesNoFile:
            .planner(
                "mask text that looks like a path, but is not a file",
                wrong: #"load "a.jpg" | inpaint "a storm" mask:"sky.png" | save "x.png""#,
                right: #"load "a.jpg" | inpaint "a storm" mask:"the sky" | save "x.png""#)
        case .retiredModel:
            .planner(
                "model retired by AWS",
                wrong: #"generate "a" model:nova-canvas | save "x.png""#,
                right: #"generate "a" | save "x.png""#)
        case .partialText:
            .planner(
                "prompt of a part reused for the whole image",
                wrong:
                    #"load "a.jpg" | inpaint mask:"sky" text:"storm" | upscale creative | save "x.png""#,
                right:
                    #"load "a.jpg" | inpaint mask:"sky" text:"storm" | upscale creative text:"a street under a storm" | save "x.png""#
            )
        case .alphaLost:
            .planner(
                "transparency not supported by the format",
                wrong: #"load "alpha.png" | save "x.jpg""#,
                right: #"load "alpha.png" | save "x.webp""#)
        case .noPage:
            .planner(
                "page that the file does not have",
                wrong: #"load "a.jpg" page:2 | save "x.png""#,
                right: #"load "a.jpg" | save "x.png""#)
        case .fieldMissing:
            .planner(
                "field that the image does not have",
                wrong: #"load "a.jpg" | resize 50% | where bytes > 300kB | save "x.jpg""#,
                right: #"load "a.jpg" | where bytes > 300kB | resize 50% | save "x.jpg""#)
        case .fieldTooLate:
            .planner(
                "value that only the run knows",
                wrong:
                    #"generate "a hut" | as hut | canvas 800x600 | overlay $hut | resize $hut.width | save "x.png""#,
                right:
                    #"load "a.jpg" | as photo | canvas 800x600 | resize $photo.width | save "x.png""#
            )
        case .fieldDoesNotFit:
            .planner(
                "field whose value does not fit the parameter",
                wrong: #"load "a.jpg" | adjust brightness:$.width | save "x.jpg""#,
                right: #"load "a.jpg" | resize $.height | save "x.jpg""#)
        case .unknownFormat:
            .planner(
                "format that no image has",
                wrong: #"load "*.*" | where format == "bmp" | save "out/{stem}.png""#,
                right: #"load "*.*" | where format == "gif" | save "out/{stem}.png""#)
        case .noSuchField:
            .planner(
                "order by a field that the images do not have",
                wrong: #"load "*.jpg" | sort score | save "{index}.png""#,
                right: #"load "*.jpg" | judge "it is sharp" | sort score | save "{index}.png""#)
        case .sameRounds:
            .planner(
                "rounds that all give the same image",
                wrong:
                    #"load "a.jpg" | repeat 3 until score >= 7 { judge "it is sharp" } | save "x.png""#,
                right:
                    #"load "a.jpg" | repeat 3 until score >= 7 { structure "a hut" | judge "it is sharp" } | save "x.png""#
            )
        case .notFound:
            .planner(
                "mask words that name nothing in the image",
                wrong: #"load "a.jpg" | erase mask:"the unicorn" | save "x.png""#,
                right: #"load "a.jpg" | erase mask:"the lamp" | save "x.png""#)
        case .cannotSee:
            .planner(
                "model that does not support what is asked",
                wrong:
                    #"load "a.jpg" | judge "same room" like:"b.jpg" model:qwen3-vl | save "x.png""#,
                right: #"load "a.jpg" | judge "same room" like:"b.jpg" | save "x.png""#)
        case .leavesRegion:
            .planner(
                "model whose calls may leave the Region, with `--stay`",
                wrong: #"load "a.jpg" | describe model:claude-haiku-4-5 | save "x.png""#,
                right: #"load "a.jpg" | describe model:qwen3-vl | save "x.png""#)
        case .fieldTaken:
            .planner(
                "field under a name that is taken",
                wrong: #"load "a.jpg" | describe into:width | save "x.png""#,
                right: #"load "a.jpg" | describe into:caption | save "x.png""#)
        case .tooLongForFormat:
            .planner(
                "side too long for the file format",
                wrong: #"canvas 20000x10 | save "x.webp""#,
                right: #"canvas 16000x10 | save "x.webp""#)
        case .lettersWithoutFont:
            .planner(
                "letters that no font has",
                wrong: #"load "a.jpg" | label "a\u{E000}" | save "x.jpg""#,
                right: #"load "a.jpg" | label "a" | save "x.jpg""#)
        case .credentialsLost:
            .planner(
                "Content Credentials (C2PA) that a verb drops",
                wrong: #"load "signed.png" | resize 50% | save "x.png""#,
                right: #"load "signed.png" | save "x.png""#)
        case .staleField:
            .planner(
                "condition on a field of what the image was before",
                wrong:
                    #"load "a.jpg" | judge "it is sharp" | blur 9 | where score >= 7 | save "x.png""#,
                right:
                    #"load "a.jpg" | blur 9 | judge "it is sharp" | where score >= 7 | save "x.png""#
            )
        case .wordsOnImage:
            .planner(
                "words on an image that is judged",
                wrong: #"load "a.jpg" | label "the best" | judge "it is sharp" | save "x.png""#,
                right: #"load "a.jpg" | judge "it is sharp" | label "the best" | save "x.png""#)
        case .hasShapeAlready:
            .planner(
                "image already has the aspect ratio",
                wrong: #"load "a.jpg" | outpaint to:640:427 | save "x.png""#,
                right: #"load "a.jpg" | outpaint to:16:9 | save "x.png""#)
        case .changesNothing:
            .planner(
                "paid call that changes nothing",
                wrong: #"load "a.jpg" | transform "a street" change:0 | save "x.png""#,
                right: #"load "a.jpg" | transform "a street" change:0.7 | save "x.png""#)
        case .skipsOwn:
            .planner(
                "pattern skips images that imgflow wrote",
                wrong: #"load "*.png" | info"#,
                right: #"load "*.png" own:true | info"#)
        case .otherForm:
            .planner(
                "file name in another Unicode form",
                wrong: "load \"caf\\u{E9}.png\" | info",
                right: #"load "caf*.png" | info"#)
        case .hardlyEnlarges:
            .planner(
                "upscale that hardly enlarges",
                wrong:
                    #"load "big.png" | resize 2600 | upscale conservative text:"a street" | save "x.png""#,
                right: #"load "a.jpg" | upscale fast | save "x.png""#)
        case .imagesLeftOut:
            .planner(
                "images skipped while the rest runs",
                wrong:
                    #"load "*.png" | upscale conservative text:"a street" | save "out/{stem}.png""#,
                right:
                    #"load "b.jpg" | upscale conservative text:"a street" | save "out/{stem}.png""#)
        case .alphaDropped:
            .planner(
                "transparency that a model may drop",
                wrong: #"load "alpha.png" | restyle "oil" from:"a.jpg" | save "x.png""#,
                right: #"load "alpha.png" | flatten | restyle "oil" from:"a.jpg" | save "x.png""#)
        case .opaqueAlpha:
            .planner(
                "`select alpha` of an image without transparency",
                wrong: #"load "a.jpg" | select alpha | save "x.png""#,
                right: #"load "alpha.png" | select alpha | save "x.png""#)
        case .grayMask:
            .planner(
                "mask that looks like a photograph",
                wrong: #"load "a.jpg" | erase mask:(load "a.jpg") | save "x.png""#,
                right: #"load "a.jpg" | erase mask:(load "mask.png") | save "x.png""#)
        case .hardenedMask:
            .planner(
                "soft mask for a model that supports only hard ones",
                wrong:
                    #"load "a.jpg" | inpaint "a door" model:nova-canvas mask:(select rect:[0, 0, 50%, 50%] | feather 20) | save "x.png""#,
                right:
                    #"load "a.jpg" | inpaint "a door" mask:(select rect:[0, 0, 50%, 50%] | feather 20) | save "x.png""#
            )
        case .sameImages:
            .planner(
                "sweep values that produce the same image twice",
                wrong: #"generate "a cat" seed:1..2 count:2 | sheet | save "x.png""#,
                right: #"generate "a cat" seed:1..3 | sheet | save "x.png""#)
        case .otherExtensions:
            .planner(
                "file extensions that differ from the pattern in case",
                wrong: #"load "*.jpg" | info"#,
                right: #"load "*.{jpg,JPG,jpeg}" case:ignore | info"#)
        case .otherNames:
            .planner(
                "file with several hard links is replaced under one name",
                wrong: #"load "a.jpg" | resize 64 | save "linked.jpg" overwrite:true"#,
                right: #"load "a.jpg" | resize 64 | save "small.jpg""#)
        case .moreOnStandardInput:
            .planner(
                "several images on standard input; only the first is read",
                wrong: "load - | info",
                right: #"load "*.jpg" | info"#)
        case .unusedByBody:
            .planner(
                "body that does not use the input image",
                wrong:
                    #"load "a.jpg" | invoke "us.stability.stable-image-core-v1:1" body:'{"prompt": "a cat"}' | save "x.png""#,
                right:
                    #"invoke "us.stability.stable-image-core-v1:1" body:'{"prompt": "a cat"}' | save "x.png""#
            )
        case .mayBeTooLarge:
            .planner(
                "format whose response may exceed the 16 MiB limit",
                wrong: #"load "a.jpg" | upscale fast format:png | save "x.png""#,
                right: #"load "a.jpg" | upscale fast format:webp | save "x.png""#)
        }
    }
}
