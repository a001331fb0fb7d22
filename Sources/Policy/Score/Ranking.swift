import TandemClinic
import TandemRegistry

/// The order of a roster under one policy and donor, laid ready for many recipients.
///
/// Cost: some hundred nanoseconds a key where the tie-breaks ask about the recipient or the dose alone.
package struct Ranking: Sendable {
  /// One tie-break on an attribute: the larger value first. In a value of its own, since a closure in an array is
  /// called through another that copies the person.
  private struct Step: Sendable {
    let value: @Sendable (inout Recipient, Int, PairAssessment.Choice) -> Double
  }

  private let context: MatchContext
  private let steps: [Step]
  private let seed: UInt64?

  package init(_ context: MatchContext) {
    self.context = context
    var steps: [Step] = []
    var seed: UInt64?
    for tieBreak in context.policy.tieBreaks {
      switch tieBreak {
      case .attribute(let attribute, let largerFirst):
        steps.append(Ranking.step(attribute, context, sign: largerFirst ? 1 : -1))
      case .lottery(let own): seed = context.lotterySeed ?? own
      case .id: break
      }
    }
    self.steps = steps
    self.seed = seed
  }

  /// The place of a recipient whose choice and score are known.
  package func key(of index: Int, choice: PairAssessment.Choice, score: Points) -> RankKey {
    context.cohort.recipients.withUnsafeBufferPointer { people in
      // Nobody is changed. As `inout` a person is asked in place: a copy costs more than the answer.
      let people = UnsafeMutableBufferPointer(mutating: people)
      return key(of: &people[index], index, choice, score)
    }
  }

  /// Never inlined: it would copy the person.
  @inline(never)
  private func key(
    of person: inout Recipient, _ index: Int, _ choice: PairAssessment.Choice, _ score: Points
  ) -> RankKey {
    var ties: [Double] = []
    ties.reserveCapacity(steps.count)
    for place in steps.indices { ties.append(steps[place].value(&person, index, choice)) }
    let id = person.id
    let lot = seed.map { TieBreak.lot(seed: $0, donor: context.donor.id, recipient: id) } ?? 0
    return RankKey(score: score, ties: ties, lot: lot, id: id)
  }

  private static func step(_ attribute: Attribute, _ context: MatchContext, sign: Double) -> Step {
    let day = context.day
    switch attribute.measurement {
    case .recipient(let measure):
      return Step { person, _, _ in signed(measure(person), sign) }
    case .dated(let measure):
      return Step { person, _, _ in signed(measure(person, day), sign) }
    case .journey, .pair:
      return Step { _, index, _ in
        signed(context.value(attribute, context.facts(index)) ?? .missing([]), sign)
      }
    case .dose:
      return Step { person, _, choice in
        let plan = context.plans[choice.option]
        return signed(
          context.dose(attribute, plan, plan.transplant.levels[choice.level], person.weightKg), sign)
      }
    }
  }

  private static func signed(_ value: Attribute.Value, _ sign: Double) -> Double {
    value.raw.map { sign * $0 } ?? -.infinity
  }
}
