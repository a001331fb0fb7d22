import TandemClinic
import TandemHLA
import TandemPolicy

/// For one donor: what the mismatches of a row are worth, and whether the limits let them pass.
final class MismatchScore {
  /// A term, by the byte of the lanes that it counts.
  private struct Term {
    let shift: UInt64
    /// Where its points stand in `points`, by the count; after the largest those of a comparison that cannot be
    /// made.
    let start: Int
  }

  private struct Limit {
    let shift: UInt64
    let atMost: UInt64
    let passesFail: Bool
    /// nil when the gate has to be asked pair by pair.
    let passesReview: Bool?
  }

  /// What is said of a row.
  enum Answer {
    case points(Int32)
    case closed
    /// Only the explaining code can tell.
    case ask(Int32)
  }

  private var tables: [GenotypeTable] = []
  private var lanes = Column<GenotypeTable.Lane>([])
  /// The loci of each comparison, as places among the tables.
  private var steps: [Step] = []
  private var tableOfStep = Column<Int>([])
  private var points = Column<Int32>([])

  /// One comparison: its loci, its terms and its limits.
  private struct Step {
    let loci: Range<Int>
    var terms: [Term] = []
    var limits: [Limit] = []
  }
  /// No row can have more.
  private(set) var mostPoints: Int32 = 0

  private static let mostMismatches = 22
  /// Bytes of `GenotypeTable.Lanes`: at least, then at most.
  private static let atMostShift: UInt64 = 24

  init(_ pool: Pool, _ context: MatchContext) {
    let plan = pool.plan
    var places: [PoolPlan.Comparison: Int] = [:]
    var tableOfStep: [Int] = []
    for comparison in plan.comparisons {
      let start = tableOfStep.count
      for locus in comparison.loci {
        let key = PoolPlan.Comparison(loci: [locus], homozygous: comparison.homozygous)
        if places[key] == nil {
          places[key] = tables.count
          let column = pool.genotypes[plan.loci.firstIndex(of: locus)!]
          tables.append(GenotypeTable(column, comparison.homozygous, pool, context))
        }
        tableOfStep.append(places[key]!)
      }
      steps.append(Step(loci: start..<tableOfStep.count))
    }
    var points: [Int32] = []
    for term in plan.mismatchTerms {
      let start = points.count
      for count in 0...MismatchScore.mostMismatches {
        points.append(Int32(term.term.points(Double(term.isMatch ? 2 - count : count)).millionths))
      }
      points.append(Int32(term.term.points(nil).millionths))
      mostPoints += points[start...].max()!
      steps[term.comparison].terms.append(Term(shift: term.direction.shift, start: start))
    }
    for entry in plan.mismatchLimits {
      steps[entry.comparison].limits.append(
        Limit(
          shift: entry.limit.direction.shift, atMost: UInt64(entry.limit.atMost),
          passesFail: pool.gate.overrides.contains(entry.limit.rule),
          passesReview: pool.gate.passesReview(of: entry.limit.rule)))
    }
    self.points = Column(points)
    self.tableOfStep = Column(tableOfStep)
    lanes = Column(tables.map(\.lane))
  }

  @inline(__always)
  func answer(row: Int) -> Answer {
    var total: Int32 = 0
    var mustAsk = false
    let lanes = lanes.base
    let tableOfStep = tableOfStep.base
    let points = points.base
    for step in steps.indices {
      var word: UInt64 = 0
      for place in steps[step].loci {
        let table = tableOfStep[place]
        word &+= GenotypeTable.word(lanes[table], row: row, of: self.tables[table])
      }
      let isKnown = word >> GenotypeTable.Lanes.unknownShift == 0
      for index in steps[step].terms.indices {
        let term = steps[step].terms[index]
        let count = isKnown ? Int(word >> term.shift & 0xFF) : MismatchScore.mostMismatches + 1
        total += points[term.start + count]
      }
      for index in steps[step].limits.indices {
        let limit = steps[step].limits[index]
        if word >> (limit.shift + MismatchScore.atMostShift) & 0xFF <= limit.atMost { continue }
        if word >> limit.shift & 0xFF > limit.atMost {
          if !limit.passesFail { return .closed }
        } else if let passes = limit.passesReview {
          if !passes { return .closed }
        } else {
          mustAsk = true
        }
      }
    }
    return mustAsk ? .ask(total) : .points(total)
  }
}

extension HLALimits.Direction {
  /// The byte of `GenotypeTable.Lanes` that counts this direction.
  var shift: UInt64 {
    switch self {
    case .gvh: 0
    case .hvg: 8
    case .bidirectional: 16
    }
  }
}

extension Gate {
  /// Whether a review of the rule lets pass; nil when that depends on what is missing.
  func passesReview(of rule: Rule) -> Bool? {
    if overrides.contains(rule) || reviews.outcome(of: rule) == .list { return true }
    return isExpedited ? nil : false
  }
}
