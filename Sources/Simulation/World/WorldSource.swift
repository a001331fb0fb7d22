import TandemChance
import TandemClinic
public import TandemFiles
import TandemGeneration
public import TandemRegistry

/// Where the people of a simulation come from: drawn from a profile, or the user's own dated files.
///
///     let source = try WorldSource(scenario, seed: 1)
///     source.world(replicate: 0)
public struct WorldSource: Sendable {
  private enum Origin: Sendable {
    case generated(CohortGenerator)
    case recorded(Cohort, StatusRecord?)
  }

  /// The scenario.
  public let scenario: Scenario
  /// Where chance begins.
  public let seed: UInt64
  /// The groups of all its worlds.
  public let grouping: Grouping
  /// The first day.
  public let start: Day
  /// What the people are, for records: the digest of the profile or of the user's files.
  public let sha256: String
  /// What the people are, in words.
  public let words: String

  private let origin: Origin
  private let maker: PersonMaker
  private let library: AntibodyLibrary

  /// Numbers between the first recipients of two replicates.
  private static let stride = 1_000_000

  /// People and donors drawn from the scenario's profile, other ones in each replicate.
  public init(_ scenario: Scenario, seed: UInt64) throws(Problems) {
    let profile = try Profile.read(scenario.profile)
    let generator = CohortGenerator(profile, seed: seed)
    self.scenario = scenario
    self.seed = seed
    origin = .generated(generator)
    start = profile.referenceDay
    sha256 = profile.sha256
    words = "people drawn from the profile \(profile.name)"
    grouping = Grouping(
      named: profile.recipientPopulationNames, as: "Population",
      centres: WorldSource.transplantIDs(generator.centres(donors: 1)))
    maker = try PersonMaker(scenario, grouping)
    library = AntibodyLibrary(generator)
  }

  /// The user's own people and donors, the same in each replicate, from `start` on. With a record of changes
  /// nobody is suspended, removed or dies on the list but by it.
  public init(
    _ scenario: Scenario, replaying cohort: Cohort, changes: StatusRecord?, from start: Day, seed: UInt64
  ) throws(Problems) {
    self.scenario = scenario
    self.seed = seed
    self.start = start
    origin = .recorded(cohort, changes)
    sha256 = SHA256.hex(cohort.inputSHA256 + (changes?.sha256 ?? "") + start.description)
    words = "\(cohort.recipients.count) recipients and \(cohort.donors.count) donors of the cohort's files"
    grouping = Grouping(of: cohort)
    maker = try PersonMaker(scenario, grouping)
    library = AntibodyLibrary(CohortGenerator(try Profile.read(scenario.profile), seed: seed))
  }

  private static func transplantIDs(_ centres: [Centre]) -> [String] {
    centres.filter { $0.kind != .isolation }.map(\.id)
  }

  /// The same people under other numbers of the scenario.
  public func with(_ scenario: Scenario) throws(Problems) -> WorldSource { try WorldSource(self, scenario) }

  private init(_ other: WorldSource, _ scenario: Scenario) throws(Problems) {
    self.scenario = scenario
    (seed, grouping, start, sha256) = (other.seed, other.grouping, other.start, other.sha256)
    (words, origin, library) = (other.words, other.origin, other.library)
    maker = try PersonMaker(scenario, other.grouping)
  }

  /// The world of a replicate. Depends on scenario, source, seed and its number alone.
  ///
  /// Cost: some 30 microseconds a person that is drawn.
  public func world(replicate: Int) -> World {
    let chances = Chances(seed: seed, replicate: replicate)
    let days = scenario[.years] * Calendar.daysPerYear
    let list = ListModel(scenario, library: library)
    let people: [Person]
    let donors: [Arrival]
    let centres: [Centre]
    switch origin {
    case .generated(let generator):
      people = drawnPeople(generator, chances, list, days)
      donors = drawnDonors(generator, chances, days)
      centres = generator.centres(donors: 1).map(withCapacities)
    case .recorded(let cohort, let record):
      people = recordedPeople(cohort, record, chances, list, days)
      donors = recordedDonors(cohort, days)
      centres = cohort.centres
    }
    return World(
      replicate: replicate, start: start, days: days, chances: chances, list: list, people: people,
      donors: donors, centres: centres)
  }

  /// Some people and donors of the first replicate, enough to weigh a policy's attributes over: for people who
  /// are drawn, those of a programme of the same make-up with a few hundred of them.
  public var sample: Cohort {
    get throws(Problems) {
      let years = scenario[.years]
      let people = scenario[.listed] + scenario[.recipientsPerYear] * years
      let share = min(1, WorldSource.samplePeople / max(1, people))
      let donors = min(scenario[.donorsPerYear], WorldSource.sampleDonors / years)
      let smaller = scenario.with(.listed, (scenario[.listed] * share).rounded(.up))
        .with(.recipientsPerYear, scenario[.recipientsPerYear] * share).with(.donorsPerYear, donors)
      return try with(smaller).world(replicate: 0).cohort
    }
  }

  private static let samplePeople = 400.0
  private static let sampleDonors = 20.0

  // MARK: Drawn

  private func drawnPeople(
    _ generator: CohortGenerator, _ chances: Chances, _ list: ListModel, _ days: Double
  ) -> [Person] {
    let listed = Int(scenario[.listed].rounded())
    var people: [Person] = []
    var arrivals = chances.stream(.recipientTimes)
    let rate = scenario[.recipientsPerYear] / Calendar.daysPerYear
    var time = 0.0
    while people.count < WorldSource.stride {
      let isListed = people.count < listed
      if !isListed { time += arrivals.wait(rate: rate) }
      if time >= days { break }
      let index = people.count
      var (recipient, antibodies) = generator.recipient(
        chances.replicate * WorldSource.stride + index + 1)
      // Profiles describe a list on one day, with people who have left it; here everybody enters it.
      recipient.status = .active
      // To whole kilograms: a policy rates the doses of a donor once for each weight.
      recipient.weightKg = recipient.weightKg?.rounded()
      var listedAt = 0.0
      if isListed {
        let day = recipient.listedOn ?? start
        recipient.listedOn = day
        listedAt = Double(day.number - start.number)
      } else {
        recipient.listedOn = Day(number: start.number + Int32(time))
        listedAt = time
      }
      let isSuspended = isListed && list.isSuspendedAtStart(index, chances)
      let changes = list.changes(
        of: index, time: 0, from: time, to: days, isSuspended: isSuspended, recipient: recipient,
        antibodies: antibodies, chances)
      people.append(
        maker.person(
          recipient, antibodies, entersAt: time, listedAt: listedAt, isSuspended: isSuspended,
          changes: changes, deathClock: chances.exponential(.death, index)))
    }
    return people
  }

  private func drawnDonors(_ generator: CohortGenerator, _ chances: Chances, _ days: Double) -> [Arrival] {
    var times = chances.stream(.donorTimes)
    let rate = scenario[.donorsPerYear] / Calendar.daysPerYear
    var donors: [Arrival] = []
    var time = times.wait(rate: rate)
    while time < days, donors.count < WorldSource.stride {
      var donor = generator.donor(chances.replicate * WorldSource.stride + donors.count + 1)
      // Offers go out before the isolation: the count is drawn when it is done.
      donor.isletIEQMeasured = nil
      donor.viabilityPercent = nil
      donor.purityPercent = nil
      let lasts = donor.crossClampAt.flatMap { begin in donor.availableUntil?.hours(since: begin) }
      let seconds = Int64(Double(start.number) * 86_400 + (time * 1440).rounded(.down) * 60)
      let clamp = Instant(seconds: seconds)
      donor.crossClampAt = clamp
      donor.availableUntil = lasts.map { clamp.advanced(hours: $0) }
      donors.append(Arrival(donor: donor, time: time))
      time += times.wait(rate: rate)
    }
    return donors
  }

  /// Beds and runs of generated centres follow the donors of a cohort; here the scenario says them.
  private func withCapacities(_ centre: Centre) -> Centre {
    var centre = centre
    centre.conditioningBeds = nil
    centre.isolationRuns = nil
    return centre
  }

  // MARK: Recorded

  private func recordedPeople(
    _ cohort: Cohort, _ record: StatusRecord?, _ chances: Chances, _ list: ListModel, _ days: Double
  ) -> [Person] {
    var people: [Person] = []
    for (index, original) in cohort.recipients.enumerated() {
      var recipient = original
      let listedAt = recipient.listedOn.map { Double($0.number - start.number) } ?? 0
      let entersAt = max(0, listedAt)
      if entersAt >= days { continue }
      if record == nil, entersAt == 0 {
        // Who is off the list for good stays off it.
        switch recipient.status {
        case .removed, .transplanted, .died: continue
        case nil, .active, .suspended: break
        }
      }
      let all = Array(cohort.antibodies.of(index))
      let history = record?.changes(of: recipient.id, from: start)
      if history?.hasLeft == true { continue }
      let isSuspended =
        history.map(\.isSuspended) ?? (entersAt == 0 && recipient.status == .suspended)
      recipient.status = .active
      var changes: [Person.DatedChange]
      var antibodies = all
      if let history {
        let gained = RecordedAntibodies(all, from: start)
        antibodies = gained.atFirst
        changes = (history.changes + gained.changes).filter { $0.time < days }.sorted { $0.time < $1.time }
        if let exit = changes.firstIndex(where: \.isExit) { changes.removeSubrange((exit + 1)...) }
      } else {
        changes = list.changes(
          of: index, time: 0, from: entersAt, to: days, isSuspended: isSuspended, recipient: recipient,
          antibodies: antibodies, chances)
      }
      people.append(
        maker.person(
          recipient, antibodies, entersAt: entersAt, listedAt: listedAt, isSuspended: isSuspended,
          changes: changes, deathClock: record == nil ? chances.exponential(.death, index) : .infinity))
    }
    return people
  }

  private func recordedDonors(_ cohort: Cohort, _ days: Double) -> [Arrival] {
    let begin = Instant(seconds: Int64(start.number) * 86_400)
    var donors: [Arrival] = []
    for donor in cohort.donors {
      guard let clamp = donor.crossClampAt else { continue }
      let time = clamp.hours(since: begin) / 24
      if time >= 0, time < days { donors.append(Arrival(donor: donor, time: time)) }
    }
    return donors.sorted { $0.time != $1.time ? $0.time < $1.time : $0.donor.id < $1.donor.id }
  }
}
