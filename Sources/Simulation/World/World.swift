public import TandemFiles
public import TandemRegistry

/// Everyone and everything of one replicate that no policy changes: the same people, donors, deaths and
/// antibodies meet every policy.
public struct World: Sendable {
  /// Its number, from 0.
  public let replicate: Int
  /// The first day.
  public let start: Day
  /// How long it lasts, in days.
  public let days: Double
  let chances: Chances
  let list: ListModel
  let people: [Person]
  let donors: [Arrival]
  let centres: [Centre]

  /// How many people enter the list within the time.
  public var peopleCount: Int { people.count }
  /// How many donors come.
  public var donorCount: Int { donors.count }
}

extension World {
  /// The people and donors as a cohort, such as the effective weights of a policy are taken from.
  public var cohort: Cohort {
    let entries = people.enumerated().flatMap { index, person in
      person.antibodies.map { (recipient: index, antibody: $0) }
    }
    return Cohort(
      donors: donors.map(\.donor), recipients: people.map(\.recipient), centres: centres,
      antibodies: AntibodyRegister(recipientCount: people.count, entries: entries))
  }
}
