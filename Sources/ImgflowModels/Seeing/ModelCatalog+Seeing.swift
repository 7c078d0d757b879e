/// What the configuration says of models that answer about images.
extension ModelCatalog {
    func isOfSeeing(_ override: ModelOverride) -> Bool {
        if let like = override.like { return Self.standard.seeing(name: like) != nil }
        return seeing(name: override.name) != nil
    }

    mutating func applyToSeeing(
        _ override: ModelOverride, source: String, asOf: String
    ) throws(OverrideProblem) {
        if override.price != nil {
            throw .otherPrice(
                override.name, fact: "price",
                instead: "`price-in` and `price-out`, of a million tokens")
        }
        let index = try place(of: override)
        var entry = seeing[index]
        func take<Value>(_ value: Value?, _ name: String, _ set: (Value) -> Void) {
            guard let value else { return }
            set(value)
            entry.overruled.append(name)
        }
        var card = entry.card
        take(override.regions, "regions") { card.keep(regions: $0) }
        take(override.id, "id") { card.replace(id: $0, keepsRegions: override.regions != nil) }
        func price(_ change: (inout TokenPrice) -> Void) {
            for route in card.routes.indices {
                change(&card.routes[route].price)
                card.routes[route].price.source = source
                card.routes[route].price.asOf = asOf
            }
        }
        take(override.inputPrice, "price-in") { dollars in price { $0.input = dollars } }
        take(override.outputPrice, "price-out") { dollars in price { $0.output = dollars } }
        take(override.requestsPerMinute, "quota") { count in
            for route in card.routes.indices { card.routes[route].quota.requestsPerMinute = count }
        }
        take(override.legacyFrom, "legacy-from") { card.lifecycle.legacyFrom = $0 }
        take(override.endsOn, "ends-on") { card.lifecycle.endsOn = $0 }
        if override.legacyFrom != nil || override.endsOn != nil {
            card.lifecycle.source = source
            card.lifecycle.asOf = asOf
        }
        entry.card = card
        seeing[index] = entry
    }

    /// Where its entry is; that of a new model is appended.
    private mutating func place(of override: ModelOverride) throws(OverrideProblem) -> Int {
        guard let like = override.like else {
            guard let found = seeing.firstIndex(where: { $0.card.name == override.name }) else {
                throw .unknownModel(override.name)
            }
            return found
        }
        guard seeing(name: override.name) == nil, self[override.name] == nil else {
            throw .likeOfBuiltIn(override.name)
        }
        guard let original = Self.standard.seeing(name: like) else {
            throw .unknownOriginal(override.name, like: like)
        }
        guard override.id != nil else { throw .newWithoutID(override.name) }
        var entry = original
        entry.card.name = override.name
        entry.card.title = override.name
        seeing.append(entry)
        return seeing.count - 1
    }
}

extension SeeingCard {
    /// The routes of these Regions; one that no route has is taken to be served by the first.
    fileprivate mutating func keep(regions: [String]) {
        let known = Set(routes.flatMap(\.regions))
        for index in routes.indices {
            routes[index].regions.removeAll { !regions.contains($0) }
        }
        if !routes.isEmpty { routes[0].regions += regions.filter { !known.contains($0) } }
        routes.removeAll(where: \.regions.isEmpty)
    }

    /// An id of the user's own is the whole of it: no prefix is put before it.
    fileprivate mutating func replace(id: String, keepsRegions: Bool) {
        modelID = id
        guard id.hasPrefix("arn:") else {
            for index in routes.indices { routes[index].prefix = "" }
            return
        }
        // arn:aws:bedrock:REGION:ACCOUNT:application-inference-profile/ID is of one Region.
        let parts = id.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let bound = parts.count > 3 && !parts[3].isEmpty && !keepsRegions ? parts[3] : nil
        if let bound, var route = route(in: bound) ?? routes.first {
            route.regions = [bound]
            routes = [route]
        }
        for index in routes.indices { routes[index].prefix = "" }
    }
}
