import TandemClinic
import TandemFiles
import TandemHLA
import TandemPolicy
import TandemRegistry

/// Who waits under one policy, and who of them may be offered a donor, in order.
final class WaitingPool {
  private let policy: Policy
  private var cohort: Cohort
  private var isWaiting: [Bool]
  /// Antibodies that changed, by person; those of the others stand in the cohort.
  private var gained: [Int: [Antibody]] = [:]

  /// Everybody of the cohort, of whom nobody waits yet.
  init(_ cohort: Cohort, under policy: Policy) {
    self.policy = policy
    self.cohort = cohort
    isWaiting = [Bool](repeating: false, count: cohort.recipients.count)
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

  /// The offering of a donor; waiting counts up to a day, without one up to the donor's cross-clamp.
  func offering(of donor: Donor, on day: Day? = nil) -> Offering {
    let context = MatchContext(donor: donor, in: cohort, under: policy, on: day)
    var offering = Offering(context)
    guard offering.isDonorOpen else { return offering }
    var offers: [Offer] = []
    let waiting = isWaiting.indices.filter { isWaiting[$0] }
    for person in waiting {
      let pair = context.pair(person, .decide)
      guard pair.isListed else { continue }
      offers.append(
        Offer(person: person, score: pair.score.total, choice: pair.choice, context: 0, index: person))
    }
    offering.add(offers, among: waiting.count)
    return offering
  }
}
