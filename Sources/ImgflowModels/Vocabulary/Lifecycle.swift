/// Where a model stands in AWS's lifecycle: active, legacy (existing users only), ended.
package struct Lifecycle: Hashable, Sendable {
    package enum Stage: String, Sendable { case active, legacy, retired }

    package var legacyFrom: CalendarDate?
    /// From this day calls fail with 404 `ResourceNotFoundException`.
    package var endsOn: CalendarDate?
    package var source: String
    /// When the source was read or written: `2026-10`; empty where it has no date.
    package var asOf: String

    package init(
        legacyFrom: CalendarDate? = nil, endsOn: CalendarDate? = nil, source: String,
        asOf: String = ""
    ) {
        self.legacyFrom = legacyFrom
        self.endsOn = endsOn
        self.source = source
        self.asOf = asOf
    }

    package func stage(on today: CalendarDate) -> Stage {
        if let endsOn, today >= endsOn { return .retired }
        if let legacyFrom, today >= legacyFrom { return .legacy }
        return .active
    }
}
