public import TandemClinic

/// The names of the clinical rules, for overrides and for policies that treat their reviews one by one.
public enum RuleNames {
  /// Every name, sorted.
  public static var all: [Rule] {
    var names: Set<String> = [
      "timing.cold_ischaemia", "timing.lead_in", "timing.stem_cells", "timing.bone_warm", "timing.bones",
      "timing.available_until", "islets.abo", "stem_cells.abo", "dose.islets", "dose.cd34", "dose.cd3_floor",
      "dose.cd3_ceiling", "release.dose_per_kg", "release.total", "release.bags", "release.tests",
      "release.viability", "release.purity", "release.tissue", "release.tissue_per_bag", "release.delivery",
      "conditioning.hct_ci", "conditioning.hct_ci_age", "indication.any_of", "conditioning.any_of",
    ]
    for value in RecipientValue.allCases.map(\.rawValue) + RecipientFact.allCases.map(\.rawValue) {
      names.insert("indication.\(value)")
      names.insert("conditioning.\(value)")
    }
    for value in DonorValue.allCases.map(\.rawValue) + DonorFact.allCases.map(\.rawValue) {
      names.insert("donor.\(value)")
    }
    return names.sorted().map { Rule($0) }
  }
}

extension Policy {
  /// The names of all rules that may give a reason under this policy, sorted: what a run may override.
  public var ruleNames: [Rule] {
    var names = Set(RuleNames.all + rules.flatMap(\.names))
    for regimen in regimens {
      for drug in regimen.drugs {
        for criterion in drug.all { names.insert(criterion.rule) }
      }
    }
    return names.sorted()
  }
}
