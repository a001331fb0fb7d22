import TandemClinic
import TandemFiles
import TandemHLA
import TandemRegistry

/// A crossmatch verdict in words: each antibody with its strength, what it meets, and what would settle it.
struct CrossmatchReason {
  let rule: Rule
  let facts: PairFacts
  let limits: AntibodyLimits
  let verdict: Verdict

  var reason: Reason {
    Reason(
      rule, verdict, detail, basis: Basis(limits.strongAbove), missing: missing,
      remedy: verdict == .pass ? nil : remedy)
  }

  private var hasRows: Bool { !facts.antibodies.isEmpty }
  private var isUnknown: Bool { !hasRows && facts.recipient.cpra != 0 }

  private func strength(_ antibody: Antibody) -> AntibodyLimits.Strength { limits.strength(of: antibody) }
  private var counting: [VirtualCrossmatch.Hit] {
    facts.crossmatch.hits.filter { strength($0.antibody) > .negligible }
  }
  private var gaps: [VirtualCrossmatch.Gap] {
    facts.crossmatch.gaps.filter { strength($0.antibody) > .negligible }
  }

  private var bands: String {
    let c1q = limits.c1qCounts ? ", or C1q binding," : ""
    return "an antibody counts from \(Amount.text(limits.weakFrom.value, "MFI")) and excludes above "
      + "\(Amount.text(limits.strongAbove.value, "MFI"))\(c1q) for \(limits.graft)"
  }

  private var detail: String {
    if isUnknown {
      let cpra = facts.recipient.cpra.map { "cPRA is \(Amount.text($0))" } ?? "cPRA is not known"
      return "No antibodies are recorded, and \(cpra)."
    }
    if !hasRows { return "No antibodies are recorded, and cPRA is 0." }
    var parts = facts.crossmatch.hits.map { hit in
      let certainty = hit.isCertain ? "against" : "possibly against"
      return "\(words(hit.antibody)) \(certainty) \(hit.names.map(\.text).joined(separator: ", "))"
        + " (\(strength(hit.antibody).rawValue))"
    }
    parts += gaps.map { "\(words($0.antibody)): \(loci($0.missing)) of the donor not typed" }
    let opening =
      parts.isEmpty
      ? "No antibody of \(facts.antibodies.count) meets the donor" : parts.joined(separator: "; ")
    return "\(opening); \(bands)."
  }

  private func words(_ antibody: Antibody) -> String {
    let mfi = antibody.mfi.map { Amount.text($0, "MFI") } ?? "MFI not given"
    return "\(antibody.specificity.text) \(mfi)\(antibody.c1q == true ? ", C1q positive" : "")"
  }

  private func loci(_ loci: [Locus]) -> String { loci.map(\.name).joined(separator: ", ") }

  private var missing: [String] {
    guard verdict == .review else { return [] }
    if isUnknown {
      return ["antibodies.specificity"] + (facts.recipient.cpra == nil ? ["recipients.cpra"] : [])
    }
    var missing = Set(gaps.flatMap(\.missing) + counting.flatMap(\.missing)).sorted().map {
      "donors.hla (\($0.name))"
    }
    if counting.contains(where: { $0.antibody.mfi == nil }) { missing.append("antibodies.mfi") }
    return missing
  }

  private var remedy: String {
    if isUnknown { return "antibody results, or cpra of 0" }
    var parts: [String] = []
    for hit in counting {
      let antibody = hit.antibody
      let name = antibody.specificity.text
      if verdict == .fail, !(hit.isCertain && strength(antibody) >= .strong) { continue }
      let from = verdict == .fail ? limits.strongAbove.value : limits.weakFrom.value
      let bound =
        verdict == .fail ? "at most \(Amount.text(from, "MFI"))" : "under \(Amount.text(from, "MFI"))"
      let c1q = limits.c1qCounts && antibody.c1q == true ? " without C1q binding" : ""
      let typing = hit.isCertain || hit.missing.isEmpty ? "" : ", or \(loci(hit.missing)) of the donor typed"
      parts.append("antibody to \(name) \(bound)\(c1q)\(typing)")
    }
    if verdict == .review { parts += gaps.map { "\(loci($0.missing)) of the donor typed" } }
    return parts.joined(separator: " and ")
  }
}
