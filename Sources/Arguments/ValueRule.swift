/// A range that an option may give for its values.
public typealias ValueRange<Element: ArgumentValue> = any RangeExpression<Element> & Sendable

/// How the texts of one option become values: the type's own reading, then the range.
struct ValueRule<Element: ArgumentValue>: Sendable {
  let range: ValueRange<Element>?

  var limits: String? { range.map(ValueRule.words) }

  var expectation: String { limits.map { "\(Element.noun), \($0)" } ?? Element.noun }

  func read(_ text: String) -> Declaration.Reading {
    guard let value = Element.read(text) else { return .unreadable }
    if let range, !range.contains(value) { return .outOfRange }
    return .value(value)
  }

  /// The range in words, so that an exclusive end cannot be misread.
  private static func words(_ range: ValueRange<Element>) -> String {
    switch range {
    case let range as ClosedRange<Element>:
      "\(range.lowerBound.argumentText) to \(range.upperBound.argumentText)"
    case let range as Range<Element>:
      "\(range.lowerBound.argumentText) or more and below \(range.upperBound.argumentText)"
    case let range as PartialRangeFrom<Element>: "\(range.lowerBound.argumentText) or more"
    case let range as PartialRangeThrough<Element>: "\(range.upperBound.argumentText) or less"
    case let range as PartialRangeUpTo<Element>: "below \(range.upperBound.argumentText)"
    default: "\(range)"
    }
  }
}
