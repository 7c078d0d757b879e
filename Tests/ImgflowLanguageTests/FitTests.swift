import ImgflowLanguage
import Testing

/// What a parameter of a type makes of a value, or the codes of what is wrong with it.
private func reading(_ value: String, as type: ValueType, before: String = "") -> String {
    let catalog = Catalog([
        Signature("start", "begins", takes: .nothing, examples: []),
        Signature(
            "probe", "takes one value", takes: .image, isSink: true,
            parameters: [Parameter("x", type, "the value")], examples: []),
    ])
    let source = SourceText(name: "t", text: before + "start | probe x:\(value)")
    let (program, diagnostics) = Checker(catalog).check(Parser.parse(source))
    guard case .pipeline(let pipeline)? = program?.statements.last,
        case .call(let call)? = pipeline.stages.last,
        let argument = call.arguments["x"]
    else { return diagnostics.map(\.code).joined(separator: " ") }
    return describe(argument.value)
}

private func describe(_ value: CheckedValue) -> String {
    switch value {
    case .text(let template): "text " + describe(template)
    case .field(let reference): "field \(reference.image ?? "").\(reference.field.rawValue)"
    case .path(let template): "path " + describe(template)
    case .integer(let number): "integer \(number)"
    case .number(let number): "number \(number)"
    case .pixels(let number): "pixels \(number)"
    case .share(let number): "share \(number)"
    case .size(let width, let height): "size \(width) \(height)"
    case .printLength(let length): "length \(length)"
    case .printSize(let width, let height): "size \(width) \(height)"
    case .ratio(let ratio): "ratio \(ratio)"
    case .word(let word): "word \(word)"
    case .truth(let truth): "\(truth)"
    case .color(let red, let green, let blue): "color \(red) \(green) \(blue)"
    case .standardStream: "stream"
    case .list(let items):
        "["
            + items.map { ($0.label.map { $0 + "=" } ?? "") + describe($0.value) }.joined(
                separator: ", ") + "]"
    case .variable(let reference): "variable \(reference.name ?? "$")"
    case .sweep(let items):
        items.map { ($0.label.map { $0 + "=" } ?? "") + describe($0.value) }.joined(
            separator: " / ")
    case .pipeline(let pipeline): "pipeline of \(pipeline.stages.count)"
    }
}

private func describe(_ template: Template) -> String {
    template.parts.map { part in
        switch part {
        case .text(let text), .value(let text): text
        case .swept(let name, _, _, _): "<swept \(name)>"
        case .field(let field, let name, _, _): "<\(name.map { $0 + "." } ?? "")\(field.rawValue)>"
        }
    }.joined()
}

private let lengths = ValueType.length(1...2000)
private let mask = ValueType.either([.text(maximum: 8), .image])
private let mode = ValueType.either([.word(["on", "off"]), .integer(1...4)])

struct FitTests {
    @Test(arguments: [
        (ValueType.text(maximum: 5), "\"hello\"", "text hello"),
        (.text(maximum: 5), "\"hello!\"", "E041"),
        (.text(maximum: 2), "\"👩‍👩‍👧\"", "E041"), (.text(maximum: 5), "\"{stem}\"", "text <stem>"),
        (.text(maximum: 5), "\"\"", "E041"), (.text(maximum: 5), "7", "E025"),
        (.text(maximum: 5), "sky", "E032"),
        (.text(maximum: 5), "[\"a\", b:\"b\"]", "text a / b=text b"),
        (.text(maximum: 5), "[]", "E046"), (.text(maximum: 5), "[[\"a\"]]", "E046"),
        (.integer(1...4), "4", "integer 4"), (.integer(1...4), "4px", "integer 4"),
        (.integer(1...4), "5", "E026"),
        (.integer(1...4), "2.0", "E025"),
        (.integer(1...4), "1..3", "integer 1 / integer 2 / integer 3"),
        (.integer(1...4), "3..5", "E026"),
        (.integer(-5...5), "-5", "integer -5"),
        (.number(0...1), "0.35", "number 0.35"), (.number(0...1), "1", "number 1.0"),
        (.number(0...1), "40%", "number 0.4"), (.number(0...1), "140%", "E026"),
        (.number(0...1), "-0.1", "E026"),
        (lengths, "512", "pixels 512"), (lengths, "512px", "pixels 512"),
        (lengths, "50%", "share 0.5"),
        (lengths, "30mm", "length 30mm"), (lengths, "-3mm", "E026"), (lengths, "0in", "E026"),
        (.length(-9...9), "-0.5cm", "length -0.5cm"), (.pixels(1...9), "3px", "pixels 3"),
        (.pixels(1...9), "10", "E026"), (.pixels(1...9), "50%", "E025"),
        (.pixels(1...9), "12pt", "length 12pt"), (.integer(1...9), "3mm", "E025"),
        (.size(side: 64...2048), "90mmx50mm", "size 90mm 50mm"),
        (.size(side: 64...2048), "8.5x11in", "size 8.5in 11in"),
        (.size(side: 64...2048), "0mmx5mm", "E026"),
        (.bytes(100...500_000), "300kB", "integer 300000"),
        (.bytes(100...500_000), "1MB", "E026"), (.bytes(100...500_000), "2000", "integer 2000"),
        (.bytes(100...500_000), "3mm", "E025"),
        (lengths, "0%", "E026"), (lengths, "-5%", "E026"), (lengths, "2001", "E026"),
        (lengths, "0.5", "E025"),
        (.length(0...9), "0%", "share 0.0"), (.length(-9...9), "-10%", "share -0.1"),
        (.size(side: 64...2048), "1024x768", "size 1024 768"),
        (.size(side: 64...2048), "1024x63", "E026"),
        (.size(side: 64...2048), "16:9", "E025"), (.ratio([]), "7:5", "ratio 7:5"),
        (.ratio([Ratio(1, 1)]), "1:1", "ratio 1:1"), (.ratio([Ratio(1, 1)]), "2:2", "E026"),
        (.word(["a", "b-c"]), "b-c", "word b-c"), (.word(["a", "b-c"]), "bc", "E022"),
        (.word(["a", "b-c"]), "\"a\"", "E033"), (.truth, "false", "false"), (.truth, "no", "E025"),
        (.color, "\"#2E8B57\"", "color 46 139 87"), (.color, "\"#fa0\"", "color 255 170 0"),
        (.color, "\"2E8B57\"", "E043"), (.color, "\"#12345\"", "E043"),
        (.color, "\"#{stem}\"", "E043"),
        (.color, "red", "E043"), (.path, "\"in/*.jpg\"", "path in/*.jpg"),
        (.path, "\"{stem}.png\"", "path <stem>.png"),
        (.path, "-", "E025"), (.either([.path, .standardStream]), "-", "stream"),
        (.image, "\"a.png\"", "path a.png"),
        (.image, "$", "variable $"), (.image, "(probe | probe)", "pipeline of 2"),
        (.image, "(start)", "pipeline of 1"),
        (.image, "7", "E025"), (.image, "\" \"", "E041"), (mask, "\"sky\"", "text sky"),
        (mask, "(probe)", "pipeline of 1"),
        (mask, "sky", "E032"), (mask, "\"far too long\"", "path far too long"), (mask, "7", "E025"),
        (mode, "on", "word on"), (mode, "3", "integer 3"), (mode, "5", "E026"),
        (mode, "of", "E022"),
        (
            .list(of: .color, count: 1...2), "[\"#fff\", \"#000\",]",
            "[color 255 255 255, color 0 0 0]"
        ),
        (.list(of: .color, count: 1...2), "[]", "E026"),
        (.list(of: .color, count: 1...2), "\"#fff\"", "E025"),
        (.list(of: .color, count: 1...2), "[\"#fff\", 3]", "E025"),
        (.list(of: .text(maximum: 9), count: 1...2), "[a:\"x\", \"y\"]", "[a=text x, text y]"),
        (.list(of: .integer(1...9), count: 1...9), "2..4", "[integer 2, integer 3, integer 4]"),
        (.list(of: .integer(1...9), count: 1...9), "2..10", "E026"),
        (
            .list(of: .image, count: 1...3), "[$, \"a.png\", (start)]",
            "[variable $, path a.png, pipeline of 1]"
        ),
    ])
    func aValueFitsOrIsRefused(_ type: ValueType, _ value: String, _ expected: String) {
        #expect(reading(value, as: type) == expected)
    }

    @Test(arguments: [
        ("let v = \"snow\"", ValueType.text(maximum: 9), "$v", "text snow"),
        ("let v = \"{stem}\"", .text(maximum: 9), "$v", "text <stem>"),
        ("let v = \"snow\"", .text(maximum: 9), "\"a {$v}!\"", "text a snow!"),
        ("let v = 7", .text(maximum: 9), "\"no. {$v}\"", "text no. 7"),
        ("let v = 16:9", .text(maximum: 9), "\"{$v}\"", "text 16:9"),
        ("let v = 16:9", .ratio([]), "$v", "ratio 16:9"),
        ("let v = 10x20", .size(side: 1...99), "$v", "size 10 20"),
        ("let v = creative", .word(["creative"]), "$v", "word creative"),
        ("let v = creativ", .word(["creative"]), "$v", "E022"),
        (
            "let v = [1, 2]", .list(of: .integer(1...9), count: 1...9), "$v",
            "[integer 1, integer 2]"
        ),
        ("let v = [1, 2]", .integer(1...9), "$v", "integer 1 / integer 2"),
        ("let v = start", .image, "$v", "variable v"),
        ("let v = (start | probe)", .image, "$v", "variable v"),
        ("let w = start\nlet v = $w", .image, "$v", "variable v"),
        ("let w = 3\nlet v = $w", .integer(1...9), "$v", "integer 3"),
        ("let v = start", .text(maximum: 9), "$v", "E025"),
        ("let v = start", .path, "\"{$v.stem}\"", "path <v.stem>"),
        ("let v = true", .truth, "$v", "true"),
        ("let v = '{x}'", .text(maximum: 9), "\"{$v}\"", "text {x}"),
    ])
    func aVariableStandsForItsValue(
        _ binding: String, _ type: ValueType, _ value: String, _ expected: String
    ) {
        #expect(reading(value, as: type, before: binding + "\n") == expected)
    }

    @Test func textsThatDoubleAreStopped() {
        var program = "let a0 = \"\(String(repeating: "x", count: 1000))\"\n"
        for index in 1...40 { program += "let a\(index) = \"{$a\(index - 1)}{$a\(index - 1)}\"\n" }
        program += "load \"{$a40}\" | info"
        #expect(Set(codes(program)) == ["E018"])
    }
}
