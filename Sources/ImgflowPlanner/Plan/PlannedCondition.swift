package import ImgflowLanguage

/// A condition on images of the plan: decided when planning where all that it asks is known, and by
/// the run where it is not.
package indirect enum PlannedCondition: Hashable, Sendable {
    case constant(Bool)
    case comparison(Condition.Comparison, PlannedOperand, PlannedOperand)
    case both(PlannedCondition, PlannedCondition)
    case either(PlannedCondition, PlannedCondition)
    case not(PlannedCondition)

    /// Nil where a value is not known.
    package func decided(
        _ value: (Field, PlanNode.ID) -> String?, noted: (NotedField) -> String?
    ) -> Bool? {
        switch self {
        case .constant(let truth): return truth
        case .not(let inner): return inner.decided(value, noted: noted).map { !$0 }
        case .both(let left, let right):
            let sides = (left.decided(value, noted: noted), right.decided(value, noted: noted))
            if sides.0 == false || sides.1 == false { return false }
            return sides.0 == nil || sides.1 == nil ? nil : true
        case .either(let left, let right):
            let sides = (left.decided(value, noted: noted), right.decided(value, noted: noted))
            if sides.0 == true || sides.1 == true { return true }
            return sides.0 == nil || sides.1 == nil ? nil : false
        case .comparison(let comparison, let left, let right):
            guard let one = left.resolved(value, noted), let other = right.resolved(value, noted)
            else { return nil }
            return comparison.holds(one, other)
        }
    }

    /// The images that it asks.
    package var nodes: Set<PlanNode.ID> {
        switch self {
        case .constant: []
        case .comparison(_, let left, let right): left.nodes.union(right.nodes)
        case .both(let left, let right), .either(let left, let right):
            left.nodes.union(right.nodes)
        case .not(let inner): inner.nodes
        }
    }
}

/// One side of a comparison.
package enum PlannedOperand: Hashable, Sendable {
    case number(Double)
    case text(PlannedText)
    /// A field that holds a number, of the image that this node makes.
    case measure(Field, of: PlanNode.ID)
    /// What a verb wrote down: a number if it is one, else a text.
    case noted(NotedField)

    fileprivate enum Resolved {
        case number(Double)
        case text(String)
    }

    /// What an order goes by: numbers before texts, texts without regard to case.
    enum Key: Comparable, Sendable {
        case number(Double)
        case text(String)
    }

    /// Nil where it is not known, or the image has none.
    func key(
        _ value: (Field, PlanNode.ID) -> String?, _ noted: (NotedField) -> String?
    ) -> Key? {
        switch resolved(value, noted) {
        case .number(let number)?: .number(number)
        case .text(let text)?: .text(text.lowercased())
        case nil: nil
        }
    }

    /// `nan` and `inf` are words: no order has a place for them.
    private static func number(_ text: String) -> Double? {
        Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    fileprivate func resolved(
        _ value: (Field, PlanNode.ID) -> String?, _ noted: (NotedField) -> String?
    ) -> Resolved? {
        switch self {
        case .number(let number): return .number(number)
        case .measure(let field, let node):
            guard let text = value(field, node) else { return nil }
            // `seed` of an image that has none is a text, and no number equals it.
            return Self.number(text).map { .number($0) } ?? .text(text)
        case .noted(let field):
            guard let text = noted(field) else { return nil }
            return Self.number(text).map { .number($0) } ?? .text(text)
        case .text(let text):
            var result = ""
            for part in text.parts {
                switch part {
                case .text(let piece): result += piece
                case .field(let field, let node, let digits):
                    guard let piece = value(field, node) else { return nil }
                    result += FieldPadding.padded(piece, to: digits)
                case .noted(let field):
                    guard let piece = noted(field) else { return nil }
                    result += piece
                case .written: return nil
                }
            }
            return .text(result)
        }
    }

    var nodes: Set<PlanNode.ID> {
        switch self {
        case .number: []
        case .measure(_, let node): [node]
        case .noted(let field): [field.node]
        case .text(let text): Set(text.nodes)
        }
    }
}

extension Condition.Comparison {
    /// A number and a text are never equal, and neither is more.
    fileprivate func holds(_ left: PlannedOperand.Resolved, _ right: PlannedOperand.Resolved)
        -> Bool
    {
        switch (left, right) {
        case (.number(let one), .number(let other)):
            switch self {
            case .less: return one < other
            case .lessOrEqual: return one <= other
            case .greater: return one > other
            case .greaterOrEqual: return one >= other
            case .equal: return one == other
            case .notEqual: return one != other
            }
        case (.text(let one), .text(let other)):
            return self == .equal ? one == other : self == .notEqual ? one != other : false
        case (.number(let number), .text(let text)), (.text(let text), .number(let number)):
            let isEqual = Double(text) == number
            return self == .equal ? isEqual : self == .notEqual ? !isEqual : false
        }
    }
}
