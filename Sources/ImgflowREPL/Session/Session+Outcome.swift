import ImgflowLanguage

/// What a run made of a step, as entries of the session.
extension Session.Step {
    /// The step's own entry, with its images, its seeds, and what it cost.
    func made(_ outcome: LineOutcome) -> Entry {
        var entry = entry
        var pictures = outcome.pictures
        // A model that takes no seed is not reported with one that an earlier model had.
        if let last = outcome.finished.max(by: { $0.offset < $1.offset }),
            last.seeds.isEmpty
        {
            for place in pictures.indices { pictures[place].seed = nil }
        }
        entry.kind = .pictures(pictures)
        entry.held = outcome.held
        entry.payment = outcome.payment
        entry.milliseconds = outcome.milliseconds
        entry.stages = stages.filter { !$0.isSink || $0.stage.isSave }.map { seeded($0, outcome) }
        // What failed is not asked again, and not paid for again, whenever the others are used.
        if !outcome.pictures.isEmpty, outcome.pictures.count < outcome.expected {
            let places = outcome.places.map(String.init).joined(separator: ", ")
            let place = entry.stages.lastIndex { !$0.isSave } ?? entry.stages.count - 1
            entry.stages.insert(EntryStage(text: "pick [\(places)]"), at: place + 1)
            entry.text += " | pick [\(places)]"
        }
        return entry
    }

    /// What a run that was interrupted has made on its way: a result for each stage that a model has done, or
    /// has begun to do, and the rest of the line, to be gone on with. Nil where there is none.
    func kept(_ outcome: LineOutcome) -> (entries: [Entry], rest: String)? {
        var entries: [Entry] = []
        var last = 0
        var open = makingStages[...]
        while let place = open.firstIndex(where: { stage in
            outcome.finished.contains { $0.offset == stage.offset }
        }) {
            guard let finished = outcome.finished.first(where: { $0.offset == open[place].offset })
            else { break }
            var entry = entry
            entry.number += entries.count
            entry.kind = .pictures(finished.pictures)
            entry.held = finished.held
            entry.payment = finished.payment
            entry.milliseconds = finished.milliseconds
            entry.stages = open[...place].map { seeded($0, outcome) }
            if let before = entries.last {
                entry.stages.insert(
                    EntryStage(text: "$\(LineText.name(of: before.number))"), at: 0)
            }
            // Those that did not come are not asked for again.
            if !finished.isWhole {
                let places = finished.places.map(String.init).joined(separator: ", ")
                entry.stages.append(EntryStage(text: "pick [\(places)]"))
            }
            entry.text = entry.stages.map(\.text).joined(separator: " | ")
            entry.typed = entry.text
            entry.parents = Set(LineText.results(in: entry.text))
            entries.append(entry)
            last = open[place].offset
            open = open[(place + 1)...]
            // What comes behind it was made of some images, in places that nobody can tell.
            if !finished.isWhole { break }
        }
        guard !entries.isEmpty else { return nil }
        let rest = stages.filter { $0.offset > last }.map(\.typed)
        return (entries, rest.isEmpty ? "" : "| " + rest.joined(separator: " | "))
    }

    private var makingStages: [Session.Stage] { stages.filter { !$0.isSink } }

    /// What was saved, with the files that came of it.
    func saves(_ outcome: LineOutcome) -> [EntryStage] {
        stages.filter(\.stage.isSave).map { seeded($0, outcome) }
    }

    private func seeded(_ stage: Session.Stage, _ outcome: LineOutcome) -> EntryStage {
        var made = stage.stage
        made.files = outcome.files.filter { $0.offset == stage.offset }.map(\.file)
        guard let finished = outcome.finished.first(where: { $0.offset == stage.offset }) else {
            return made
        }
        made.seeds = finished.seeds
        made.seed = finished.seed
        return made
    }
}
