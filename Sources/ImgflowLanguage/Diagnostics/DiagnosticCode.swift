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

    // Told by the planner.
    case maskWordsPinned = "E031"
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
    case eraseWords = "E091"
    case noMargins = "E092"
    case marginTooWide = "E093"
    case keepWords = "E094"
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
    case shrinks = "E141"
    case maskNamesNoFile = "E142"
    case retiredModel = "W050"
    case partialText = "W051"
    case alphaLost = "W052"
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
                "a character that has no meaning where it stands",
                wrong: #"load "a.jpg" → info"#,
                right: #"load "a.jpg" | info"#)
        case .unclosedString:
            .language(
                "a string without its closing quote",
                wrong: #"load "a.jpg | info"#,
                right: #"load "a.jpg" | info"#)
        case .badEscape:
            .language(
                "a backslash that begins no escape",
                wrong: #"generate "a \q" | save "x.png""#,
                right: #"generate "a q" | save "x.png""#)
        case .badBraces:
            .language(
                "braces in a string that hold no field and no variable",
                wrong: #"generate "a {b c}" | save "x.png""#,
                right: #"generate "a {{b c}}" | save "x.png""#)
        case .unquotedText:
            .language(
                "text, a path or a number that is not written as one",
                wrong: #"load a.jpg | info"#,
                right: #"load "a.jpg" | info"#)
        case .unquotedColor:
            .language(
                "a colour without quotes, which reads as a comment",
                wrong: #"load "a.jpg" | convert jpeg background:#fff | save "x.jpg""#,
                right: ##"load "a.jpg" | convert jpeg background:"#fff" | save "x.jpg""##)
        case .typographicQuotes:
            .language(
                "quotes that a word processor bent",
                wrong: #"load “a.jpg” | info"#,
                right: #"load "a.jpg" | info"#)
        case .badNumber:
            .language(
                "a number, ratio or range that cannot be",
                wrong: #"generate "a" seed:4..1 | save "{seed}.png""#,
                right: #"generate "a" seed:1..4 | save "{seed}.png""#)
        case .unexpectedToken:
            .language(
                "something else was expected here",
                wrong: #"load "a.jpg" | | info"#,
                right: #"load "a.jpg" | info"#)
        case .unbalancedBracket:
            .language(
                "a bracket without its partner",
                wrong: #"load "a.jpg" | restyle from:("b.jpg" | save "x.png""#,
                right: #"load "a.jpg" | restyle from:"b.jpg" | save "x.png""#)
        case .missingPart:
            .language(
                "a value or a stage is missing",
                wrong: #"load "a.jpg" |"#,
                right: #"load "a.jpg" | info"#)
        case .argumentSpelling:
            .language(
                "an argument that is not written `name:value`",
                wrong: #"load "a.jpg" | resize width=64 | info"#,
                right: #"load "a.jpg" | resize width:64 | info"#)
        case .shellHabit:
            .language(
                "something that only a shell understands",
                wrong: #"load "a.jpg" > "b.png""#,
                right: #"load "a.jpg" | save "c.png""#)
        case .commaBetweenArguments:
            .language(
                "a comma between arguments",
                wrong: #"generate "a" seed:1, style:anime | save "x.png""#,
                right: #"generate "a" seed:1 style:anime | save "x.png""#)
        case .reservedWord:
            .language(
                "a word kept for later versions",
                wrong: #"let for = 3"#,
                right: #"let times = 3"#)
        case .misplacedBlock:
            .language(
                "`else`, or a block, where none belongs",
                wrong: #"load "a.jpg" | else { info }"#,
                right: #"load "a.jpg" | when width > 3 { resize 50% } else { resize 90% } | info"#)
        case .languageVersion:
            .language(
                "a version of the language that is not known, or not said first",
                wrong: #"imgflow 9"#,
                right: #"imgflow 1"#)
        case .limit:
            .language(
                "a program larger than is reasonable",
                wrong:
                    #"let deep = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"#,
                right: #"let deep = [1]"#)
        case .tooManyErrors:
            .language(
                "the errors after the first 100 are not shown",
                wrong: #"load "a.jpg" | resise 64 | info  # and more than 100 other mistakes"#,
                right: #"load "a.jpg" | resize 64 | info"#)
        case .unknownVerb:
            .language(
                "a verb that is not there",
                wrong: #"load "a.jpg" | resise 64 | info"#,
                right: #"load "a.jpg" | resize 64 | info"#)
        case .unknownParameter:
            .language(
                "a parameter that the verb does not have",
                wrong: #"load "a.jpg" | resize widht:64 | info"#,
                right: #"load "a.jpg" | resize width:64 | info"#)
        case .unknownWord:
            .language(
                "a word that is not one of the listed ones",
                wrong: #"load "a.jpg" | upscale quick | save "x.jpg""#,
                right: #"load "a.jpg" | upscale fast | save "x.jpg""#)
        case .unknownVariable:
            .language(
                "a variable that nothing binds",
                wrong: #"load $photo | info"#,
                right: #"let photo = "a.jpg""# + "\n" + #"load $photo | info"#)
        case .unknownField:
            .language(
                "a field that images do not have",
                wrong: #"load "a.jpg" | save "{name-of-it}.png""#,
                right: #"load "a.jpg" | save "{stem}-2.png""#)
        case .wrongType:
            .language(
                "a value of another kind than the parameter takes",
                wrong: #"load "a.jpg" | resize "wide" | info"#,
                right: #"load "a.jpg" | resize 640 | info"#)
        case .outOfRange:
            .language(
                "a value outside its limits",
                wrong: #"load "a.jpg" | resize 0 | info"#,
                right: #"load "a.jpg" | resize 64 | info"#)
        case .duplicateArgument:
            .language(
                "an argument given twice",
                wrong: #"generate "a" seed:1 seed:2 | save "x.png""#,
                right: #"generate "a" seed:[1, 2] | save "x-{seed}.png""#)
        case .missingArgument:
            .language(
                "an argument that the verb needs",
                wrong: #"generate | save "x.png""#,
                right: #"generate "a cat" | save "x.png""#)
        case .tooManyValues:
            .language(
                "more than one value without a name",
                wrong: #"generate "a cat" "a dog" | save "x.png""#,
                right: #"generate ["a cat", "a dog"] | save "{text}.png""#)
        case .needlessValue:
            .language(
                "a value without a name for a verb that takes none",
                wrong: #"load "a.jpg" | remove-background 3 | save "x.png""#,
                right: #"load "a.jpg" | remove-background | save "x.png""#)
        case .unquotedString:
            .language(
                "a bare word where a string belongs",
                wrong: #"generate cat | save "x.png""#,
                right: #"generate "cat" | save "x.png""#)
        case .quotedWord:
            .language(
                "a string where a bare word belongs",
                wrong: #"load "a.jpg" | upscale "fast" | save "x.jpg""#,
                right: #"load "a.jpg" | upscale fast | save "x.jpg""#)
        case .boundTwice:
            .language(
                "a name that is bound twice",
                wrong: #"let a = 3"# + "\n" + #"let a = 4"#,
                right: #"let a = 3"# + "\n" + #"let b = 4"#)
        case .usedBeforeBound:
            .language(
                "a variable used above the `let` that binds it",
                wrong: #"load "a.jpg" | resize $side | info"# + "\n" + #"let side = 64"#,
                right: #"let side = 64"# + "\n" + #"load "a.jpg" | resize $side | info"#)
        case .paidAndUnused:
            .language(
                "a `let` that is paid for and never used",
                wrong: #"let cat = generate "a cat""#,
                right: #"let cat = generate "a cat""# + "\n" + #"$cat | save "cat.png""#)
        case .noIncomingImage:
            .language(
                "a stage that needs an image where none comes in",
                wrong: #"resize 64 | info"#,
                right: #"load "a.jpg" | resize 64 | info"#)
        case .noCurrentImage:
            .language(
                "`$` or a field where there is no current image",
                wrong: #"generate "like {stem}" | save "x.png""#,
                right: #"load "a.jpg" | generate "like {stem}" | save "x.png""#)
        case .paidAndLost:
            .language(
                "a paid result that nothing saves, shows or uses",
                wrong: #"generate "a cat""#,
                right: #"generate "a cat" | save "cat.png""#)
        case .badTextLength:
            .language(
                "a text that is empty or too long",
                wrong: #"generate "" | save "x.png""#,
                right: #"generate "a cat" | save "x.png""#)
        case .wrongKindOfVariable:
            .language(
                "an image where text belongs, or the other way round",
                wrong: #"let photo = load "a.jpg""# + "\n"
                    + #"generate "like {$photo}" | save "x.png""#,
                right: #"let photo = load "a.jpg""# + "\n"
                    + #"generate "like {$photo.stem}" | save "x.png""#)
        case .badColor:
            .language(
                "a colour that is not #RGB or #RRGGBB",
                wrong: #"load "a.jpg" | convert jpeg background:"white" | save "x.jpg""#,
                right: ##"load "a.jpg" | convert jpeg background:"#ffffff" | save "x.jpg""##)
        case .badCondition:
            .language(
                "a condition that compares what cannot be compared",
                wrong: #"load "a.jpg" | where width = 640 | info"#,
                right: #"load "a.jpg" | where width == 640 | info"#)
        case .badSelection:
            .language(
                "a place in the stream that cannot be",
                wrong: #"generate "a" count:3 | pick 0 | save "x.png""#,
                right: #"generate "a" count:3 | pick 1 | save "x.png""#)
        case .badSweep:
            .language(
                "a sweep over nothing, or over more than is reasonable",
                wrong: #"generate "a" style:[] | save "x.png""#,
                right: #"generate "a" style:[anime, cinematic] | save "{style}.png""#)
        case .badDefinition:
            .language(
                "a `def` or a `param` that cannot be as it is",
                wrong: #"def resize() = info"# + "\n" + #"load "a.jpg" | resize"#,
                right: #"def small() = resize 64"# + "\n" + #"load "a.jpg" | small | info"#)
        case .unusableFile:
            .language(
                "a file in a `use` that cannot be read, or uses itself",
                wrong: #"use "brnd.imgflow""#,
                right: #"use "brand.imgflow""#)
        case .badSetting:
            .language(
                "a `set` of something that cannot be set",
                wrong: #"set bugdet:2.00"#,
                right: #"set budget:2.00"#)
        case .unusedBinding:
            .language(
                "a `let` that is never used",
                wrong: #"let side = 64"# + "\n" + #"load "a.jpg" | info"#,
                right: #"load "a.jpg" | info"#)
        case .negatedText:
            .language(
                "a text that names what should not be there",
                wrong: #"generate "a street without people" | save "x.png""#,
                right: #"generate "a street" negative:"people" | save "x.png""#)
        case .literalVariable:
            .language(
                "the name of a variable in a string without braces",
                wrong: #"let mood = "calm""# + "\n" + #"generate "a $mood sea" | save "x.png""#,
                right: #"let mood = "calm""# + "\n" + #"generate "a {$mood} sea" | save "x.png""#)
        case .tooManyWarnings:
            .language(
                "the warnings after the first 100 are not shown",
                wrong: #"load "a.jpg" | resize 64  # and more than 100 other lines like it"#,
                right: #"load "a.jpg" | resize 64 | save "x.png""#)
        case .lost:
            .language(
                "a pipeline whose result nothing saves, shows or uses",
                wrong: #"load "a.jpg" | resize 64"#,
                right: #"load "a.jpg" | resize 64 | save "x.png""#)
        case .unusedParameter:
            .language(
                "a parameter that is never used",
                wrong: #"param side: integer = 64"# + "\n" + #"load "a.jpg" | info"#,
                right: #"param side: integer = 64"# + "\n" + #"load "a.jpg" | resize $side | info"#)
        case .maskWordsPinned:
            .planner(
                #"words of a mask for a model that takes a picture"#,
                wrong:
                    #"load "a.jpg" | inpaint model:inpaint mask:"sky" text:"storm" | save "x.png""#,
                right: #"load "a.jpg" | inpaint mask:"sky" text:"storm" | save "x.png""#)
        case .missingFile:
            .planner(
                "a file that is not there",
                wrong: #"load "aa.jpg" | info"#,
                right: #"load "a.jpg" | info"#)
        case .unusableImage:
            .planner(
                "a file that is no picture, or cannot be read",
                wrong: #"load "notes.txt" | info"#,
                right: #"load "a.jpg" | info"#)
        case .nothingMatches:
            .planner(
                "a pattern or a folder without a picture",
                wrong: #"load "*.tif" | info"#,
                right: #"load "*.jpg" | info"#)
        case .pathKnownTooLate:
            .planner(
                "a path that holds what only the run will know",
                wrong: #"generate "a" | restyle from:"{width}.jpg" | save "x.png""#,
                right: #"generate "a" | restyle from:"a.jpg" | save "x.png""#)
        case .noStandardInput:
            .planner(
                "standard input is read, and it is a terminal",
                wrong: #"load - | info"#,
                right: #"load "a.jpg" | info"#)
        case .loadsWhatIsSaved:
            .planner(
                "a file is read that an earlier line would write",
                wrong: #"load "a.jpg" | resize 64 | save "s.png""# + "\n" + #"load "s.png" | info"#,
                right: #"let small = load "a.jpg" | resize 64"# + "\n" + #"$small | save "s.png""#
                    + "\n"
                    + #"$small | info"#)
        case .fileExists:
            .planner(
                "a file that is there would be replaced",
                wrong: #"load "a.jpg" | resize 64 | save "b.jpg""#,
                right: #"load "a.jpg" | resize 64 | save "b.jpg" overwrite:true"#)
        case .savedTwice:
            .planner(
                "two pictures would get one name",
                wrong: #"load "*.jpg" | save "x.png""#,
                right: #"load "*.jpg" | save "{stem}-x.png""#)
        case .savesOverSource:
            .planner(
                "an input would be replaced",
                wrong: #"load "a.jpg" | resize 64 | save "a.jpg""#,
                right: #"load "a.jpg" | resize 64 | save "a-64.jpg""#)
        case .unwritable:
            .planner(
                "a file cannot be written where it should be",
                wrong: #"load "a.jpg" | save "notes.txt/x.png""#,
                right: #"load "a.jpg" | save "x.png""#)
        case .unknownExtension:
            .planner(
                "an extension that imgflow does not write",
                wrong: #"load "a.jpg" | save "x.psd""#,
                right: #"load "a.jpg" | save "x.tif""#)
        case .standardOutputTwice:
            .planner(
                "standard output takes one picture",
                wrong: #"load "*.jpg" | save -"#,
                right: #"load "*.jpg" | take 1 | save -"#)
        case .maskSize:
            .planner(
                "a mask of another size than its picture",
                wrong: #"load "b.jpg" | erase mask:(load "mask.png") | save "x.png""#,
                right: #"load "a.jpg" | erase mask:(load "mask.png") | save "x.png""#)
        case .maskNamesFile:
            .planner(
                "a mask in words that is the name of a file",
                wrong: #"load "a.jpg" | inpaint mask:"mask.png" text:"storm" | save "x.png""#,
                right: #"load "a.jpg" | inpaint mask:(load "mask.png") text:"storm" | save "x.png""#
            )
        case .notOneImage:
            .planner(
                "more than one image, or none, where one belongs",
                wrong: #"load "a.jpg" | restyle from:(load "*.jpg") | save "x.png""#,
                right: #"load "a.jpg" | restyle from:(load "*.jpg" | take 1) | save "x.png""#)
        case .formatNotGiven:
            .planner(
                "a format that the model does not give",
                wrong: #"generate "a" format:webp model:core | save "x.webp""#,
                right: #"generate "a" format:png model:core | save "x.webp""#)
        case .answerTooLarge:
            .planner(
                "an answer that would be larger than Bedrock allows",
                wrong: #"load "b.jpg" | upscale fast format:png | save "x.png""#,
                right: #"load "b.jpg" | upscale fast | save "x.png""#)
        case .regionWithoutModel:
            .planner(
                "a model that does not live in the region that is asked for",
                wrong: #"generate "a" region:eu-west-1 | save "x.png""#,
                right: #"generate "a" region:us-west-2 | save "x.png""#)
        case .onlyWithNova:
            .planner(
                "an option of the retired Nova Canvas alone",
                wrong: #"generate "a" quality:premium | save "x.png""#,
                right: #"generate "a" | save "x.png""#)
        case .imageTooSmall:
            .planner(
                "a picture too small for its model",
                wrong: #"load "tiny.png" | upscale creative text:"a" | save "x.png""#,
                right: #"load "tiny.png" | upscale creative text:"a" fit:pad | save "x.png""#)
        case .imageTooLarge:
            .planner(
                "a picture too large for its model",
                wrong: #"load "big.png" | sketch "a" fit:error | save "x.png""#,
                right: #"load "big.png" | sketch "a" | save "x.png""#)
        case .imageTooElongated:
            .planner(
                "a picture too long a shape for its model",
                wrong: #"load "long.png" | sketch "a" | save "x.png""#,
                right: #"load "long.png" | sketch "a" fit:pad | save "x.png""#)
        case .modelTextLength:
            .planner(
                "a text of another length than the model takes",
                wrong:
                    #"generate "{text}" | save "x.png"  # where the text has more than 10,000 characters"#,
                right: #"generate "a" | save "x.png""#)
        case .upscaleWithoutMode:
            .planner(
                "`upscale` without saying how",
                wrong: #"load "a.jpg" | upscale | save "x.jpg""#,
                right: #"load "a.jpg" | upscale fast | save "x.jpg""#)
        case .textNeeded:
            .planner(
                "a text is needed that describes the picture",
                wrong: #"load "a.jpg" | upscale creative | save "x.jpg""#,
                right: #"load "a.jpg" | upscale creative text:"a street in Beijing" | save "x.jpg""#
            )
        case .parameterNotTaken:
            .planner(
                "a parameter that this way of the verb does not take",
                wrong: #"load "a.jpg" | upscale fast text:"a street" | save "x.jpg""#,
                right: #"load "a.jpg" | upscale creative text:"a street" | save "x.jpg""#)
        case .conflictingParameters:
            .planner(
                "parameters that do not go together",
                wrong: #"generate "a" size:640x480 aspect:4:3 | save "x.png""#,
                right: #"generate "a" size:640x480 | save "x.png""#)
        case .noSizeGiven:
            .planner(
                "`resize` without a size",
                wrong: #"load "a.jpg" | resize | info"#,
                right: #"load "a.jpg" | resize 64 | info"#)
        case .maskImagePinned:
            .planner(
                "a mask picture for a model that takes words",
                wrong:
                    #"load "a.jpg" | inpaint model:search-replace mask:(load "mask.png") text:"storm" | save "x.png""#,
                right: #"load "a.jpg" | inpaint mask:(load "mask.png") text:"storm" | save "x.png""#
            )
        case .tooManyPixels:
            .planner(
                "a picture larger than imgflow makes",
                wrong: #"load "a.jpg" | resize 30000x30000 fit:fill | info"#,
                right: #"load "a.jpg" | resize 3000 | info"#)
        case .plainMask:
            .planner(
                "a mask that is all white or all black",
                wrong: #"load "a.jpg" | erase mask:(load "white.png") | save "x.png""#,
                right: #"load "a.jpg" | erase mask:(load "mask.png") | save "x.png""#)
        case .noModel:
            .planner(
                "a verb that no living model does",
                wrong: #"load "a.jpg" | try-on garment:"b.jpg" part:upper-body | save "x.png""#,
                right:
                    #"load "a.jpg" | inpaint mask:"the jacket" text:"a red jacket" | save "x.png""#)
        case .needsParameter:
            .planner(
                "a parameter that makes sense with another only",
                wrong: #"generate "a" control:edges | save "x.png""#,
                right: #"generate "a" control:edges layout:"a.jpg" | save "x.png""#)
        case .eraseWords:
            .planner(
                "`erase` by words, which no living model does",
                wrong: #"load "a.jpg" | erase mask:"the car" | save "x.png""#,
                right: #"load "a.jpg" | erase mask:(load "mask.png") | save "x.png""#)
        case .noMargins:
            .planner(
                "`outpaint` without saying how far",
                wrong: #"load "a.jpg" | outpaint | save "x.png""#,
                right: #"load "a.jpg" | outpaint to:16:9 | save "x.png""#)
        case .marginTooWide:
            .planner(
                "outpainting further than one call goes",
                wrong: #"load "b.jpg" | outpaint to:9:1 | save "x.png""#,
                right: #"load "b.jpg" | outpaint to:16:9 | save "x.png""#)
        case .keepWords:
            .planner(
                "words for what to keep, which only the retired Nova Canvas took",
                wrong: #"load "a.jpg" | backdrop "a beach" mask:"the bag" | save "x.png""#,
                right: #"load "a.jpg" | backdrop "a beach" | save "x.png""#)
        case .novaStyle:
            .planner(
                "a style of the retired Nova Canvas alone",
                wrong: #"generate "a" style:photorealism | save "x.png""#,
                right: #"generate "a" style:photographic | save "x.png""#)
        case .outsideModelRange:
            .planner(
                "a number outside of what this model takes",
                wrong: #"load "a.jpg" | vary "x" similarity:0.1 model:nova-canvas | save "x.png""#,
                right: #"load "a.jpg" | vary "x" similarity:0.7 | save "x.png""#)
        case .malformedBody:
            .planner(
                "a body for `invoke` that is no JSON object",
                wrong: #"invoke "amazon.x" body:'{"prompt": }' | save "x.png""#,
                right: #"invoke "amazon.x" body:'{"prompt": "a"}' | save "x.png""#)
        case .noImageForBody:
            .planner(
                "a body with a place for a picture, and none enters",
                wrong: #"invoke "amazon.x" body:'{"image": "$image"}' | save "x.png""#,
                right:
                    #"load "a.jpg" | invoke "amazon.x" body:'{"image": "$image"}' | save "x.png""#)
        case .placeBeyond:
            .planner(
                "a place in the stream where no image comes",
                wrong: #"generate "a" count:2 | pick 3 | save "x.png""#,
                right: #"generate "a" count:3 | pick 3 | save "x.png""#)
        case .sweptTooLate:
            .planner(
                "a swept value that only the run will know",
                wrong:
                    #"generate "a" style:[anime, line-art] | where width > 1000 | take 1 | save "{style}.png""#,
                right: #"generate "a" style:[anime, line-art] | take 1 | save "{style}.png""#)
        case .nothingSelected:
            .planner(
                "a `select` that does not say what",
                wrong: #"load "a.jpg" | select | save "x.png""#,
                right: #"load "a.jpg" | select rect:[0, 0, 100%, 40%] | save "x.png""#)
        case .outsideImage:
            .planner(
                "a part that reaches beyond the picture",
                wrong: #"load "a.jpg" | crop 2000x2000 | save "x.png""#,
                right: #"load "a.jpg" | crop 200x200 | save "x.png""#)
        case .canvasTooSmall:
            .planner(
                "a canvas that is smaller than the picture",
                wrong: #"load "a.jpg" | pad 100x100 | save "x.png""#,
                right: #"load "a.jpg" | pad 2000x2000 | save "x.png""#)
        case .noFont:
            .planner(
                "a font that this machine does not have",
                wrong: #"load "a.jpg" | label "Sale" font:"No Such Font" | save "x.png""#,
                right: #"load "a.jpg" | label "Sale" | save "x.png""#)
        case .replacesReal:
            .planner(
                "a picture of the sandbox in the place of one that was paid for",
                wrong: #"generate "a" | save "paid.png"  # with --backend sandbox"#,
                right: #"generate "a" | save "sandbox-{index}.png""#)
        case .onlyOwn:
            .planner(
                "a pattern that only what imgflow wrote itself matches",
                wrong: #"load "own-*.png" | info"#,
                right: #"load "own-*.png" own:true | info"#)
        case .seedBeyond:
            .planner(
                "a seed that the model does not take",
                wrong: #"generate "a" model:sd35-large seed:4294967295 | save "x.png""#,
                right: #"generate "a" model:core seed:4294967295 | save "x.png""#)
        case .needsProfile:
            .planner(
                "an id that is called through its inference profile alone",
                wrong:
                    #"invoke "stability.stable-image-style-guide-v1:0" body:'{"prompt": "a"}' | save "x.png""#,
                right:
                    #"invoke "us.stability.stable-image-style-guide-v1:0" body:'{"prompt": "a"}' | save "x.png""#
            )
        case .shrinks:
            .planner(
                "an upscale whose result would be smaller than its input",
                wrong: #"load "big.png" | upscale conservative text:"a street" | save "x.png""#,
                right: #"load "big.png" | resize 200% | save "x.png""#)
        case .maskNamesNoFile:
            .planner(
                "a mask in words that looks like a path, and is no file",
                wrong: #"load "a.jpg" | inpaint "a storm" mask:"sky.png" | save "x.png""#,
                right: #"load "a.jpg" | inpaint "a storm" mask:"the sky" | save "x.png""#)
        case .retiredModel:
            .planner(
                "a model that AWS has retired",
                wrong: #"generate "a" model:nova-canvas | save "x.png""#,
                right: #"generate "a" | save "x.png""#)
        case .partialText:
            .planner(
                "a text of a part, taken for one of the whole picture",
                wrong:
                    #"load "a.jpg" | inpaint mask:"sky" text:"storm" | upscale creative | save "x.png""#,
                right:
                    #"load "a.jpg" | inpaint mask:"sky" text:"storm" | upscale creative text:"a street under a storm" | save "x.png""#
            )
        case .alphaLost:
            .planner(
                "transparency that the format does not have",
                wrong: #"load "alpha.png" | save "x.jpg""#,
                right: #"load "alpha.png" | save "x.webp""#)
        case .hasShapeAlready:
            .planner(
                "a picture that has the shape already",
                wrong: #"load "a.jpg" | outpaint to:640:427 | save "x.png""#,
                right: #"load "a.jpg" | outpaint to:16:9 | save "x.png""#)
        case .changesNothing:
            .planner(
                "a setting at which nothing changes, and which is paid for",
                wrong: #"load "a.jpg" | transform "a street" change:0 | save "x.png""#,
                right: #"load "a.jpg" | transform "a street" change:0.7 | save "x.png""#)
        case .skipsOwn:
            .planner(
                "pictures that imgflow wrote itself, passed over by a pattern",
                wrong: #"load "*.png" | info"#,
                right: #"load "*.png" own:true | info"#)
        case .otherForm:
            .planner(
                "a file whose name has another Unicode form than the one that was written",
                wrong: "load \"caf\\u{E9}.png\" | info",
                right: #"load "caf*.png" | info"#)
        case .hardlyEnlarges:
            .planner(
                "an upscale that hardly enlarges",
                wrong:
                    #"load "big.png" | resize 2600 | upscale conservative text:"a street" | save "x.png""#,
                right: #"load "a.jpg" | upscale fast | save "x.png""#)
        case .imagesLeftOut:
            .planner(
                "images of a stream that are left out, while the rest runs",
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
                "a mask that looks like a photograph",
                wrong: #"load "a.jpg" | erase mask:(load "a.jpg") | save "x.png""#,
                right: #"load "a.jpg" | erase mask:(load "mask.png") | save "x.png""#)
        case .hardenedMask:
            .planner(
                "a soft mask for a model that supports hard ones only",
                wrong:
                    #"load "a.jpg" | inpaint "a door" model:nova-canvas mask:(select rect:[0, 0, 50%, 50%] | feather 20) | save "x.png""#,
                right:
                    #"load "a.jpg" | inpaint "a door" mask:(select rect:[0, 0, 50%, 50%] | feather 20) | save "x.png""#
            )
        case .sameImages:
            .planner(
                "values of a sweep that give the same image twice",
                wrong: #"generate "a cat" seed:1..2 count:2 | sheet | save "x.png""#,
                right: #"generate "a cat" seed:1..3 | sheet | save "x.png""#)
        case .otherExtensions:
            .planner(
                "files whose extension is spelled otherwise than in the pattern",
                wrong: #"load "*.jpg" | info"#,
                right: #"load "*.{jpg,JPG,jpeg}" case:ignore | info"#)
        case .otherNames:
            .planner(
                "a file with several names is replaced under one of them",
                wrong: #"load "a.jpg" | resize 64 | save "linked.jpg" overwrite:true"#,
                right: #"load "a.jpg" | resize 64 | save "small.jpg""#)
        case .moreOnStandardInput:
            .planner(
                "several images on standard input, which is read as one",
                wrong: "load - | info",
                right: #"load "*.jpg" | info"#)
        case .unusedByBody:
            .planner(
                "a body that does not use the image that comes in",
                wrong:
                    #"load "a.jpg" | invoke "us.stability.stable-image-core-v1:1" body:'{"prompt": "a cat"}' | save "x.png""#,
                right:
                    #"invoke "us.stability.stable-image-core-v1:1" body:'{"prompt": "a cat"}' | save "x.png""#
            )
        case .mayBeTooLarge:
            .planner(
                "a format in which an answer may break the 16 MiB limit",
                wrong: #"load "a.jpg" | upscale fast format:png | save "x.png""#,
                right: #"load "a.jpg" | upscale fast format:webp | save "x.png""#)
        }
    }
}
