import Testing

@testable import ImgflowPlanner

struct VerbTrailTests {
    @Test func branchesHaveListsOfTheirOwn() {
        var first = VerbTrail(["load"])
        first.append("crop")
        var second = first
        var third = first
        second.append("blur")
        third.append("flip")
        first.append("pad")
        third.append("invert")
        #expect(first.all == ["load", "crop", "pad"])
        #expect(second.all == ["load", "crop", "blur"])
        #expect(third.all == ["load", "crop", "flip", "invert"])
        #expect(VerbTrail().all == [])
    }

    @Test func manyAtOnceGoOnFromOne() async {
        let start = VerbTrail(["load"])
        let ends = await withTaskGroup(of: [String].self) { group in
            for number in 0..<64 {
                group.addTask {
                    var own = start
                    own.append("a\(number)")
                    own.append("b\(number)")
                    return own.all
                }
            }
            return await group.reduce(into: Set<[String]>()) { $0.insert($1) }
        }
        #expect(ends == Set((0..<64).map { ["load", "a\($0)", "b\($0)"] }))
    }
}
