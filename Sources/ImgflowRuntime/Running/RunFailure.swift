package import ImageFacts
package import ImgflowBedrock
package import ImgflowImages
package import ImgflowModels
import ImgflowPlanner

/// Why a step gave nothing.
package enum RunFailure: UserFacingError, Sendable {
    case bedrock(BedrockError)
    case answer(AnswerProblem, model: String, requestID: String?, keptAt: String?)
    case picture(ImageError)
    /// A model's answer that is no picture that can be read.
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
    case damaged(setAside: String)
    case unreadableRecord(String)
    case cancelled
    case other(String)

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
        case .overBudget, .overDay: .noConsent
        case .cancelled: .interrupted
        case .answer, .picture, .undecodable, .fewerImages, .unfit, .plainMask, .shrinks,
            .textLength, .requestTooLarge, .unrecorded, .file, .taken, .unstored, .diskFull,
            .damaged, .unreadableRecord, .other:
            .failed
        }
    }

    /// A picture may be on the bill although none came.
    package var mayBeBilled: Bool {
        switch self {
        case .bedrock(let error): error.mayHaveBeenBilled
        case .answer(let problem, _, _, _):
            if case .filtered = problem { false } else { true }
        case .undecodable: true
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
        case .picture(let error): "\(error)"
        case .undecodable(let error, let model, _):
            "\(model) answered with something that is no picture: \(error)"
        case .fewerImages(let came, let number):
            "image \(number) did not come: the answer has \(came == 1 ? "1 image" : "\(came) images")"
        case .unfit(let size, let refusal, let model):
            switch refusal {
            case .tooLarge: "the picture of \(size) is too large for \(model)"
            case .tooSmall: "the picture of \(size) is too small for \(model)"
            case .tooElongated: "the picture of \(size) is too long a shape for \(model)"
            }
        case .plainMask(let isWhite):
            isWhite
                ? "the mask is all white: nothing of the picture would stay"
                : "the mask is all black: nothing of the picture would change"
        case .shrinks(let size, let result, let verb):
            "`\(verb)` would make this image smaller: \(size) -> \(result)"
        case .textLength(let count, let allowed):
            "the text has \(Grouped(count)) characters, expected \(allowed.lowerBound) to \(Grouped(allowed.upperBound))"
        case .requestTooLarge(let bytes):
            "the request has \(Grouped(bytes)) bytes, and Bedrock takes \(Grouped(BedrockLimits.requestBytes))"
        case .overBudget(let over):
            "the next call costs \(over.next): with \(over.spent) spent that passes the budget of \(over.budget)"
        case .overDay(let over):
            "the next call costs \(over.next): with \(over.spent) spent today that passes the limit of \(over.limit) a day"
        case .unrecorded(let failure): "\(failure), and nothing more is sent"
        case .file(let failure): "\(failure)"
        case .taken(let path): "`\(path)` exists already"
        case .unstored(let why): "answers cannot be kept, and nothing more is sent: \(why)"
        case .diskFull(let path, let free):
            "only \(Grouped(free / 1_048_576)) MiB are free where answers are kept (\(path))"
        case .damaged(let path):
            "a picture that was paid for is damaged on disk, and was set aside as \(path)"
        case .unreadableRecord(let path): "what was paid for cannot be read: \(path)"
        case .cancelled: "interrupted"
        case .other(let text): text
        }
    }

    /// The ways out.
    package var hints: [String] {
        switch self {
        case .bedrock(let error):
            error.hints + (error.keptAt.map { ["what came of the answer is kept as \($0)"] } ?? [])
        case .answer(let problem, _, let requestID, let keptAt):
            Self.hints(problem) + (requestID.map { ["request id \($0)"] } ?? [])
                + (keptAt.map { ["the answer is kept as \($0)"] } ?? [])
        case .undecodable(_, _, let keptAt):
            ["this call may be on the bill"]
                + (keptAt.map { ["the answer is kept as \($0)"] } ?? [])
        case .fewerImages:
            [
                "a model leaves out images that its content filter refused: try another seed or prompt"
            ]
        case .unfit(_, .tooSmall, _): ["enlarge it before with `resize`, or frame it: fit:pad"]
        case .unfit(_, .tooLarge, _): ["remove `fit:error`: the picture is then shrunk"]
        case .unfit(_, .tooElongated, _):
            ["frame it: fit:pad, or cut it before: resize … fit:cover"]
        case .plainMask: ["white is what changes"]
        case .shrinks: ["to enlarge it on this machine instead, free: resize 200%"]
        case .overBudget:
            [
                "what is done is kept: run it again with a higher --budget, and it is not paid for again"
            ]
        case .overDay:
            [
                "what is done is kept: run it again tomorrow (UTC), or raise `budget.day` in config.toml"
            ]
        case .unrecorded: ["mend it or move it away, or do without: --ephemeral"]
        case .taken: ["save under another name, or add `overwrite:true`"]
        case .unstored: ["keep them elsewhere: --store DIR, or do without: --ephemeral"]
        case .diskFull: ["free some space, or keep answers elsewhere: --store DIR"]
        case .unreadableRecord: ["mend it or move it away: the call is then made, and paid, anew"]
        case .damaged: ["run it again: the call will be made, and paid, anew"]
        default: []
        }
    }

    private static func hints(_ problem: AnswerProblem) -> [String] {
        switch problem {
        case .filtered(let side, let said):
            switch side {
            case .prompt: ["say it in other words", "the model says: \(said)"]
            case .inputImage: ["use another picture", "the model says: \(said)"]
            case .outputImage:
                ["try another seed, or say it in other words", "the model says: \(said)"]
            }
        case .failed: ["run it again; it is not known whether such a call is billed"]
        case .notJSON, .unexpected, .badBase64: ["this call may be on the bill"]
        }
    }
}
