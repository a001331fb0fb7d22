import TandemRegistry

/// Earlier grafts of islets or pancreas, by the words of the comorbidity table.
enum PriorGraft {
  /// The words that say so.
  static let words = ["prior_islet_graft", "prior_pancreas_graft"]
}

extension Attribute {
  /// 1 after an earlier graft of islets or pancreas.
  static let priorGraft = Attribute(
    "prior-graft", "whether there was an islet or pancreas graft before", unit: "yes or no", range: 0...1,
    .recipient { recipient in
      .known(
        recipient.comorbidities.map { $0.contains(where: PriorGraft.words.contains) ? 1 : 0 },
        else: "recipients.comorbidities")
    })
}
