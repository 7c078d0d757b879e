/// The models as this user has them: the built-in facts, and what the configuration says otherwise,
/// since AWS changes prices, quotas, Regions and dates from month to month.
package struct ModelCatalog: Sendable {
    package struct Entry: Sendable {
        package var model: any BedrockModel.Type
        package var card: ModelCard
        /// What the configuration overrules, in its own words: `price`, `regions`.
        package var overruled: [String] = []
    }

    /// A model that answers about images.
    package struct SeeingEntry: Sendable {
        package var card: SeeingCard
        /// What the configuration overrules: `price-in`, `regions`.
        package var overruled: [String] = []
    }

    package private(set) var entries: [Entry]
    package internal(set) var seeing: [SeeingEntry]

    /// The built-in facts alone.
    package static let standard = ModelCatalog(
        entries: Models.all.map { Entry(model: $0, card: $0.card) },
        seeing: SeeingModels.all.map { SeeingEntry(card: $0) })

    package func seeing(name: String) -> SeeingEntry? { seeing.first { $0.card.name == name } }

    package subscript(name: String) -> Entry? { entries.first { $0.card.name == name } }

    /// The entry of a model under its own name.
    package func entry(of model: any BedrockModel.Type) -> Entry {
        self[model.card.name] ?? Entry(model: model, card: model.card)
    }

    /// The entry that answers to an id, its profile's, or an ARN of either.
    package func entry(id: String) -> Entry? {
        let names = Self.spellings(of: id)
        return entries.first { !names.isDisjoint(with: Self.spellings(of: $0.card.invocationID)) }
            ?? Self.standard.entries.first {
                !names.isDisjoint(with: Self.spellings(of: $0.card.invocationID))
            }.map { self[$0.card.name] ?? $0 }
    }

    /// An id, and the bare model's that it stands for: without what an ARN has before it, and
    /// without the geography of a profile (`us.`, `global.`).
    private static func spellings(of id: String) -> Set<String> {
        let last = id.split(separator: "/").last.map(String.init) ?? id
        let parts = last.split(separator: ".", omittingEmptySubsequences: false)
        // `us.stability.stable-outpaint-v1:0`: a provider and a model have one dot between them.
        let bare = parts.count > 2 ? parts.dropFirst().joined(separator: ".") : last
        return [id.lowercased(), bare.lowercased()]
    }

    /// Every Region in which some model lives, each once, in the order of the models.
    package var regions: [String] {
        var seen: Set<String> = []
        return entries.flatMap { $0.card.regions }.filter { seen.insert($0).inserted }
    }
}

/// What the configuration says of one model; nil leaves the built-in fact.
package struct ModelOverride: Hashable, Sendable {
    package var name: String
    /// Another model whose requests this one takes: a new id next to the old.
    package var like: String?
    package var id: String?
    package var price: Dollars?
    /// Of a million tokens, of a model that answers about images.
    package var inputPrice: Dollars?
    package var outputPrice: Dollars?
    package var requestsPerMinute: Int?
    package var regions: [String]?
    package var legacyFrom: CalendarDate?
    package var endsOn: CalendarDate?

    package init(name: String) { self.name = name }
}

extension ModelCatalog {
    package enum OverrideProblem: Error, Hashable, Sendable {
        /// Neither built in nor like one that is.
        case unknownModel(String)
        case unknownOriginal(String, like: String)
        case newWithoutID(String)
        case likeOfBuiltIn(String)
        /// `price` of a model that is paid by tokens, or the reverse.
        case otherPrice(String, fact: String, instead: String)
    }

    /// - Parameter asOf: when the configuration was written, for the plan's list of prices.
    package func applying(
        _ overrides: [ModelOverride], source: String, asOf: String
    ) throws(OverrideProblem) -> ModelCatalog {
        var next = self
        for override in overrides {
            if next.isOfSeeing(override) {
                try next.applyToSeeing(override, source: source, asOf: asOf)
            } else {
                try next.apply(override, source: source, asOf: asOf)
            }
        }
        return next
    }

    private mutating func apply(
        _ override: ModelOverride, source: String, asOf: String
    ) throws(OverrideProblem) {
        let index: Int
        if let like = override.like {
            guard self[override.name] == nil, seeing(name: override.name) == nil else {
                throw .likeOfBuiltIn(override.name)
            }
            guard let original = Self.standard[like] else {
                throw .unknownOriginal(override.name, like: like)
            }
            guard override.id != nil else { throw .newWithoutID(override.name) }
            var entry = original
            entry.card.name = override.name
            entry.card.title = override.name
            index = entries.count
            entries.append(entry)
        } else {
            guard let found = entries.firstIndex(where: { $0.card.name == override.name }) else {
                throw .unknownModel(override.name)
            }
            index = found
        }
        if override.inputPrice != nil || override.outputPrice != nil {
            throw .otherPrice(
                override.name, fact: override.inputPrice != nil ? "price-in" : "price-out",
                instead: "`price`, of one image")
        }
        var overruled: [String] = []
        func take<Value>(_ value: Value?, _ name: String, _ set: (Value) -> Void) {
            guard let value else { return }
            set(value)
            overruled.append(name)
        }
        var card = entries[index].card
        take(override.id, "id") { id in
            // arn:aws:bedrock:REGION:ACCOUNT:application-inference-profile/ID
            if id.hasPrefix("arn:"), id.contains(":application-inference-profile/") {
                card.profiledID = card.modelID
                let parts = id.split(separator: ":", omittingEmptySubsequences: false)
                if parts.count > 3, !parts[3].isEmpty { card.regions = [String(parts[3])] }
            }
            card.invocationID = id
        }
        take(override.price, "price") { card.price = Price($0, source: source, asOf: asOf) }
        take(override.requestsPerMinute, "quota") { card.quota.requestsPerMinute = $0 }
        take(override.regions, "regions") { card.regions = $0 }
        take(override.legacyFrom, "legacy-from") { card.lifecycle.legacyFrom = $0 }
        take(override.endsOn, "ends-on") { card.lifecycle.endsOn = $0 }
        if override.legacyFrom != nil || override.endsOn != nil {
            card.lifecycle.source = source
            card.lifecycle.asOf = asOf
        }
        entries[index].card = card
        entries[index].overruled = overruled
    }
}
