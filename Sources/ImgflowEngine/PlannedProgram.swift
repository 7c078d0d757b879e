package import ImgflowLanguage
package import ImgflowPlanner
package import ImgflowRuntime

/// What planning made of a program.
package struct PlannedProgram: Sendable {
    package var input: ProgramInput
    /// Nil where the program has errors, or parameters without a value.
    package var plan: Plan?
    /// Of the part of the program that no mistake touches; nil where planning found one.
    package var soundPlan: Plan?
    package var diagnostics: [Diagnostic]
    package var linked: LinkedProgram
    /// The parameters without a value.
    package var missing: [String]
    /// As it was looked at: a run goes on from that.
    package var world: DiskWorld

    package var sources: Sources { linked.sources }

    package var isRight: Bool { !diagnostics.contains { $0.severity == .error } }
}
