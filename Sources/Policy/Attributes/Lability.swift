import TandemRegistry

extension Attribute {
  /// The lability index of blood glucose.
  static let lability = Attribute(
    "lability", "lability index", unit: "mmol2/L2/h/week", range: 0...20_000,
    .recipient { .known($0.labilityIndex, else: "recipients.lability_index") })
}
