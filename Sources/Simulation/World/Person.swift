import TandemHLA
import TandemRegistry

/// Somebody of a simulated programme, with everything about them that no policy changes.
struct Person: Sendable {
  /// What happens to somebody on the list.
  enum Change: Sendable {
    case suspended
    case returned
    case sensitised([Antibody], cpra: Double?)
    case ineligible
    case left
    case died
  }

  /// A change at a time in days from the start.
  struct DatedChange: Sendable {
    let time: Double
    let change: Change
  }

  var recipient: Recipient
  var antibodies: [Antibody]
  /// When they enter the list, in days from the start; 0 for those who stand on it.
  let entersAt: Double
  /// From when their waiting counts, in days from the start; negative for those listed before.
  let listedAt: Double
  let isSuspendedAtFirst: Bool
  /// What happens on the list, in order, unless they leave it before. Ends with the first that removes them.
  let changes: [DatedChange]
  /// How much hazard of death they live through: a standard exponential number. With a record of deaths
  /// infinite, since nobody dies but by the record.
  let deathClock: Double
  /// The groups that they count in, as places in the grouping.
  let groups: [Int32]
  /// The cell of the access measure.
  let cell: Int?
  /// The hazard after conditioning for two years, per day, by the comorbidity index.
  let conditioningHazardPerDay: Double
  let utilities: Utilities
  /// Infusions of islets that they had before.
  let earlierInfusions: Int

  /// The utility of a year in each state.
  struct Utilities: Sendable {
    let diabetes: Double
    let partial: Double
    let full: Double
  }
}

/// A donor with the day on which they come, in days from the start.
struct Arrival: Sendable {
  let donor: Donor
  let time: Double
}
