import TandemClinic
import TandemFiles
import TandemHLA
import TandemMatching
import TandemPolicy
import TandemRegistry

/// Who waits under one policy, and who of them may be offered a donor, in order.
///
/// Everybody is packed once and switched on and off as they come and go. Those who change on the way, by new
/// antibodies or an earlier graft, move to a small pool of their own, which is packed anew when one more joins
/// it.
final class WaitingPool {
  private let policy: Policy
  private let cohort: Cohort
  private var pool: Pool
  private var isWaiting: [Bool]
  /// Those who changed, as they are now.
  private var changed: [(person: Int, recipient: Recipient, antibodies: [Antibody])] = []
  /// Where everybody stands among those who changed; -1 for all others.
  private var placeAmongChanged: [Int]
  private var changedPool: (pool: Pool, cohort: Cohort)?

  /// Everybody of the cohort, of whom nobody waits yet. Cost: one to two microseconds a recipient.
  init(_ cohort: Cohort, under policy: Policy) {
    self.policy = policy
    self.cohort = cohort
    pool = Pool(cohort, under: policy)
    isWaiting = [Bool](repeating: false, count: cohort.recipients.count)
    placeAmongChanged = [Int](repeating: -1, count: cohort.recipients.count)
    for person in cohort.recipients.indices { pool.setActive(person, false) }
  }

  /// From here on somebody may be offered donors.
  func admit(_ person: Int) { setWaiting(person, true) }

  /// From here on they may not.
  func withdraw(_ person: Int) { setWaiting(person, false) }

  private func setWaiting(_ person: Int, _ waits: Bool) {
    isWaiting[person] = waits
    let place = placeAmongChanged[person]
    if place < 0 { pool.setActive(person, waits) } else { changedPool?.pool.setActive(place, waits) }
  }

  /// Somebody has changed: new antibodies, an earlier graft, another day of listing.
  func replace(_ person: Int, by recipient: Recipient, antibodies: [Antibody]) {
    changedPool = nil
    if placeAmongChanged[person] < 0 {
      pool.setActive(person, false)
      placeAmongChanged[person] = changed.count
      changed.append((person, recipient, antibodies))
    } else {
      changed[placeAmongChanged[person]] = (person, recipient, antibodies)
    }
  }

  private func packChanged() -> (pool: Pool, cohort: Cohort) {
    let entries = changed.enumerated().flatMap { place, entry in
      entry.antibodies.map { (recipient: place, antibody: $0) }
    }
    let cohort = Cohort(
      donors: [], recipients: changed.map(\.recipient), centres: cohort.centres,
      antibodies: AntibodyRegister(recipientCount: changed.count, entries: entries))
    var pool = Pool(cohort, under: policy)
    for (place, entry) in changed.enumerated() { pool.setActive(place, isWaiting[entry.person]) }
    return (pool, cohort)
  }

  /// The offering of a donor; waiting counts up to a day, without one up to the donor's cross-clamp.
  ///
  /// Cost: a few nanoseconds for each person who could be open, and the tables of the donor.
  func offering(of donor: Donor, on day: Day? = nil) -> Offering {
    let context = MatchContext(donor: donor, in: cohort, under: policy, on: day)
    var offering = Offering(context)
    guard offering.isDonorFit, offering.isInTime else { return offering }
    screen(pool, context, into: &offering) { $0 }
    if !changed.isEmpty {
      let packed = changedPool ?? packChanged()
      changedPool = packed
      let context = MatchContext(donor: donor, in: packed.cohort, under: policy, on: day)
      offering.contexts.append(context)
      screen(packed.pool, context, into: &offering) { changed[$0].person }
    }
    return offering
  }

  private func screen(
    _ pool: Pool, _ context: MatchContext, into offering: inout Offering, _ person: (Int) -> Int
  ) {
    var tally = Screen.Tally()
    let candidates = Screen(context, over: pool).candidates(counting: &tally)
    let place = offering.contexts.count - 1
    offering.add(
      candidates.map { candidate in
        let index = Int(candidate.recipientIndex)
        return Offer(
          person: person(index), score: candidate.score, choice: candidate.choice, context: place,
          index: index)
      }, among: tally.rows)
  }
}
