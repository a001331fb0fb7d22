import TandemRegistry

extension Attribute {
  /// Severe hypoglycaemic events in the last 12 months.
  static let severeHypos = Attribute(
    "severe-hypos", "number of severe hypoglycaemic events in 12 months", unit: "events", range: 0...1000,
    .recipient { .known($0.severeHypos12m, else: "recipients.severe_hypos_12m") })
}
