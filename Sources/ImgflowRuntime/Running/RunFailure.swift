package import ImageFacts
package import ImgflowBedrock
package import ImgflowImages
package import ImgflowModels
package import ImgflowPlanner

/// Why a step gave nothing.
package enum RunFailure: UserFacingError, Sendable {
    case bedrock(BedrockError)
    case answer(AnswerProblem, model: String, requestID: String?, keptAt: String?)
    /// What a model said of images cannot be used.
    case seen(ConverseProblem, SeenFacts)
    /// What a model found is no mask.
    case found(FoundProblem)
    case picture(ImageError)
    /// A model's answer that is no image that can be read.
    case undecodable(ImageError, model: String, keptAt: String?)
    /// An answer has fewer images than were asked for, and this is one that did not come.
    case fewerImages(came: Int, Int)
    case unfit(PixelSize, ImageLimits.Refusal, model: String)
    case plainMask(isWhite: Bool)
    /// A call for a larger image would give a smaller one: not sent.
    case shrinks(PixelSize, to: PixelSize, verb: String)
    case textLength(count: Int, allowed: ClosedRange<Int>)
    case requestTooLarge(bytes: Int)
    case overBudget(Spending.OverBudget)
    case overDay(RunLedger.OverDay)
    /// The ledger cannot be written, so nothing is sent.
    case unrecorded(Ledger.Failure)
    case file(FileSystem.Failure)
    case taken(path: String)
    /// Answers cannot be kept, so nothing is sent.
    case unstored(String)
    case diskFull(path: String, free: Int)
    case damaged(setAside: String, left: Int)
    case unreadableRecord(String)
    /// Too long for the format of its file: what was paid for is at `path`, as PNG.
    case savedAsPNG(ImageError, path: String)
    /// `{date}` of an image that has none.
    case noField(String)
    case cancelled
    case other(String)

    package struct SeenFacts: Sendable {
        package var model: String
        package var requestID: String?
        package var keptAt: String?
        /// By the tokens that it says it took.
        package var price: Dollars
    }

    /// Ends the run, not only its item: what follows would fail alike, or must not happen.
    package var endsRun: Bool {
        switch self {
        case .overBudget, .overDay, .cancelled, .diskFull, .unstored, .unrecorded: true
        case .bedrock(let error):
            switch error.category {
            case .credentials, .access, .usage: true
            case .filter, .throttled, .unavailable, .failed: false
            }
        default: false
        }
    }

    /// The next call would pass a limit that the user set.
    var isOfBudget: Bool {
        switch self {
        case .overBudget, .overDay: true
        default: false
        }
    }

    /// language.md §6.
    package var exitStatus: ExitStatus {
        switch self {
        case .bedrock(let error): error.exitStatus
        case .answer(.filtered, _, _, _): .filtered
        case .seen(let problem, _): problem.isRefusal ? .filtered : .failed
        case .overBudget, .overDay: .noConsent
        case .cancelled: .interrupted
        case .answer, .picture, .undecodable, .fewerImages, .unfit, .plainMask, .shrinks,
            .textLength, .requestTooLarge, .unrecorded, .file, .taken, .unstored, .diskFull,
            .damaged, .unreadableRecord, .noField, .savedAsPNG, .found, .other:
            .failed
        }
    }

    /// An image may be on the bill although none came.
    package var mayBeBilled: Bool {
        switch self {
        case .bedrock(let error): error.mayHaveBeenBilled
        case .answer(let problem, _, _, _):
            if case .filtered = problem { false } else { true }
        case .undecodable: true
        case .seen(_, let facts): facts.price > .zero
        default: false
        }
    }

    /// What it came to, where that is known.
    var billed: Dollars? {
        if case .seen(_, let facts) = self { facts.price } else { nil }
    }

    /// A content filter refused it.
    var isFiltered: Bool {
        switch self {
        case .answer(.filtered, _, _, _): true
        case .seen(let problem, _): problem.isRefusal
        default: false
        }
    }
}

extension RunFailure: CustomStringConvertible {
    /// The headline.
    package var description: String {
        switch self {
        case .bedrock(let error): error.message
        case .answer(let problem, _, _, _): "\(problem)"
        case .seen(let problem, _): "\(problem)"
        case .found(let problem): "\(problem)"
        case .picture(let error): "\(error)"
        case .undecodable(let error, let model, _):
            "\(model) returned something that is not an image: \(error)"
        case .fewerImages(let came, let number):
            "image \(number) is missing: the response has \(came == 1 ? "1 image" : "\(came) images")"
        case .unfit(let size, let refusal, let model):
            switch refusal {
            case .tooLarge: "the \(size) image is too large for the model \(model)"
            case .tooSmall: "the \(size) image is too small for the model \(model)"
            case .tooElongated: "the aspect ratio of \(size) is out of range for \(model)"
            }
        case .plainMask(let isWhite):
            isWhite
                ? "the mask is all white: everything would change"
                : "the mask is all black: nothing would change"
        case .shrinks(let size, let result, let verb):
            "`\(verb)` would make this image smaller: \(size) -> \(result)"
        case .textLength(let count, let allowed):
            "the text has \(Grouped(count)) characters, expected \(allowed.lowerBound) to \(Grouped(allowed.upperBound))"
        case .requestTooLarge(let bytes):
            "the request has \(Grouped(bytes)) bytes, Bedrock accepts at most \(Grouped(BedrockLimits.requestBytes))"
        case .savedAsPNG(let error, let path): "\(error); saved as `\(path)`"
        case .noField(let name): "the image has no `\(name)`"
        case .overBudget(let over):
            "the next call costs \(over.next): with \(over.spent) spent, that exceeds the budget of \(over.budget)"
        case .overDay(let over):
            "the next call costs \(over.next): with \(over.spent) spent today, that exceeds the daily limit of \(over.limit)"
        case .unrecorded(let failure): "\(failure): no more calls are sent"
        case .file(let failure): "\(failure)"
        case .taken(let path): "`\(path)` already exists"
        case .unstored(let why): "results cannot be cached, so no more calls are sent: \(why)"
        case .diskFull(let path, let free):
            "only \(Grouped(free / 1_048_576)) MiB are free in the cache folder (\(path))"
        case .damaged(let path, _):
            "a paid image is damaged on disk and was moved to \(path)"
        case .unreadableRecord(let path): "a paid result cannot be read: \(path)"
        case .cancelled: "interrupted"
        case .other(let text): text
        }
    }

    /// The ways out.
    package var hints: [String] {
        switch self {
        case .bedrock(let error):
            error.hints + (error.keptAt.map { ["the partial response is kept as \($0)"] } ?? [])
        case .answer(let problem, _, let requestID, let keptAt):
            Self.hints(problem) + (requestID.map { ["request id \($0)"] } ?? [])
                + (keptAt.map { ["the response is kept as \($0)"] } ?? [])
        case .seen(let problem, let facts):
            problem.hints + (facts.requestID.map { ["request id \($0)"] } ?? [])
                + (facts.keptAt.map { ["the response is kept as \($0)"] } ?? [])
        case .found(let problem): problem.hints
        case .undecodable(_, _, let keptAt):
            ["this call may have been billed"]
                + (keptAt.map { ["the response is kept as \($0)"] } ?? [])
        case .fewerImages:
            [
                "models omit images that their content filter refused: try another seed or prompt"
            ]
        case .unfit(_, .tooSmall, _): ["enlarge it first with `resize`, or pad it: fit:pad"]
        case .unfit(_, .tooLarge, _): ["remove `fit:error` to downscale it automatically"]
        case .unfit(_, .tooElongated, _):
            ["pad it: fit:pad, or crop it first: resize … fit:cover"]
        case .plainMask: ["white changes"]
        case .shrinks: ["to enlarge it on this machine instead, free: resize 200%"]
        case .overBudget:
            [
                "results so far are cached: run it again with a higher --budget"
            ]
        case .overDay:
            [
                "results so far are cached: run it again tomorrow (UTC), or raise `budget.day` in config.toml"
            ]
        case .unrecorded: ["fix it or move it away, or run without it: --ephemeral"]
        case .taken: ["save under another name, or add `overwrite:true`"]
        case .unstored: ["choose another folder: --store DIR, or run without: --ephemeral"]
        case .diskFull: ["free some space, or choose another folder: --store DIR"]
        case .unreadableRecord: ["fix it or move it away: the call is then made and paid again"]
        case .damaged(_, left: 0): ["run it again: the call is then made and paid again"]
        case .damaged(_, let left):
            [
                "run it again: \(left == 1 ? "the other image is" : "the other \(left) images are") still cached",
                "to pay for all of them again: fresh:true",
            ]
        default: []
        }
    }

    private static func hints(_ problem: AnswerProblem) -> [String] {
        switch problem {
        case .filtered(let side, let said):
            switch side {
            case .prompt: ["rephrase the prompt", "the model says: \(said)"]
            case .inputImage: ["use another image", "the model says: \(said)"]
            case .outputImage:
                ["try another seed, or rephrase the prompt", "the model says: \(said)"]
            }
        case .failed: ["run it again; it is unknown whether such a call is billed"]
        case .notJSON, .unexpected, .badBase64: ["this call may have been billed"]
        }
    }
}
