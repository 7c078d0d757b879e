import Testing

@testable import ImgflowRuntime

struct GlobTests {
    @Test(arguments: [
        ("a.png", "*.png", true), ("a.png", "*.jpg", false), ("a.png", "?.png", true),
        ("ab.png", "?.png", false), ("a.png", "a.png", true), ("a.png", "A.png", false),
        ("", "*", true), ("anything", "*", true), ("", "?", false),
        ("shot-7.png", "shot-[0-9].png", true), ("shot-x.png", "shot-[0-9].png", false),
        ("shot-x.png", "shot-[!0-9].png", true), ("shot-x.png", "shot-[^0-9].png", true),
        ("shot-7.png", "shot-[!0-9].png", false), ("a-b", "a[-]b", true), ("a]b", "a[]]b", true),
        ("a[b", "a[b", true), ("a[b", "a[[]b", true),
        ("mississippi", "m*iss*pi", true), ("mississippi", "m*iss*x", false),
        ("aXbXc", "*X*X*", true), ("ab", "*a*b*", true), ("ab", "a**b", true),
        (".hidden.png", "*.png", false), (".hidden.png", "?hidden.png", false),
        (".hidden.png", ".*.png", true), ("día.png", "d?a.png", true),
        ("日本.png", "??.png", true), ("z", "[z-a]", false), ("b", "[a-c", false),
        ("[a-c", "[a-c", true), ("x", "[]", false),
    ])
    func matches(name: String, pattern: String, isMatch: Bool) {
        #expect(Glob.matches(name, pattern) == isMatch)
    }

    /// Naive backtracking would take longer than anybody waits.
    @Test(.timeLimit(.minutes(1)))
    func manyStarsAreNoTrouble() {
        let pattern = String(repeating: "*a", count: 30) + "b"
        #expect(!Glob.matches(String(repeating: "a", count: 2_000), pattern))
    }

    @Test func filesComeInNaturalOrder() throws {
        let folder = try TemporaryFolder()
        try folder.write([], "in/shot-10.png", "in/Shot-2.png", "in/shot-1.png", "in/.shot-3.png")
        #expect(
            Glob.files(matching: "in/*.png", in: folder.path)
                == ["in/shot-1.png", "in/Shot-2.png", "in/shot-10.png"])
    }

    @Test(arguments: [
        ("**/*.png", ["a.png", "in/b.png", "in/deep/c.png"]),
        ("in/**/*.png", ["in/b.png", "in/deep/c.png"]),
        ("*/*.png", ["in/b.png"]),
        ("i?/*.png", ["in/b.png"]),
        ("in/../*.png", ["in/../a.png"]),
        ("./*.png", ["./a.png"]),
        ("nowhere/*.png", []),
        ("*", ["a.png"]),
        ("**", []),
        ("in/deep", []),
    ])
    func foldersAreWalked(pattern: String, expected: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write([], "a.png", "in/b.png", "in/deep/c.png", ".git/d.png")
        #expect(Glob.files(matching: pattern, in: folder.path) == expected)
    }

    @Test func anAbsolutePatternStaysAbsolute() throws {
        let folder = try TemporaryFolder()
        try folder.write([], "a.png")
        #expect(
            Glob.files(matching: "\(folder.path)/*.png", in: "/nowhere") == ["\(folder.path)/a.png"]
        )
    }

    /// `a -> .` would go round for ever.
    @Test func aLinkToItselfEnds() throws {
        let folder = try TemporaryFolder()
        try folder.write([], "a.png")
        try folder.link("round", to: ".")
        let files = Glob.files(matching: "**/a.png", in: folder.path)
        #expect(files.contains("a.png"))
        #expect(files.count < 100)
    }
}

struct NaturalOrderTests {
    @Test(arguments: [
        (["b", "a", "C"], ["a", "b", "C"]),
        (["shot-10", "shot-9", "shot-1"], ["shot-1", "shot-9", "shot-10"]),
        (["a10b2", "a9b10", "a10b1"], ["a9b10", "a10b1", "a10b2"]),
        (["Shot-2", "shot-10", "SHOT-1"], ["SHOT-1", "Shot-2", "shot-10"]),
        (["x007", "x7", "x07", "x8"], ["x007", "x07", "x7", "x8"]),
        (["1e3", "20", "3"], ["1e3", "3", "20"]),
        (["a", "A"], ["A", "a"]),
        ([], []),
        (
            ["n99999999999999999999999", "n100000000000000000000000"],
            ["n99999999999999999999999", "n100000000000000000000000"]
        ),
        (["a.png", "a-1.png", "a"], ["a", "a-1.png", "a.png"]),
    ])
    func sorts(names: [String], expected: [String]) {
        #expect(NaturalOrder.sorted(names) == expected)
        #expect(NaturalOrder.sorted(names.reversed()) == expected)
    }
}
