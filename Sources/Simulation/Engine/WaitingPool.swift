import TandemClinic
import TandemFiles
import TandemHLA
import TandemMatching
import TandemPolicy
import TandemRegistry

/// Who waits under one policy, and who of them may be offered a donor, in order.
///
/// Everybody is packed once and switched on and off as they come and go; who changes on the way, by new
/// antibodies or an earlier graft, is packed anew alone.
final class WaitingPool {
  private let policy: Policy
  /// Everybody as they are now.
  private(set) var cohort: Cohort
  private(set) var pool: Pool
  /// How many people wait.
  private(set) var waiting = 0

  /// Everybody of the cohort, of whom nobody waits yet. Cost: some four microseconds a recipient.
  init(_ cohort: Cohort, under policy: Policy) {
    self.policy = policy
    self.cohort = cohort
    pool = Pool(cohort, under: policy)
    for person in cohort.recipients.indices { pool.setActive(person, false) }
  }

  /// From here on somebody may be offered donors.
  func admit(_ person: Int) {
    if !pool.isActive(person) { waiting += 1 }
    pool.setActive(person, true)
  }

  /// From here on they may not.
  func withdraw(_ person: Int) {
    if pool.isActive(person) { waiting -= 1 }
    pool.setActive(person, false)
  }

  /// Somebody has changed: new antibodies, an earlier graft, another day of listing. Cost: some microseconds.
  func replace(_ person: Int, by recipient: Recipient, antibodies: [Antibody]) {
    cohort.recipients[person] = recipient
    cohort.antibodies.replace(person, with: antibodies)
    pool.replace(person, with: recipient, antibodies: antibodies)
  }

  /// The offering of a donor; waiting counts up to a day, without one up to the donor's cross-clamp.
  ///
  /// Cost: a few nanoseconds for each person who could be open, and the tables of the donor.
  func offering(of donor: Donor, on day: Day? = nil) -> Offering {
    let context = MatchContext(donor: donor, in: cohort, under: policy, on: day)
    var offering = Offering(context)
    guard offering.isDonorFit, offering.isInTime else { return offering }
    let candidates = Screen(context, over: pool).candidates()
    offering.rank(
      candidates.map {
        Candidate(person: Int($0.recipientIndex), score: $0.score, choice: $0.choice)
      }, among: waiting)
    return offering
  }
}
