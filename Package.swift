// swift-tools-version: 6.2

import PackageDescription

// Addresses to relocate in a 40th of the room, and no names for libraries that are opened later: 8 MB
// less to read at every start. Needs glibc 2.36, which Debian 12 has.
let layout = [
    "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker",
    "--no-export-dynamic",
]

// Optimised where the rest is built to be looked into: the tests of the language read millions of words.
let quick: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
    name: "imgflow",
    products: [
        .executable(name: "imgflow", targets: ["imgflow"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // The headers of libvips and GLib are needed to compile, the library itself is opened when
        // the first pixel is wanted: loading its hundred libraries takes longer than a whole `check`.
        .target(
            name: "CVips",
            cSettings: [
                .unsafeFlags([
                    "-I/usr/include/glib-2.0",
                    "-I/usr/lib/x86_64-linux-gnu/glib-2.0/include",
                    "-I/usr/lib/aarch64-linux-gnu/glib-2.0/include",
                    // Pixels are the same on every machine.
                    "-ffp-contract=off",
                ]),
                .unsafeFlags(["-O2"], .when(configuration: .debug)),
            ]),
        .target(
            name: "CChafa",
            cSettings: [
                .unsafeFlags([
                    "-I/usr/include/chafa",
                    "-I/usr/lib/x86_64-linux-gnu/chafa/include",
                    "-I/usr/lib/aarch64-linux-gnu/chafa/include",
                    "-I/usr/include/glib-2.0",
                    "-I/usr/lib/x86_64-linux-gnu/glib-2.0/include",
                    "-I/usr/lib/aarch64-linux-gnu/glib-2.0/include",
                ])
            ]),
        .target(
            name: "CJPEGScan", cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
        .target(
            name: "CPNGScan", cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))],
            linkerSettings: [.linkedLibrary("z")]),
        .target(name: "CFiles"),
        // Of libcrypto.a the hashes; libcrypto.so.3 is opened for a key.
        .target(name: "CCrypto", linkerSettings: [.linkedLibrary(":libcrypto.a")]),
        .target(name: "Hashing", dependencies: ["CCrypto"]),
        // The headers of libcurl and OpenSSL are needed to compile, libcurl itself is opened at the
        // first call.
        .target(name: "CCurl"),
        // The header of expat is needed to compile, the library, which libvips needs too, is opened for the
        // first packet of XMP.
        .target(name: "CExpat"),
        .target(name: "ImageFacts", dependencies: ["CExpat"]),
        .target(name: "ImgflowLanguage", swiftSettings: quick),
        .target(name: "JSONRPC", swiftSettings: quick),
        .target(name: "ImgflowModels", dependencies: ["ImageFacts"]),
        .target(
            name: "ImgflowImages",
            dependencies: ["CJPEGScan", "CPNGScan", "CVips", "ImageFacts"]),
        .target(
            name: "ImgflowPlanner",
            dependencies: [
                "Hashing", "ImageFacts", "ImgflowLanguage", "ImgflowModels",
            ]),
        .target(
            name: "ImgflowVerbs",
            dependencies: [
                "ImageFacts", "ImgflowLanguage", "ImgflowModels", "ImgflowPlanner",
                "ImgflowImages",
            ]),
        .target(name: "SigV4", dependencies: ["Hashing"]),
        .target(
            name: "ImgflowBedrock",
            dependencies: [
                "CCrypto", "CCurl", "Hashing", "SigV4",
            ]),
        .target(
            name: "ImgflowRuntime",
            dependencies: [
                "CFiles", "Hashing", "ImageFacts", "ImgflowLanguage", "ImgflowModels",
                "ImgflowImages",
                "ImgflowPlanner", "ImgflowVerbs", "ImgflowBedrock",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(
            name: "ImgflowSandbox",
            dependencies: [
                "Hashing", "SigV4", "ImageFacts", "ImgflowImages",
            ]),
        .target(name: "ImgflowTerminal", dependencies: ["CChafa", "ImageFacts", "ImgflowImages"]),
        // The driver: a program's way from its text to its results. Everything above only asks it.
        .target(
            name: "ImgflowEngine",
            dependencies: [
                "ImageFacts", "ImgflowLanguage", "ImgflowModels", "ImgflowImages",
                "ImgflowPlanner", "ImgflowVerbs", "ImgflowBedrock", "ImgflowRuntime",
                "ImgflowSandbox", "ImgflowTerminal",
                .product(name: "TOMLKit", package: "TOMLKit"),
            ]),
        .target(
            name: "ImgflowReports",
            dependencies: [
                "ImageFacts", "ImgflowLanguage", "ImgflowModels", "ImgflowImages",
                "ImgflowPlanner", "ImgflowVerbs", "ImgflowBedrock", "ImgflowRuntime",
                "ImgflowTerminal", "ImgflowEngine",
            ]),
        .target(
            name: "ImgflowLanguageServer",
            dependencies: [
                "JSONRPC", "ImageFacts", "ImgflowLanguage", "ImgflowModels", "ImgflowPlanner",
                "ImgflowVerbs", "ImgflowRuntime", "ImgflowEngine", "ImgflowReports",
            ],
            swiftSettings: quick),
        .target(name: "CLibEdit", linkerSettings: [.linkedLibrary("edit")]),
        .target(
            name: "ImgflowREPL",
            dependencies: [
                "CLibEdit", "ImageFacts", "ImgflowLanguage", "ImgflowModels", "ImgflowImages",
                "ImgflowPlanner", "ImgflowVerbs", "ImgflowBedrock", "ImgflowRuntime",
                "ImgflowTerminal", "ImgflowEngine", "ImgflowReports",
            ]),
        .target(
            name: "ImgflowCLI",
            dependencies: [
                "ImageFacts", "ImgflowLanguage", "ImgflowModels", "ImgflowImages",
                "ImgflowPlanner", "ImgflowVerbs", "ImgflowBedrock", "ImgflowRuntime",
                "ImgflowSandbox", "ImgflowTerminal", "ImgflowEngine", "ImgflowReports",
                "ImgflowLanguageServer", "ImgflowREPL", "SigV4",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "imgflow", dependencies: ["ImgflowCLI", "ImgflowEngine", "ImgflowRuntime"],
            linkerSettings: [.unsafeFlags(layout)]),

        .target(name: "CSpawn", path: "Tests/CSpawn"),
        .target(name: "TestSupport", dependencies: ["CSpawn"], path: "Tests/TestSupport"),
        .target(
            name: "CTLSServer", path: "Tests/CTLSServer",
            linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        .testTarget(name: "ImageFactsTests", dependencies: ["ImageFacts"]),
        .testTarget(
            name: "ImgflowLanguageTests", dependencies: ["ImgflowLanguage", "TestSupport"],
            exclude: ["Corpus.base64"]),
        .testTarget(name: "ImgflowModelsTests", dependencies: ["ImageFacts", "ImgflowModels"]),
        .testTarget(name: "ImgflowImagesTests", dependencies: ["ImageFacts", "ImgflowImages"]),
        .testTarget(
            name: "ImgflowPlannerTests",
            dependencies: [
                "ImageFacts", "ImgflowLanguage", "ImgflowModels", "ImgflowPlanner",
                "ImgflowVerbs", "ImgflowEngine", "TestSupport",
            ]),
        .testTarget(
            name: "ImgflowVerbsTests",
            dependencies: [
                "ImageFacts", "ImgflowLanguage", "ImgflowModels", "ImgflowImages",
                "ImgflowPlanner", "ImgflowVerbs", "ImgflowSandbox", "ImgflowEngine",
            ]),
        .testTarget(name: "HashingTests", dependencies: ["Hashing", "TestSupport"]),
        .testTarget(name: "SigV4Tests", dependencies: ["SigV4", "TestSupport"]),
        .testTarget(
            name: "ImgflowBedrockTests",
            dependencies: [
                "CTLSServer", "Hashing", "ImgflowBedrock", "ImgflowRuntime", "SigV4",
            ]),
        .testTarget(
            name: "ImgflowRuntimeTests",
            dependencies: [
                "ImageFacts", "ImgflowLanguage", "ImgflowModels", "ImgflowImages",
                "ImgflowPlanner", "ImgflowVerbs", "ImgflowBedrock", "ImgflowRuntime",
                "ImgflowEngine", "TestSupport",
            ],
            exclude: ["converse_judge.py"]),
        .testTarget(
            name: "ImgflowSandboxTests",
            dependencies: ["ImageFacts", "ImgflowImages", "ImgflowSandbox"]),
        .testTarget(
            name: "ImgflowSandboxServerTests",
            dependencies: [
                "ImgflowSandbox", "SigV4",
            ]),
        .testTarget(
            name: "ImgflowTerminalTests",
            dependencies: ["ImageFacts", "ImgflowImages", "ImgflowTerminal"]),
        .testTarget(
            name: "ImgflowREPLTests",
            dependencies: [
                "ImgflowREPL", "ImageFacts", "ImgflowLanguage", "ImgflowModels", "ImgflowPlanner",
            ]),
        .testTarget(name: "JSONRPCTests", dependencies: ["JSONRPC"]),
        .testTarget(
            name: "ImgflowLanguageServerTests",
            dependencies: ["ImgflowLanguage", "ImgflowLanguageServer", "JSONRPC", "TestSupport"]),
        .testTarget(
            name: "ImgflowCLITests",
            dependencies: [
                "imgflow", "ImageFacts", "ImgflowEngine", "ImgflowImages", "ImgflowLanguage",
                "ImgflowModels", "ImgflowReports", "ImgflowVerbs", "TestSupport",
            ],
            exclude: ["WrongPrograms"]),
    ],
    swiftLanguageModes: [.v6]
)

// Every Swift target speaks the same dialect: explicit existentials, internal imports, and members
// only from modules that a file imports.
for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        ]
}
