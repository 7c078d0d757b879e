import ImgflowModels
import Testing

/// A model is known, and priced, by every spelling of its id that Bedrock takes.
struct SpellingTests {
    @Test(arguments: ModelCatalog.standard.entries.map(\.card))
    func everySpellingIsTheSameModel(_ card: ModelCard) throws {
        let id = card.invocationID
        let bare = id.hasPrefix("us.") ? String(id.dropFirst(3)) : id
        let spellings = [
            id, bare, "us.\(bare)", "global.\(bare)", "eu.\(bare)", bare.uppercased(),
            "arn:aws:bedrock:us-west-2::foundation-model/\(bare)",
            "arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.\(bare)",
        ]
        for spelling in spellings {
            let found = try #require(
                ModelCatalog.standard.entry(id: spelling), "\(spelling)")
            #expect(found.card.name == card.name, "\(spelling)")
        }
    }

    @Test(arguments: ["", "/", "amazon.x", "us.amazon.x", "stability.stable-image-core-v2:0"])
    func whatIsNotKnownIsNobodys(_ id: String) {
        #expect(ModelCatalog.standard.entry(id: id) == nil)
    }
}
