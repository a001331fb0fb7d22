import TandemClinic
import TandemHLA
import TandemPolicy
import TandemRegistry

/// What a policy asks of pairs, sorted by what it depends on; so the pool keeps only the columns that are
/// wanted, and knows what it has no column for.
struct PoolPlan: Sendable {
  /// What several rules and attributes of a policy depend on together.
  enum Facet: Int, CaseIterable, Sendable {
    case bloodGroup, serology, centre, listing, age, epitopes, risk
  }

  /// Loci that are compared together, counted in one way.
  struct Comparison: Sendable, Hashable {
    var loci: [Locus]
    var homozygous: HomozygousCount
  }

  /// A term that rates a count of mismatches.
  struct MismatchTerm: Sendable {
    var term: ScoreTerm
    var comparison: Int
    var direction: HLALimits.Direction
    /// Whether the raw value is two less the count.
    var isMatch: Bool
  }

  /// A limit on mismatches.
  struct MismatchLimit: Sendable {
    var limit: HLALimits.Limit
    var comparison: Int
  }

  var recipientTerms: [ScoreTerm] = []
  var doseTerms: [ScoreTerm] = []
  var facetTerms: [[ScoreTerm]] = Array(repeating: [], count: Facet.allCases.count)
  var facetRules: [[any HardRule]] = Array(repeating: [], count: Facet.allCases.count)
  var mismatchTerms: [MismatchTerm] = []
  var mismatchLimits: [MismatchLimit] = []
  var comparisons: [Comparison] = []
  var crossmatch: CrossmatchRule?
  var pairLists: PairLists?
  /// What the pool has no column for: judged and measured pair by pair.
  var otherRules: [any HardRule] = []
  var otherTerms: [ScoreTerm] = []

  /// Terms without weight move nobody and are left out.
  init(_ policy: Policy) {
    for term in policy.terms where term.weight != 0 { sort(term, policy) }
    for rule in policy.rules { sort(rule, policy) }
  }

  private mutating func sort(_ term: ScoreTerm, _ policy: Policy) {
    switch (term.attribute.measurement, term.attribute.name) {
    case (.recipient, _): recipientTerms.append(term)
    case (.dose, _): doseTerms.append(term)
    case (.journey, _): add(term, to: .centre)
    case (.dated, "waiting-time"): add(term, to: .listing)
    case (.pair, "abo-identical"): add(term, to: .bloodGroup)
    case (.pair, "cmv-match"): add(term, to: .serology)
    case (.pair, "age-difference"): add(term, to: .age)
    case (.pair, "tce"): add(term, to: .epitopes)
    case (.pair, "shared-risk-haplotypes"): add(term, to: .risk)
    case (.pair, "mismatches-gvh"): add(term, policy.hla.loci, policy.hla.homozygous, isMatch: false, .gvh)
    case (.pair, "mismatches-hvg"): add(term, policy.hla.loci, policy.hla.homozygous, isMatch: false, .hvg)
    case (.pair, "dr-match"): add(term, [.drb1], .twice, isMatch: true, .bidirectional)
    case (.pair, "dq-match"): add(term, [.dqb1], .twice, isMatch: true, .bidirectional)
    case (.dated, _), (.pair, _): otherTerms.append(term)
    }
  }

  private mutating func sort(_ rule: any HardRule, _ policy: Policy) {
    guard case .pair = rule.judgement else { return }
    switch rule {
    case let rule as CrossmatchRule: crossmatch = rule
    case let rule as PairLists: pairLists = rule
    case let rule as HLALimits:
      for limit in rule.limits {
        let comparison = comparison(Comparison(loci: limit.loci, homozygous: policy.hla.homozygous))
        mismatchLimits.append(MismatchLimit(limit: limit, comparison: comparison))
      }
    case is SerologyRule: facetRules[Facet.serology.rawValue].append(rule)
    case is DistanceRule: facetRules[Facet.centre.rawValue].append(rule)
    default: otherRules.append(rule)
    }
  }

  private mutating func add(_ term: ScoreTerm, to facet: Facet) { facetTerms[facet.rawValue].append(term) }

  private mutating func add(
    _ term: ScoreTerm, _ loci: [Locus], _ homozygous: HomozygousCount, isMatch: Bool,
    _ direction: HLALimits.Direction
  ) {
    let comparison = comparison(Comparison(loci: loci, homozygous: homozygous))
    mismatchTerms.append(MismatchTerm(term: term, comparison: comparison, direction: direction, isMatch: isMatch))
  }

  private mutating func comparison(_ wanted: Comparison) -> Int {
    if let place = comparisons.firstIndex(of: wanted) { return place }
    comparisons.append(wanted)
    return comparisons.count - 1
  }

  /// The facets that the policy depends on at all. The centre always counts: deliveries depend on it.
  var facets: [Facet] {
    Facet.allCases.filter {
      $0 == .centre || !facetTerms[$0.rawValue].isEmpty || !facetRules[$0.rawValue].isEmpty
    }
  }

  /// The loci that are compared, each once.
  var loci: [Locus] { Set(comparisons.flatMap(\.loci)).sorted() }
}
