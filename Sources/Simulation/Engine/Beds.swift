import TandemRegistry

/// The conditioning beds of centres and the isolation runs of laboratories, booked in days from the start.
struct Beds {
  private let capacities: [String: Int]
  private let standard: Int
  private var booked: [String: [(from: Double, to: Double)]] = [:]

  init(_ world: World, _ scenario: Scenario) {
    var capacities: [String: Int] = [:]
    for centre in world.centres {
      if let beds = centre.conditioningBeds { capacities[centre.id] = Int(beds) }
    }
    self.capacities = capacities
    standard = Int(scenario[.bedsPerCentre].rounded())
  }

  /// Whether a bed is free at a centre from one day to another. A booking counts against all of the time that it
  /// overlaps, so that an answer of yes is safe.
  func isFree(at centre: String, from start: Double, to end: Double) -> Bool {
    free(at: centre, from: start, to: end) > 0
  }

  /// How many beds are free at a centre all the time from one day to another.
  func free(at centre: String, from start: Double, to end: Double) -> Int {
    let taken = (booked[centre] ?? []).count { $0.from < end && $0.to > start }
    return max(0, (capacities[centre] ?? standard) - taken)
  }

  mutating func book(at centre: String, from start: Double, to end: Double, now: Double) {
    booked[centre, default: []].removeAll { $0.to <= now }
    booked[centre, default: []].append((start, end))
  }
}

/// The isolations that laboratories began in the last week.
struct IsolationRuns {
  private let mostPerWeek: Int
  private var begun: [String: [Double]] = [:]

  init(_ scenario: Scenario) { mostPerWeek = Int(scenario[.runsPerWeek].rounded()) }

  /// Begins an isolation, or answers no when the week's runs are used up.
  mutating func begin(at laboratory: String, on time: Double) -> Bool {
    begun[laboratory, default: []].removeAll { $0 <= time - 7 }
    guard begun[laboratory, default: []].count < mostPerWeek else { return false }
    begun[laboratory, default: []].append(time)
    return true
  }

  /// How many isolations a laboratory can still begin on a day.
  func left(at laboratory: String, on time: Double) -> Int {
    let recent = (begun[laboratory] ?? []).count { $0 > time - 7 }
    return max(0, mostPerWeek - recent)
  }
}
