import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// A kept image as the journal has it: all but its pixels, which stand in a file of the session's folder.
struct HeldForm: Codable, Sendable {
    var id: String
    var name: String
    var identity: Identity
    var forecast: ForecastForm
    var isAnswer: Bool
    var calls: [String]
    /// The number of its recipe.
    var recipe: Int
    var pictures: [HeldForm]

    init(_ image: HeldImage) {
        id = image.id
        name = image.name
        identity = image.identity
        forecast = ForecastForm(image.forecast)
        isAnswer = image.isAnswer
        calls = image.calls
        recipe = image.recipe.id
        pictures = image.pictures.map { HeldForm($0) }
    }

    /// Nil where its recipe, or that of the image that it is a mask of, is not among these.
    func image(_ recipes: [Int: HeldRecipe]) -> HeldImage? {
        guard let recipe = recipes[recipe] else { return nil }
        var image = HeldImage(
            id: id, name: name, identity: identity, forecast: forecast.forecast,
            isAnswer: isAnswer, calls: calls, recipe: recipe)
        image.pictures = pictures.compactMap { $0.image(recipes) }
        return image.pictures.count == pictures.count ? image : nil
    }

    /// Of all files that it needs.
    var ids: [String] { [id] + pictures.flatMap(\.ids) }
}

struct RecipeForm: Codable, Sendable {
    var id: Int
    var lets: [String]
    var line: String
    var parents: [Int]

    init(_ recipe: HeldRecipe) {
        id = recipe.id
        lets = recipe.lets
        line = recipe.line
        parents = recipe.parents.map(\.id)
    }

    func recipe(_ known: [Int: HeldRecipe]) -> HeldRecipe? {
        let parents = parents.compactMap { known[$0] }
        guard parents.count == self.parents.count else { return nil }
        return HeldRecipe(id: id, lets: lets, line: line, parents: parents)
    }
}

struct ForecastForm: Codable, Sendable {
    struct Size: Codable, Sendable {
        var certainty: String
        var width = 0
        var height = 0

        init(_ size: SizeForecast) {
            switch size {
            case .exact: certainty = "exact"
            case .documented: certainty = "documented"
            case .about: certainty = "about"
            case .unknown: certainty = "unknown"
            }
            width = size.size?.width ?? 0
            height = size.size?.height ?? 0
        }

        var forecast: SizeForecast {
            let size = PixelSize(width, height)
            switch certainty {
            case "exact": return .exact(size)
            case "documented": return .documented(size)
            case "about": return .about(size)
            default: return .unknown
            }
        }
    }

    struct Swept: Codable, Sendable {
        var text: String
        var label: String?
    }

    /// What was expected before the image came.
    struct Guess: Codable, Sendable {
        var size: Size
        var format: String?
        var hasAlpha: Bool
    }

    var size: Size
    var format: String?
    var hasAlpha: Bool
    var stem: String?
    var ext: String?
    var dir: String?
    var index: Int
    var verbs: [String]
    var text: String?
    var textIsPartial: Bool
    var model: String?
    var seed: Int?
    /// Of the file that began it; absent in the journals of earlier versions.
    var page: Int?
    var date: String?
    var swept: [String: Swept]
    /// What verbs noted of it; older journals have none.
    var noted: [String: String]?
    var guess: Guess?

    init(_ forecast: Forecast) {
        let origin = forecast.provenance
        size = Size(forecast.size)
        format = forecast.format?.rawValue
        hasAlpha = forecast.hasAlpha
        stem = origin.stem
        ext = origin.ext
        dir = origin.dir
        index = origin.index
        verbs = origin.verbs
        text = origin.text.map { $0.known ?? $0.description }
        textIsPartial = origin.textIsPartial
        model = origin.model
        seed = origin.seed
        page = origin.page
        date = origin.date
        swept = origin.swept.mapValues { value in
            Swept(text: value.parts.compactMap(\.text).joined(), label: value.label)
        }
        let known = origin.noted.compactMapValues(\.known)
        noted = known.isEmpty ? nil : known
        guess = forecast.guess.map {
            Guess(size: Size($0.size), format: $0.format?.rawValue, hasAlpha: $0.hasAlpha)
        }
    }

    var forecast: Forecast {
        var origin = Provenance(
            stem: stem, ext: ext, dir: dir, index: index, verbs: verbs,
            text: text.map { PlannedText($0) }, textIsPartial: textIsPartial, model: model,
            seed: seed)
        origin.page = page
        origin.date = date
        origin.swept = swept.mapValues { SweptValue(parts: [.text($0.text)], label: $0.label) }
        origin.noted = Dictionary(
            uniqueKeysWithValues: (noted ?? [:]).map { name, text in
                (name, NotedField(name, key: name, of: 0, known: text))
            })
        var forecast = Forecast(
            size: size.forecast, format: format.flatMap { ImageFormat(rawValue: $0) },
            hasAlpha: hasAlpha, provenance: origin)
        forecast.guess = guess.map {
            Forecast.Guess(
                size: $0.size.forecast, format: $0.format.flatMap { ImageFormat(rawValue: $0) },
                hasAlpha: $0.hasAlpha)
        }
        return forecast
    }
}
