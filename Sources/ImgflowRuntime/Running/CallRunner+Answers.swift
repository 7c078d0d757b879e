import FoundationEssentials
import ImageFacts
import ImgflowBedrock
import ImgflowImages
import ImgflowModels
import ImgflowPlanner
import Synchronization

/// What becomes of an answer: its pictures are taken out, kept, and proven.
extension CallRunner {
    /// A call that was answered.
    struct Answered: Sendable {
        var node: PlanNode
        var call: ModelCall
        var key: AnswerKey
        var request: RequestValue
        var pictures: [DraftedPicture]
        var response: InvokeResponse

        /// What the bill says of so many images.
        func price(of count: Int) -> Dollars {
            count == call.images ? call.price.amount : call.pricePerImage * count
        }
    }

    /// Takes the pictures out of an answer; their headers say that they are some.
    func read(_ answered: Answered) throws -> Answer {
        let (response, model) = (answered.response, answered.call.card.name)
        do {
            let said = try response.body.withUnsafeBytes { body in
                try answered.call.model.answer(from: body)
            }
            var pictures: [Answer.Picture] = []
            var problem: ImageError?
            for picture in said.pictures {
                do throws(ImageError) {
                    pictures.append(
                        Answer.Picture(
                            image: try Image(encoded: picture.bytes),
                            hash: Digest.hex(picture.bytes), seed: picture.seed))
                } catch {
                    problem = error
                }
            }
            // A mask that cannot be read is no reason to lose the picture.
            let mask = said.mask.flatMap { try? Image(encoded: $0) }
            let price = answered.price(of: said.count)
            guard let answer = Answer(pictures, isPaid: true, price: price, mask: mask) else {
                throw problem ?? RunFailure.other("the answer has no picture")
            }
            if pictures.count < said.count { lose(said.count - pictures.count, of: answered) }
            return answer
        } catch let problem as AnswerProblem {
            let isRefusal = if case .filtered = problem { true } else { false }
            throw RunFailure.answer(
                problem, model: model, requestID: response.requestID,
                keptAt: isRefusal ? nil : aside(answered))
        } catch let error as ImageError {
            throw RunFailure.undecodable(error, model: model, keptAt: aside(answered))
        }
    }

    /// Proves that every pixel can be read; what cannot is no known answer.
    func prove(_ answer: Answer, of answered: Answered) async throws -> Answer {
        var sound: [Answer.Picture] = []
        var problem: ImageError?
        for picture in answer.pictures {
            if let found = await Self.damage(of: picture.image) {
                problem = found
            } else {
                sound.append(picture)
            }
        }
        guard let problem else { return answer }
        guard let rest = Answer(sound, isPaid: true, price: answer.price, mask: answer.mask) else {
            let keptAt = aside(answered)
            // Where it could not be put aside it stays: it is paid for, and may be read elsewhere.
            if keptAt != nil { store?.forget(answered.key) }
            throw RunFailure.undecodable(
                problem, model: answered.call.card.name, keptAt: keptAt)
        }
        lose(answer.pictures.count - sound.count, of: answered)
        keep(rest, of: answered)
        return rest
    }

    private static func damage(of image: Image) async -> ImageError? {
        do {
            try await PixelWork.run { () throws(ImageError) in try image.proven() }
            return nil
        } catch {
            return error
        }
    }

    /// On disk, synced, before anybody sees it.
    func keep(_ answer: Answer, of answered: Answered) {
        guard let store else { return }
        let (call, node, mask) = (answered.call, answered.node, answer.mask?.encoded)
        let facts = answer.image.facts
        let record = StoredAnswer(
            key: answered.key.hex, origin: origin, model: call.card.invocationID,
            region: call.region, requestID: answered.response.requestID,
            priceInMillionths: answer.price.millionths, seed: answer.first.seed,
            time: Date().formatted(.iso8601),
            request: node.isPrivate ? "" : text(of: answered.request, with: answered.pictures),
            imageHash: answer.hash, width: facts.size.width, height: facts.size.height,
            format: facts.format.rawValue, hasAlpha: facts.hasAlpha,
            maskHash: mask.map { Digest.hex($0) },
            others: answer.others.isEmpty ? nil : answer.others.map(\.stored))
        do {
            try store.put(
                record, images: answer.pictures.map { $0.image.encoded ?? [] }, mask: mask)
        } catch {
            // Paid for and in hand: it is used, and nothing more is sent that could not be kept.
            keeping.hasFailed.withLock { $0 = true }
            events(.remark(node, "this answer is paid for and could not be kept: \(error)"))
        }
    }

    /// Says that images of an answer are paid for and cannot be read, and where its body is.
    private func lose(_ count: Int, of answered: Answered) {
        let what = count == 1 ? "1 image" : "\(count) images"
        let place = aside(answered).map { ": the answer is kept as \($0)" } ?? ""
        events(.remark(answered.node, "\(what) of the answer cannot be read\(place)"))
    }

    /// Puts aside what came of an answer that broke off: it may be paid for.
    func kept(_ failure: RunFailure, _ key: AnswerKey) -> RunFailure {
        guard case .bedrock(var error) = failure, let part = error.part, part.status == 200 else {
            return failure
        }
        error.part = nil
        error.keptAt = try? store?.putAside(part.body, of: key)
        return .bedrock(error)
    }

    private func aside(_ answered: Answered) -> String? {
        try? store?.putAside(answered.response.body, of: answered.key)
    }
}

extension Answer.Picture {
    fileprivate var stored: StoredAnswer.Picture {
        let facts = image.facts
        return StoredAnswer.Picture(
            imageHash: hash, width: facts.size.width, height: facts.size.height,
            format: facts.format.rawValue, hasAlpha: facts.hasAlpha, seed: seed)
    }
}
