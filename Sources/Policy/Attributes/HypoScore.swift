import TandemRegistry

extension Attribute {
  /// The HYPO score.
  static let hypoScore = Attribute(
    "hypo-score", "HYPO score", unit: "points", range: 0...20_000,
    .recipient { .known($0.hypoScore, else: "recipients.hypo_score") })
}
