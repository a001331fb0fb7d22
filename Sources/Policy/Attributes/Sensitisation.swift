import TandemRegistry

extension Attribute {
  /// Calculated PRA: the share of donors against whom the recipient has antibodies.
  static let sensitisation = Attribute(
    "sensitisation", "cPRA", unit: "fraction", range: 0...1,
    .recipient { .known($0.cpra, else: "recipients.cpra") })
}
