import ImgflowLanguage
import ImgflowPlanner
import ImgflowVerbs
import Testing

struct ExampleCase: Sendable, CustomTestStringConvertible {
    var verb: String
    var program: String
    var testDescription: String { program }

    static let all = Verbs.all.flatMap { verb in
        verb.signature.examples.map {
            ExampleCase(verb: verb.signature.name, program: $0.program)
        }
    }
}

struct ExampleTests {
    @Test(arguments: ExampleCase.all)
    func anExampleIsAProgramThatPlans(example: ExampleCase) throws {
        let desk = Desk(pictures: [
            "a.png": try Picture.gradient(640, 427), "mask.png": try Picture.mask(640, 427),
            "painting.png": try Picture.gradient(500, 400),
            "coat.png": try Picture.gradient(400, 600), "logo.png": try Picture.gradient(64, 64),
            "b.png": try Picture.gradient(640, 427),
            "alpha.png": try Picture.gradient(512, 512, alpha: 90),
        ])
        let (plan, diagnostics) = desk.plan(example.program)
        let errors = diagnostics.filter { $0.severity == .error }.map { "\($0.code) \($0.message)" }
        #expect(errors == [])
        let verbs = try #require(plan).nodes.map(\.origin.verb)
        // What only orders images that are known leaves no step.
        if example.verb != "sort" { #expect(verbs.contains(example.verb)) }
    }
}

struct SignatureTests {
    @Test func theVerbsAreThese() {
        #expect(
            Verbs.all.map(\.signature.name)
                == [
                    "load", "save", "show", "info", "generate", "transform", "vary", "inpaint",
                    "erase",
                    "outpaint", "backdrop", "remove-background", "replace", "recolor", "restyle",
                    "sketch", "structure", "guide", "try-on", "upscale", "invoke", "describe",
                    "judge", "best", "sort", "resize", "crop", "pad", "rotate", "flip", "flatten",
                    "convert",
                    "blur", "overlay",
                    "blend", "label", "sheet", "canvas", "select", "grow", "shrink", "feather",
                    "union", "intersect", "minus", "invert", "grayscale", "adjust", "threshold",
                    "tint", "sharpen", "pixelate", "trim", "cut", "rounded", "shadow",
                ])
        #expect(Verbs.catalog.names == Verbs.all.map(\.signature.name))
    }

    @Test(arguments: Verbs.all.map(\.signature.name))
    func aSignatureIsSound(name: String) throws {
        let signature = try #require(Verbs.catalog[name])
        let parameters = signature.allParameters
        #expect(Set(parameters.map(\.name)).count == parameters.count)
        #expect(isPlain(signature.summary), "\(signature.summary)")
        #expect(!signature.examples.isEmpty)
        for example in signature.examples {
            #expect(example.program.contains(name))
            #expect(isPlain(example.meaning), "\(example.meaning)")
        }
        for parameter in parameters {
            #expect(isPlain(parameter.summary), "\(parameter.name): \(parameter.summary)")
            #expect(isName(parameter.name), "\(parameter.name)")
            #expect(!parameter.isRequired || parameter.defaultText == nil, "\(parameter.name)")
            if let text = parameter.defaultText, text.allSatisfy({ !$0.isWhitespace && $0 != "<" })
            {
                #expect(fits(text, parameter), "\(parameter.name):\(text)")
            }
        }
    }

    @Test func whatCostsMoneyMayBeAskedAfreshAndSomewhereElse() {
        for verb in Verbs.all where verb.signature.isPaid {
            let names = verb.signature.allParameters.map(\.name)
            #expect(names.contains("fresh") && names.contains("region"), "\(verb.signature.name)")
            // The body of `invoke` says in which format it is answered.
            // Whoever looks at an image gives none, and takes it in any size.
            let looks = verb is any SeeingVerb
            #expect(
                names.contains("format") == (verb.signature.name != "invoke" && !looks),
                "\(verb.signature.name)")
            #expect(!verb.signature.isSink)
            #expect(names.contains("seed") == names.contains("count"), "\(verb.signature.name)")
            if case .image = verb.signature.intake {
                #expect(names.contains("fit") == !looks, "\(verb.signature.name)")
            }
        }
        #expect(
            Verbs.all.filter(\.signature.isPaid).map(\.signature.name)
                == [
                    "generate", "transform", "vary", "inpaint", "erase", "outpaint", "backdrop",
                    "remove-background", "replace", "recolor", "restyle", "sketch", "structure",
                    "guide", "try-on", "upscale", "invoke", "describe", "judge", "best",
                ])
    }

    /// A parameter that means the same everywhere takes the same everywhere.
    ///
    /// But for `style`, to which some verbs add the styles of Nova Canvas, `invoke`, which calls models that
    /// live anywhere, and those whose models are elsewhere because they look at images.
    @Test(arguments: ["negative", "seed", "count", "grow", "region", "fresh", "guidance", "exact"])
    func sharedParametersAgree(name: String) {
        let types = Verbs.all.filter { verb in
            verb.signature.isPaid && verb.signature.name != "invoke"
                && !(verb is any SeeingVerb && name == "region")
        }
        .compactMap { $0.signature.parameter(named: name)?.type }
        #expect(Set(types).count == 1)
    }

    /// A default is a value that the parameter takes.
    private func fits(_ text: String, _ parameter: Parameter) -> Bool {
        let verb = Signature(
            "verb", "is a test", takes: .nothing, isSink: true, parameters: [parameter],
            examples: [])
        let program = SourceText(name: "test", text: "verb \(parameter.name):\(text)")
        let (checked, diagnostics) = Checker(Catalog([verb])).check(Parser.parse(program))
        return checked != nil && diagnostics.isEmpty
    }

    /// Lower case, no full stop.
    private func isPlain(_ text: String) -> Bool {
        text.first.map { !$0.isUppercase } == true && !text.hasSuffix(".") && !text.contains("\n")
    }

    private func isName(_ text: String) -> Bool {
        text.utf8.allSatisfy { (97...122).contains($0) || $0 == 45 }
    }
}
