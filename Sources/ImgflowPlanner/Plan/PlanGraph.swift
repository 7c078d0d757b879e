// The planner turns a checked program into a graph of steps before anything is paid for. The graph has to be right about
// three things at once: what a run will cost, what it will be asked to do twice, and which results of earlier runs it can
// use. This note says how.
//
// Steps. A program is lowered one stage and one image at a time (`Lowering`), and every verb adds its steps here. A step
// is never changed once others rest on it, and its inputs always come before it, so `nodes` is in an order in which it can
// be executed. Loops, definitions and sweeps are unrolled: the graph has no jumps, only guards.
//
// Sharing. Every image has an `Identity`: the hash of its bytes where a file or a cached result has them, otherwise a hash
// of the operation and of the identities it was made from. Two steps with equal identities under equal guards are one
// step. A program that asks for the same call twice therefore pays once, and an image that many stages use is decoded
// once. Steps with an effect (`save`, `show`, `info`), steps that decide others, and calls with `fresh:true` are never
// shared.
//
// Two forecasts. The size, format and alpha of an image are predicted before it exists, and there are two predictions:
//
//   - `Forecast` itself uses cached results where there are any. It is what the plan prints, and it gives the exact
//     price and size of what is already known.
//   - `Forecast.blind` is the prediction as if nothing were cached. Everything that goes into a request, a name or a
//     decision of the program rests on this one.
//
// The difference matters after an interrupted run. Suppose an upscale was expected to return 9 megapixels and returned 8.
// If the next stage's request followed the real size, the second run would build another request than the first, miss
// its own cached result and pay again. With the blind forecast both runs build the same request, byte for byte.
// Values that depend on the real image (the seed derived from it, a margin measured on it, a text with its fields) are
// left open as a `DeferredValue` and filled in when the image is there.
//
// Keys. An `AnswerKey` is the hash of where the call goes, the model, the request, and the identities of its images as
// they are sent. It must not contain anything that may differ between two runs of the same program: no path, no line
// number, no time, no Region, no price, and nothing that cached results say. Cached results are found by these keys and
// people have paid for them: the texts in `Identity`, `Preparation.Step` and `FreeOperation` descriptions are a file
// format. Change one only where the pixels change, and then give the old text as `earlier`, so that seeds stay and
// results of the earlier version are recognized.
//
// Guards. What the run decides (`when`, `where`, `try`) does not fork the plan. Both branches are planned, and each step
// carries the set of guards that must hold for it to be taken. A guard is created by a gate step, which the run executes
// like any other: it passes its image on or it does not, and everything that rests on it follows. Steps under a guard
// that have no image from the gate wait for it (`waitsFor`). Where branches meet again, a `pick` step takes whichever
// image came. If the blind forecast already decides a condition there is no gate at all; if only the cached results do,
// the gate stays and its guard says which way it will go (`isMet`), so the price is exact and the request unchanged.
//
// Pruning. When everything is planned, steps that lead to no sink are marked as not needed, unless the program has no
// sink at all. The plan does not list them, and the run does not take them: it reads `isNeeded` and has no rule of its own.

/// The steps of a plan as they are added: which are equal, and what decides whether they are taken.
package struct PlanGraph: Sendable {
    package internal(set) var nodes: [PlanNode] = []
    /// How the image of each step was made, for recipes.
    package internal(set) var stages: [PlanNode.ID: MadeStage] = [:]
    /// The image that a mask was made of, by the mask's step. `select` on a mask selects on that image.
    package var maskedImages: [PlanNode.ID: PlannedImage] = [:]

    private var bySharing: [Sharing: PlanNode.ID] = [:]
    /// The step that decides each guard.
    private var gates: [Guard: PlanNode.ID] = [:]
    private var decisions = 0

    /// Steps are shared if they make the same image and are taken under the same guards.
    private struct Sharing: Hashable {
        var identity: Identity
        var guards: Set<Guard>
        /// What was noted of an image goes with its own steps; a call is paid once, whatever was.
        var noted: [String: NotedField]
    }

    package init() {}

    /// Adds a step, or finds the equal one that exists already.
    package mutating func add(
        _ action: PlanAction, from inputs: [PlanNode.ID] = [], forecast: Forecast,
        identity: Identity, notes: [String] = [], at site: StepSite, isShared: Bool = true
    ) -> PlannedImage {
        let ownGuards = inputs.reduce(into: Set<Guard>()) { $0.formUnion(nodes[$1].guards) }
        let guards = ownGuards.union(site.guards)
        var noted: [String: NotedField] = [:]
        if case .call = action {} else { noted = forecast.provenance.noted }
        let sharing = Sharing(identity: identity, guards: guards, noted: noted)
        if isShared, let id = bySharing[sharing] {
            // The same pixels; the names and the place in the stream are this item's own.
            return PlannedImage(node: id, forecast: forecast, identity: identity)
        }
        let id = nodes.count
        let waitsFor = site.guards.subtracting(ownGuards).compactMap { gates[$0] }.sorted()
        nodes.append(
            PlanNode(
                id: id, origin: site.origin, action: action, inputs: inputs, waitsFor: waitsFor,
                guards: guards, forecast: forecast, identity: identity, notes: notes))
        if isShared { bySharing[sharing] = id }
        return PlannedImage(node: id, forecast: forecast, identity: identity)
    }

    /// Adds the effect of a sink. It is never shared.
    package mutating func addSink(
        _ action: PlanAction, from inputs: [PlanNode.ID], forecast: Forecast, identity: Identity,
        notes: [String], at site: StepSite
    ) {
        let image = add(
            action, from: inputs, forecast: forecast, identity: identity, notes: notes, at: site,
            isShared: false)
        nodes[image.node].isSink = true
    }

    /// Adds a step that passes an image on with what another step found.
    mutating func note(
        _ names: [String: String], by finding: PlanNode.ID, on image: PlannedImage,
        at site: StepSite
    ) -> PlanNode.ID {
        var forecast = image.forecast
        for (name, key) in names {
            forecast.provenance.noted[name] = NotedField(name, key: key, of: finding)
        }
        return add(
            .noted(names), from: [image.node, finding], forecast: forecast,
            identity: image.identity, at: site, isShared: false
        ).node
    }

    /// A call is paid once for all who ask for it: what was noted of each of their images goes on behind it.
    mutating func ownNotes(of image: PlannedImage, at site: StepSite) -> PlannedImage {
        guard case .call(let call) = nodes[image.node].action, call.seeing == nil else {
            return image
        }
        let others = nodes[image.node].forecast.provenance.noted
        var image = image
        var byFinding: [PlanNode.ID: [String: String]] = [:]
        for (name, field) in image.forecast.provenance.noted {
            guard let other = others[name], (other.node, other.key) != (field.node, field.key)
            else { continue }
            byFinding[field.node, default: [:]][name] = field.key
        }
        for (finding, names) in byFinding.sorted(by: { $0.key < $1.key }) {
            image.node = note(names, by: finding, on: image, at: site)
        }
        return image
    }

    /// Adds a step that decides others. It is never shared.
    mutating func addGate(
        _ action: PlanAction, from inputs: [PlanNode.ID], forecast: Forecast, identity: Identity,
        guarded: Guard, at site: StepSite
    ) -> PlanNode.ID {
        let node = add(
            action, from: inputs, forecast: forecast, identity: identity, at: site,
            isShared: false
        ).node
        nodes[node].guards.insert(guarded)
        gates[guarded] = node
        return node
    }

    /// What the image's last step notes is the stage's own effect.
    mutating func tell(_ id: PlanNode.ID) {
        var open = [id]
        while let next = open.popLast() {
            switch nodes[next].action {
            case .noted:
                nodes[next].isSink = true
                open += nodes[next].inputs.prefix(1)
            case .rank(_, let count, _): open += nodes[next].inputs.prefix(count)
            case .pick(_, let count): open += nodes[next].inputs.suffix(count)
            default: break
            }
        }
    }

    /// A number for the guards of one decision.
    mutating func newDecision() -> Int {
        decisions += 1
        return decisions
    }

    /// The guards under which an image comes.
    func guards(of image: PlannedImage?) -> Set<Guard> {
        image.map { nodes[$0.node].guards } ?? []
    }

    /// Gives the image of a step a resolution.
    mutating func resolve(_ id: PlanNode.ID, dpi: Int?) { nodes[id].dpi = dpi }

    mutating func note(_ text: String, at id: PlanNode.ID) { nodes[id].notes.append(text) }

    /// Records what was swept before a step, for messages that say which of many images it is.
    mutating func nameSwept(_ swept: [String: SweptValue], at id: PlanNode.ID) {
        guard nodes[id].forecast.provenance.swept.isEmpty else { return }
        nodes[id].forecast.provenance.swept = swept
    }
}

/// Where the program adds a step, and the guards around that place.
package struct StepSite: Sendable {
    package var origin: StageOrigin
    package var guards: Set<Guard>
}
