import FoundationEssentials
import ImageFacts
import ImgflowBedrock
import ImgflowImages
import ImgflowModels
import ImgflowPlanner
import Synchronization

/// Handles responses: extracts the images, caches them, and checks that they can be decoded.
extension CallRunner {
    /// A call and its response.
    struct Answered: Sendable {
        var prepared: PreparedCall
        var response: HTTPResponse
    }

    /// Extracts the images of a response. Only their headers are checked.
    ///
    /// - Throws: `RunFailure` if there is no usable image, which says where the response is kept.
    func read(_ answered: Answered) throws -> Answer {
        let (response, model) = (answered.response, answered.prepared.call.card.name)
        do {
            let said = try response.body.withUnsafeBytes { body in
                try answered.prepared.call.model.answer(from: body)
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
            // An unreadable mask does not cost the image.
            let mask = said.mask.flatMap { try? Image(encoded: $0) }
            let price = answered.prepared.price(of: said.count)
            guard let answer = Answer(pictures, isPaid: true, price: price, mask: mask) else {
                throw problem ?? RunFailure.other("the response has no image")
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

    /// Decodes every pixel. Damaged images are removed from the cache.
    ///
    /// - Throws: `RunFailure` if no image is left.
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
            // If the response could not be set aside, the cached image stays: it is paid for.
            if keptAt != nil { store?.forget(answered.prepared.key) }
            throw RunFailure.undecodable(
                problem, model: answered.prepared.call.card.name, keptAt: keptAt)
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

    /// Writes a result to the cache, synced.
    func keep(_ answer: Answer, of answered: Answered) {
        guard let store else { return }
        let (prepared, mask) = (answered.prepared, answer.mask?.encoded)
        let facts = answer.image.facts
        let record = StoredAnswer(
            key: prepared.key.hex, origin: origin, model: prepared.call.card.invocationID,
            region: prepared.call.region, requestID: answered.response.requestID,
            priceInMillionths: answer.price.millionths, seed: answer.first.seed,
            time: Date().formatted(.iso8601),
            request: prepared.node.isPrivate ? "" : prepared.text,
            imageHash: answer.hash, width: facts.size.width, height: facts.size.height,
            format: facts.format.rawValue, hasAlpha: facts.hasAlpha,
            maskHash: mask.map { Digest.hex($0) },
            others: answer.others.isEmpty ? nil : answer.others.map(\.stored))
        do {
            try store.put(
                record, images: answer.pictures.map { $0.image.encoded ?? [] }, mask: mask)
        } catch {
            // The result is paid for, so it is used; nothing more is sent that could not be cached.
            keeping.hasFailed.withLock { $0 = true }
            events(
                .remark(prepared.node, "this paid result could not be cached: \(error)"))
        }
    }

    /// Reports paid images that cannot be decoded, and where the response is kept.
    private func lose(_ count: Int, of answered: Answered) {
        let what = count == 1 ? "1 image" : "\(count) images"
        let place = aside(answered).map { ": the response is kept as \($0)" } ?? ""
        events(.remark(answered.prepared.node, "\(what) of the response cannot be read\(place)"))
    }

    /// Keeps the part of an interrupted response that arrived: it may be billed.
    func kept(_ failure: RunFailure, _ key: AnswerKey) -> RunFailure {
        guard case .bedrock(var error) = failure, let part = error.part, part.status == 200 else {
            return failure
        }
        error.part = nil
        error.keptAt = try? store?.putAside(part.body, of: key)
        return .bedrock(error)
    }

    func aside(_ answered: Answered) -> String? {
        try? store?.putAside(answered.response.body, of: answered.prepared.key)
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
