import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import Testing

struct RegionTests {
    private let edit = #"load "a.png" | remove-background | save"#
    private let text = #"generate "a" | save"#
    private let nova = #"generate "a" model:nova-canvas | save"#

    private func region(
        _ program: String, _ region: PlanSettings.Region, stays: Bool = false
    ) throws -> (region: String, notes: [String]) {
        let settings = PlanSettings(origin: "aws", region: region, stays: stays)
        let calls = try plan(program, FakeWorld(), settings).calls
        try #require(calls.count == 1)
        return (
            calls[0].call.region, calls[0].node.notes.filter { !$0.hasPrefix("retired on") }
        )
    }

    @Test func withoutARegionItIsOregonOrWhereTheModelLives() throws {
        #expect(try region(edit, .fallback) == ("us-west-2", []))
        #expect(try region(text, .fallback) == ("us-west-2", []))
        #expect(try region(nova, .fallback) == ("us-east-1", []))
    }

    @Test func aPreferredRegionIsKeptWhereTheModelLives() throws {
        #expect(try region(edit, .preferred("us-east-2")) == ("us-east-2", []))
        #expect(try region(nova, .preferred("eu-west-1")) == ("eu-west-1", []))
    }

    @Test func aPreferredRegionIsMovedAndThatIsSaid() throws {
        #expect(
            try region(text, .preferred("us-east-1"))
                == ("us-west-2", ["moved from us-east-1 to us-west-2, where core is available"]))
        #expect(
            try region(edit, .preferred("eu-central-1"))
                == (
                    "us-west-2",
                    ["moved from eu-central-1 to us-west-2, where remove-background is available"]
                ))
        #expect(
            try region(nova, .preferred("us-west-2"))
                == (
                    "us-east-1",
                    ["moved from us-west-2 to us-east-1, where nova-canvas is available"]
                ))
    }

    @Test func aParameterBindsAndGoesBeforeTheCommandLine() throws {
        let program = #"load "a.png" | remove-background region:us-east-1 | save"#
        #expect(try region(program, .bound("us-east-2")) == ("us-east-1", []))
        #expect(try region(program, .preferred("us-west-2"), stays: true) == ("us-east-1", []))
    }

    @Test func whatBindsIsNotMoved() {
        for (settings, program) in [
            (PlanSettings(origin: "aws", region: .bound("us-east-1")), text),
            (PlanSettings(origin: "aws", region: .preferred("us-east-1"), stays: true), text),
            (PlanSettings(origin: "aws"), #"generate "a" region:us-east-1 | save"#),
        ] {
            let planned = Planned(program, FakeWorld(), settings)
            #expect(planned.plan == nil)
            #expect(planned.codes == ["E075"])
            #expect(planned.diagnostics.first?.message == "core is not available in `us-east-1`")
        }
    }
}
