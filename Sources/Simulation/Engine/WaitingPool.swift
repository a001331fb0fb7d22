import TandemClinic
import TandemHLA
import TandemFiles
import TandemPolicy
import TandemRegistry

/// Who waits under one policy, and who of them may be offered a donor, in order.
final class WaitingPool {
  private let policy: Policy
  private var cohort: Cohort
  private var isWaiting: [Bool]
  /// Antibodies that changed, by person; those of the others stand in the cohort.
  private var gained: [Int: [Antibody]] = [:]

  init(_ world: World, under policy: Policy) {
    self.policy = policy
    cohort = world.cohort
    isWaiting = [Bool](repeating: false, count: world.people.count)
  }

  /// From here on somebody may be offered donors.
  func admit(_ person: Int) { isWaiting[person] = true }

  /// From here on they may not.
  func withdraw(_ person: Int) { isWaiting[person] = false }

  /// Somebody has changed: new antibodies, an earlier graft, another day of listing.
  func replace(_ person: Int, by recipient: Recipient, antibodies: [Antibody]) {
    cohort.recipients[person] = recipient
    gained[person] = antibodies
    let entries = cohort.recipients.indices.flatMap { index in
      (gained[index] ?? Array(cohort.antibodies.of(index))).map { (recipient: index, antibody: $0) }
    }
    cohort.antibodies = AntibodyRegister(recipientCount: cohort.recipients.count, entries: entries)
  }

  /// The offering of a donor on a day.
  func offering(of donor: Donor, on day: Day) -> Offering {
    let context = MatchContext(donor: donor, in: cohort, under: policy, on: day)
    guard context.gate.isOpen(context.donorAssessment),
      context.plans.contains(where: { context.gate.isOpen($0.timing) })
    else { return Offering(context: context, candidates: [], pairs: 0) }
    var found: [(key: RankKey, candidate: Candidate)] = []
    var pairs = 0
    for person in isWaiting.indices where isWaiting[person] {
      pairs += 1
      let pair = context.pair(person, .decide)
      guard pair.isListed else { continue }
      found.append(
        (
          context.rankKey(of: pair),
          Candidate(person: person, option: pair.choice.option, level: pair.choice.level)
        ))
    }
    found.sort { $0.key < $1.key }
    return Offering(context: context, candidates: found.map(\.candidate), pairs: pairs)
  }
}

/// Somebody who may be offered the grafts, with the protocol and dose level of the offer.
struct Candidate: Sendable {
  let person: Int
  let option: Int
  let level: Int
}

/// A donor with those who may be offered the grafts, in the order of the policy.
struct Offering {
  let context: MatchContext
  let candidates: [Candidate]
  /// Pairs of which the policy was asked.
  let pairs: Int
}
