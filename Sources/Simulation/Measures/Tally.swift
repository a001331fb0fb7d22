/// What happened in one replicate under one policy, counted as it happens.
struct Tally: Sendable {
  /// Why nobody was transplanted from a donor.
  enum Loss: Int, Sendable, CaseIterable {
    case ruledOut, tooLate, nobody, noBed, declined, noRun, tooFew
  }

  /// The same counts for one group of people.
  struct Group: Sendable {
    var people = 0
    var days = 0.0
    var transplants = 0
    var deathsOnList = 0
    var removals = 0
    var waits: [Double] = []
    var offers = 0
    /// Sums over transplants: the number of the offer, kilometres, mismatches, doses, and what was given in all.
    var ranks = 0
    var kilometres = 0.0
    var journeys = 0
    var mismatches = 0
    var infusedIEQPerKg = 0.0
    var infusedCD34PerKg = 0.0
    var isletIEQ = 0.0
    var cd34Cells = 0.0
    var independents = 0
    var chimeric = 0
    var gvhd = 0
    var independentDays = 0.0
    var qualityDays = 0.0
  }

  /// An amount of cells or islets: every one that was recovered was given or not.
  struct Amount: Sendable {
    var recovered = 0.0
    var given = 0.0
    var discarded = 0.0
  }

  let days: Double

  // MARK: People
  var listedAtStart = 0
  var registrations = 0
  var returned = 0
  var deathsOnList = 0
  var deathsAfterTransplant = 0
  var deathsOffList = 0
  var ineligible = 0
  var left = 0
  var listDays = 0.0
  /// People by where they are at the end.
  var activeAtEnd = 0
  var suspendedAtEnd = 0
  var preparingAtEnd = 0
  var fullAtEnd = 0
  var partialAtEnd = 0
  var failedAtEnd = 0
  var offListAtEnd = 0

  // MARK: Donors
  var donors = 0
  var donorsUsed = 0
  var lost = [Int](repeating: 0, count: Loss.allCases.count)
  var offers = 0
  var declined = 0
  var withoutBed = 0
  var isolations = 0
  var islets = Amount()
  var cd34 = Amount()
  /// Pairs of a donor and somebody who waited when the donor came: what the policy judged.
  var pairs = 0
  /// Those among them who were on the roster: what the policy scored.
  var scored = 0

  // MARK: Transplants
  var transplants = 0
  var peopleTransplanted = 0
  var waits: [Double] = []
  var ranks: [Double] = []
  var distances: [Double] = []
  var mismatches = 0
  var infusedIEQPerKg = 0.0
  var infusedCD34PerKg = 0.0
  var independents = 0
  var chimeric = 0
  var gvhd = 0
  var failures = 0
  var independentDays = 0.0
  var qualityDays = 0.0

  // MARK: Groups
  var groups: [Group]
  var cells = [Group](repeating: Group(), count: Grouping.cellCount)

  init(days: Double, groups: Int) {
    self.days = days
    self.groups = [Group](repeating: Group(), count: groups)
  }

  /// Changes the counts of everybody's groups.
  mutating func count(_ person: Person, _ change: (inout Group) -> Void) {
    for group in person.groups { change(&groups[Int(group)]) }
    if let cell = person.cell { change(&cells[cell]) }
  }

  /// What does not add up, as sentences: everybody who entered must be somewhere, every donor used or lost,
  /// every islet and cell given or not. Empty in a sound run.
  var faults: [String] {
    var faults: [String] = []
    let entered = listedAtStart + registrations
    let dead = deathsOnList + deathsAfterTransplant + deathsOffList
    let alive =
      activeAtEnd + suspendedAtEnd + preparingAtEnd + fullAtEnd + partialAtEnd + failedAtEnd + offListAtEnd
    if entered != dead + alive {
      faults.append("\(entered) people entered, \(dead) died and \(alive) are alive at the end")
    }
    let accounted = donorsUsed + lost.reduce(0, +)
    if donors != accounted { faults.append("\(donors) donors came, \(accounted) were used or lost") }
    for (name, amount) in [("islets", islets), ("CD34+ cells", cd34)] {
      let gap = abs(amount.recovered - amount.given - amount.discarded)
      if gap > 1e-9 * max(1, amount.recovered) {
        faults.append(
          "\(amount.recovered) \(name) were recovered, \(amount.given + amount.discarded) accounted")
      }
    }
    if transplants != waits.count || transplants != ranks.count {
      faults.append("\(transplants) transplants, \(waits.count) waits, \(ranks.count) ranks")
    }
    return faults
  }
}
