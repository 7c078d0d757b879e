import ImgflowBedrock
import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowReports
import ImgflowRuntime

/// Looks at everything that a run will need, without spending anything.
struct DoctorChecks {
    /// A model that is to be called, and where.
    struct ModelTarget: Hashable, Sendable {
        var name: String
        /// As it goes into the URL.
        var invocationID: String
        /// The model's id, or its inference profile's (`ModelCard.modelID`).
        var catalogID: String
        var region: String

        /// Its requests are known, so that one without fields is refused before it costs anything.
        var isKnown: Bool

        /// Without the profile's `us.`.
        var modelID: String {
            catalogID.hasPrefix("us.") ? String(catalogID.dropFirst(3)) : catalogID
        }
        var isProfile: Bool { catalogID.hasPrefix("us.") }
    }

    let settings: BedrockSettings
    let web: any WebSender
    let chain: CredentialChain
    let today: CalendarDate

    /// The network's part: sign-in, clock, Region, models.
    func findings(on targets: [ModelTarget]) async -> [Finding] {
        var found = [region()]
        let signIn: SignIn
        do {
            signIn = try await chain.signIn()
            found.append(Finding("sign-in", .good, "found in \(signIn.source)"))
        } catch let error as CredentialError {
            return found + [Finding("sign-in", .problem, error.description, error.hints)]
        } catch {
            return found + [Finding("sign-in", .problem, "\(error)")]
        }
        found.append(await identity(signIn))
        if let elsewhere = boundKey(signIn, targets) { found.append(elsewhere) }
        let control: ControlPlane
        do {
            control = try ControlPlane(web: web, settings: settings, signIn: signIn)
        } catch {
            return found + [Finding("endpoint", .problem, error.description, error.hints)]
        }
        for region in Self.inOrder(targets.map(\.region)) {
            found += await look(
                at: targets.filter { $0.region == region }, in: region, control, signIn)
        }
        return found
    }

    private static func inOrder(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    private func region() -> Finding {
        let region = settings.region
        let source =
            switch region.source {
            case .argument: "from --region"
            case .variable(let name): "from \(name)"
            case .profile(let name, _, _): "from profile `\(name)`"
            case .standard: "no Region is configured"
            }
        var finding = Finding("region", .good, "\(region.name), \(source)")
        // Text to image lives in us-west-2 alone (reference, section 12.4).
        if ["us-east-1", "us-east-2"].contains(region.name) {
            finding.grade = .note
            finding.text += "; no model there generates images from text"
            finding.remedies = [
                "such calls go to us-west-2 automatically, unless --region or --stay forbids it"
            ]
        }
        return finding
    }

    /// A short-term key made for one Region, and calls that go to another.
    private func boundKey(_ signIn: SignIn, _ targets: [ModelTarget]) -> Finding? {
        guard case .bearer = signIn.method else { return nil }
        let others = Self.inOrder(targets.map(\.region)).filter { $0 != settings.region.name }
        guard !others.isEmpty else { return nil }
        return Finding(
            "key", .note,
            "some calls go to \(others.joined(separator: " and ")), where a short-term key of \(settings.region.name) is not accepted",
            ["create the key in \(others[0]), or use a long-term one"])
    }

    /// Whether Bedrock Runtime, which the calls go to, can be reached: any answer will do.
    private func runtime(in region: String) async -> Finding {
        do {
            let address = try settings.endpoint.address(region: region)
            let place = "\(address.scheme)://\(address.host)\(address.port.map { ":\($0)" } ?? "")"
            do {
                _ = try await web.send(
                    WebRequest("GET", address, path: "/", limit: .seconds(15)), signedBy: nil,
                    service: .runtime, region: region)
                return Finding("endpoint", .good, "Bedrock Runtime responds at \(place)")
            } catch let error as TransportError {
                return Finding(
                    "endpoint", .problem, "Bedrock Runtime does not respond at \(place): \(error)",
                    error.hints)
            }
        } catch let error as SettingsError {
            return Finding("endpoint", .problem, error.description, error.hints)
        } catch {
            return Finding("endpoint", .problem, "Bedrock Runtime in \(region): \(error)")
        }
    }

    private func identity(_ signIn: SignIn) async -> Finding {
        if case .bearer = signIn.method {
            return Finding(
                "identity", .note,
                "the account of a Bedrock API key cannot be shown: STS does not accept such keys",
                [
                    "a short-term key is valid in the Region that it was created for, for at most 12 hours",
                    "it needs bedrock:CallWithBearerToken in addition to bedrock:InvokeModel",
                ])
        }
        do {
            let sts = try STS(
                web: web, endpoint: settings.endpoint(of: .sts), region: settings.region.name)
            let who = try await sts.callerIdentity(signIn)
            return Finding("identity", .good, "\(who.arn) in account \(who.account)")
        } catch let failure as STS.Failure {
            return Finding(
                "identity", .problem, failure.description,
                failure.isWrongClock
                    ? [STS.Failure.clockAdvice]
                    : ["the keys from \(signIn.source) are rejected: create new ones"])
        } catch let error as TransportError {
            return Finding("identity", .note, "cannot reach STS: \(error)", error.hints)
        } catch {
            return Finding("identity", .note, "cannot reach STS: \(error)")
        }
    }

    private func look(
        at targets: [ModelTarget], in region: String, _ control: ControlPlane, _ signIn: SignIn
    ) async -> [Finding] {
        var found = [await runtime(in: region)]
        let listed: ControlPlane.Said<[ControlPlane.Model]>
        let profiles: [ControlPlane.Profile]
        do {
            listed = try await control.models(in: region)
            profiles =
                targets.contains(where: \.isProfile)
                ? try await control.profiles(in: region) : []
            if let skew = listed.clockSkew { found.append(Self.clock(skew)) }
        } catch let fault as ServiceFault {
            if let skew = fault.clockSkew, skew > .seconds(60) || skew < .seconds(-60) {
                found.append(Self.clock(skew))
            }
            found.append(Self.refused(fault, region))
            return found
        } catch let error as TransportError {
            found.append(
                Finding(
                    "endpoint", .note,
                    "Bedrock's control plane in \(region) does not respond: \(error)",
                    [
                        "models cannot be listed; set AWS_ENDPOINT_URL_BEDROCK to use another endpoint"
                    ]
                ))
            return found
        } catch {
            found.append(Finding("endpoint", .note, "Bedrock's control plane: \(error)"))
            return found
        }
        for target in targets {
            var finding = await look(at: target, listed.value, profiles, control)
            if finding.grade == .good {
                finding =
                    await Rehearsal(settings: settings, web: web, signIn: signIn)
                    .finding(on: target) ?? finding
            }
            found.append(finding)
        }
        return found
    }

    private static func clock(_ skew: Duration) -> Finding {
        let seconds = skew.components.seconds
        let words = "this machine's clock is \(abs(seconds)) s \(seconds > 0 ? "behind" : "ahead")"
        if abs(seconds) <= 60 { return Finding("clock", .good, "right") }
        return Finding(
            "clock", abs(seconds) > 240 ? .problem : .note, words,
            [
                "signatures are valid for five minutes: set the clock, for example with `timedatectl set-ntp true`"
            ]
        )
    }

    private static func refused(_ fault: ServiceFault, _ region: String) -> Finding {
        let type = fault.type ?? "status \(fault.status)"
        let isPolicy = FaultKind(fault) == .accessDenied
        return Finding(
            "endpoint", isPolicy ? .note : .problem,
            "Bedrock in \(region) refuses to list models: \(fault.message) (\(type))",
            isPolicy
                ? [
                    "calls may still work; to see more, allow bedrock:ListFoundationModels, bedrock:ListInferenceProfiles and bedrock:GetFoundationModelAvailability"
                ] : fault.advice(model: "", region: region))
    }

    private func look(
        at target: ModelTarget, _ listed: [ControlPlane.Model], _ profiles: [ControlPlane.Profile],
        _ control: ControlPlane
    ) async -> Finding {
        let about = target.name
        guard let model = listed.first(where: { $0.modelId == target.modelID }) else {
            return Finding(
                about, .problem, "is not available in \(target.region)",
                ["`imgflow models --live` lists available models; --region selects another Region"])
        }
        if target.isProfile,
            !profiles.contains(where: { $0.inferenceProfileId == target.catalogID })
        {
            return Finding(
                about, .problem, "has no inference profile in \(target.region)",
                ["use one of us-east-1, us-east-2 and us-west-2"])
        }
        let end = model.modelLifecycle?.endOfLifeTime.map { String($0.prefix(10)) }
        if let end, let date = CalendarDate(text: end), date <= today {
            return Finding(
                about, .problem, "retired on \(end): calls fail",
                ["remove `model:\(target.name)` to use an available model"])
        }
        do {
            let state = try await control.availability(of: target.modelID, in: target.region)
            return Self.standing(
                state, about, target, isLegacy: model.modelLifecycle?.status == "LEGACY", end)
        } catch let fault as ServiceFault {
            return Finding(
                about, .note,
                "exists; access of this account is unknown: \(fault.message)",
                ["allow bedrock:GetFoundationModelAvailability to see it"])
        } catch {
            return Finding(about, .note, "exists; access of this account is unknown: \(error)")
        }
    }

    private static func standing(
        _ state: ControlPlane.Availability, _ about: String, _ target: ModelTarget, isLegacy: Bool,
        _ end: String?
    ) -> Finding {
        guard state.isAuthorized else {
            return Finding(
                about, .problem, "AWS has not cleared this account for it",
                [
                    "only AWS Support can clear it: until then, calls fail with `Operation not allowed`"
                ])
        }
        switch state.agreement {
        case "AVAILABLE": break
        case "PENDING":
            return Finding(
                about, .note, "its subscription is being created",
                ["it takes up to 15 minutes after the first call"])
        default:
            return Finding(
                about, .problem, "is not subscribed (\(state.agreement))",
                [
                    "the first call subscribes automatically if the caller may aws-marketplace:Subscribe: see `imgflow policy --first-use`",
                    "if that failed before, the account has no valid payment method",
                ])
        }
        guard state.regionAvailability != "NOT_AVAILABLE" else {
            return Finding(about, .problem, "is not available in \(target.region)")
        }
        if isLegacy {
            return Finding(
                about, .note,
                "is ready in \(target.region), and legacy" + (end.map { " until \($0)" } ?? ""),
                ["accounts that do not use it for 15 days may lose access"])
        }
        return Finding(about, .good, "ready in \(target.region)")
    }
}
