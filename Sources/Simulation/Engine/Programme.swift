import TandemChance
import TandemFiles
import TandemPolicy
import TandemRegistry

/// A programme through time under one policy, event by event.
///
///     var programme = Programme(world, under: Arm(policy), scenario, groups: grouping.count)
///     let tally = try programme.run()
///
/// People enter the list, are suspended and return, gain antibodies, become ineligible, leave and die. Donors
/// come, their grafts are offered in the order of the policy, and grafts work and fail. What does not depend on
/// the policy was drawn with the world; what does is drawn from the streams of donor, person and infusion.
struct Programme {
  /// Where somebody is.
  enum Place: UInt8 {
    case outside, active, suspended, preparing, full, partial, failed, offList, dead
  }

  /// Somebody's way through the programme under this policy.
  struct Course {
    var place = Place.outside
    /// Since when, in days.
    var since = 0.0
    /// Counts the events that are still meant; see `Event.version`.
    var listVersion: Int32 = 0
    var graftVersion: Int32 = 0
    var deathVersion: Int32 = 0
    /// How often they entered the list.
    var entries = 0
    var listedAt = 0.0
    var nextChange = 0
    /// What happens on the list the second time and later; the first time's stands in the world.
    var laterChanges: [Person.DatedChange] = []
    var infusions = 0
    var infusedAt = 0.0
    var isChimeric = true
    var cd34PerKg = 0.0
    var conditioningUntil = -Double.infinity
    /// Hazard of death lived through up to `hazardSince`, and the rate since then.
    var hazard = 0.0
    var hazardSince = 0.0
    var hazardPerDay = 0.0
    var isTransplanted = false
  }

  let world: World
  let scenario: Scenario
  let policy: Policy
  let placement: Placement
  /// When donors are decided on, with their places among the donors.
  let batches: [(time: Double, donors: Range<Int>)]
  let fate: GraftFate
  let deathsPerDay: Double
  let deathFactor: Double
  let utilityLossDays: Double
  let mostOffers: Int
  let mostRecipients: Int
  /// Weights by person, not a number where unknown; beside the people, since offers look at nothing else of most.
  let weightsKg: [Double]
  let leastWeightKg: Double
  var queue = EventQueue()
  var courses: [Course]
  var tally: Tally
  var beds: Beds
  var runs: IsolationRuns
  let pool: WaitingPool
  let answers: AcceptanceModel

  init(_ world: World, under arm: Arm, _ scenario: Scenario, groups: Int) {
    self.world = world
    self.scenario = scenario
    (policy, placement) = (arm.policy, arm.placement)
    batches = placement.batches(of: world.donors.map(\.time), until: world.days)
    fate = GraftFate(scenario)
    deathsPerDay = scenario[.deathsPerYear] / Calendar.daysPerYear
    deathFactor = scenario[.deathFactor]
    utilityLossDays = scenario[.utilityLoss] * Calendar.daysPerYear
    mostOffers = Int(scenario[.mostOffers].rounded())
    mostRecipients = Int(scenario[.mostRecipients].rounded())
    weightsKg = world.people.map { $0.recipient.weightKg ?? .nan }
    leastWeightKg = weightsKg.lazy.filter { !$0.isNaN }.min() ?? .infinity
    courses = [Course](repeating: Course(), count: world.people.count)
    tally = Tally(days: world.days, groups: groups)
    beds = Beds(world, scenario)
    runs = IsolationRuns(scenario)
    pool = WaitingPool(world.cohort, under: policy)
    answers = AcceptanceModel(scenario)
  }

  /// Runs all events up to the end and closes the books.
  ///
  /// Cost: a logarithm an event, and what the policy takes to rank the list for each donor.
  mutating func run() throws -> Tally {
    for index in world.people.indices {
      add(.enter, world.people[index].entersAt, index, 0)
    }
    for index in batches.indices { add(.donor, batches[index].time, index, 0) }
    while let event = queue.next() {
      let index = Int(event.index)
      switch event.kind {
      case .enter: enter(index, event.time)
      case .change where event.version == courses[index].listVersion: change(index, event.time)
      case .infusion where event.version == courses[index].graftVersion: infuse(index, event.time)
      case .stemCells where courses[index].place != .dead: engraft(index)
      case .loss where event.version == courses[index].graftVersion: lose(index, event.time)
      case .conditioningEnds: setHazard(index, event.time)
      case .death where event.version == courses[index].deathVersion: die(index, event.time)
      case .donor: try offer(index)
      case .change, .infusion, .stemCells, .loss, .death: break
      }
    }
    close()
    return tally
  }

  mutating func add(_ kind: Event.Kind, _ time: Double, _ index: Int, _ version: Int32) {
    guard time < world.days else { return }
    queue.add(Event(time: time, kind: kind, index: Int32(index), version: version))
  }

  // MARK: Places

  /// Moves somebody, and books the time that they spent where they were.
  mutating func move(_ index: Int, to place: Place, _ time: Double) {
    settle(index, time)
    let wasWaiting = courses[index].place == .active
    courses[index].place = place
    if wasWaiting != (place == .active) {
      if place == .active { pool.admit(index) } else { pool.withdraw(index) }
    }
  }

  /// Books the time since the last settlement in the place where somebody is.
  private mutating func settle(_ index: Int, _ time: Double) {
    let person = world.people[index]
    let days = time - courses[index].since
    courses[index].since = time
    if days == 0 { return }
    var utility = person.utilities.diabetes
    switch courses[index].place {
    case .outside, .dead: return
    case .active, .suspended:
      tally.listDays += days
      tally.count(person) { $0.days += days }
    case .preparing, .failed, .offList: break
    case .partial: utility = person.utilities.partial
    case .full:
      utility = person.utilities.full
      tally.independentDays += days
      tally.count(person) { $0.independentDays += days }
    }
    tally.qualityDays += days * utility
    tally.count(person) { $0.qualityDays += days * utility }
  }

  // MARK: Life and death

  /// Sets the hazard of death of the place where somebody is now and, with the hazard that is left of their
  /// clock, when they would die.
  mutating func setHazard(_ index: Int, _ time: Double) {
    let person = world.people[index]
    guard courses[index].place != .dead, person.deathClock.isFinite else { return }
    courses[index].hazard += courses[index].hazardPerDay * (time - courses[index].hazardSince)
    courses[index].hazardSince = time
    let works = courses[index].place == .full || courses[index].place == .partial
    var rate = works ? deathsPerDay * deathFactor : deathsPerDay
    if time < courses[index].conditioningUntil { rate += person.conditioningHazardPerDay }
    courses[index].hazardPerDay = rate
    courses[index].deathVersion += 1
    guard rate > 0 else { return }
    let left = max(0, person.deathClock - courses[index].hazard)
    add(.death, time + left / rate, index, courses[index].deathVersion)
  }

  private mutating func die(_ index: Int, _ time: Double) {
    let person = world.people[index]
    switch courses[index].place {
    case .active, .suspended:
      tally.deathsOnList += 1
      tally.count(person) { $0.deathsOnList += 1 }
    case .preparing, .full, .partial, .failed: tally.deathsAfterTransplant += 1
    case .outside, .offList, .dead: tally.deathsOffList += 1
    }
    move(index, to: .dead, time)
    courses[index].listVersion += 1
    courses[index].graftVersion += 1
  }

  // MARK: The list

  private mutating func enter(_ index: Int, _ time: Double) {
    let person = world.people[index]
    if person.entersAt <= 0 { tally.listedAtStart += 1 } else { tally.registrations += 1 }
    tally.count(person) { $0.people += 1 }
    courses[index].since = time
    courses[index].hazardSince = time
    courses[index].entries = 1
    courses[index].listedAt = person.listedAt
    courses[index].infusions = person.earlierInfusions
    move(index, to: person.isSuspendedAtFirst ? .suspended : .active, time)
    setHazard(index, time)
    awaitChange(index)
  }

  private func changes(_ index: Int) -> [Person.DatedChange] {
    courses[index].entries == 1 ? world.people[index].changes : courses[index].laterChanges
  }

  private mutating func awaitChange(_ index: Int) {
    let changes = changes(index)
    guard courses[index].nextChange < changes.count else { return }
    courses[index].listVersion += 1
    add(.change, changes[courses[index].nextChange].time, index, courses[index].listVersion)
  }

  private mutating func change(_ index: Int, _ time: Double) {
    let change = changes(index)[courses[index].nextChange].change
    courses[index].nextChange += 1
    switch change {
    case .suspended: move(index, to: .suspended, time)
    case .returned: move(index, to: .active, time)
    case .sensitised(let antibodies, let cpra):
      var recipient = world.people[index].recipient
      recipient.cpra = cpra ?? recipient.cpra
      pool.replace(index, by: relisted(recipient, index), antibodies: antibodies)
    case .ineligible:
      tally.ineligible += 1
      tally.count(world.people[index]) { $0.removals += 1 }
      move(index, to: .offList, time)
      return
    case .left:
      tally.left += 1
      tally.count(world.people[index]) { $0.removals += 1 }
      move(index, to: .offList, time)
      return
    case .died:
      die(index, time)
      return
    }
    awaitChange(index)
  }

  /// A recipient as they stand on the list now: after a graft with a new day of listing and the graft among
  /// their comorbidities.
  private func relisted(_ recipient: Recipient, _ index: Int) -> Recipient {
    guard courses[index].entries > 1 else { return recipient }
    var recipient = recipient
    recipient.listedOn = Day(number: world.start.number + Int32(courses[index].listedAt))
    let words = recipient.comorbidities ?? []
    if !words.contains("prior_islet_graft") { recipient.comorbidities = words + ["prior_islet_graft"] }
    return recipient
  }

  /// Puts somebody back on the list after a graft.
  mutating func relist(_ index: Int, _ time: Double) {
    let person = world.people[index]
    tally.returned += 1
    courses[index].entries += 1
    courses[index].listedAt = time
    courses[index].nextChange = 0
    courses[index].laterChanges = world.list.changes(
      of: index, time: courses[index].entries, from: time, to: world.days, isSuspended: false,
      recipient: person.recipient, antibodies: person.antibodies, world.chances)
    pool.replace(index, by: relisted(person.recipient, index), antibodies: person.antibodies)
    move(index, to: .active, time)
    awaitChange(index)
  }

  // MARK: The end

  private mutating func close() {
    for index in courses.indices {
      settle(index, world.days)
      switch courses[index].place {
      case .outside, .dead: break
      case .active: tally.activeAtEnd += 1
      case .suspended: tally.suspendedAtEnd += 1
      case .preparing: tally.preparingAtEnd += 1
      case .full: tally.fullAtEnd += 1
      case .partial: tally.partialAtEnd += 1
      case .failed: tally.failedAtEnd += 1
      case .offList: tally.offListAtEnd += 1
      }
    }
  }
}
