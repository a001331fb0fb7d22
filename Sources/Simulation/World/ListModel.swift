import TandemChance
import TandemHLA
import TandemRegistry

/// What happens to people on the list: suspension and return, antibodies, ineligibility, leaving.
struct ListModel: Sendable {
  let suspensionsPerDay: Double
  let returnsPerDay: Double
  let sensitisationsPerDay: Double
  let ineligiblePerDay: Double
  let leavingPerDay: Double
  let library: AntibodyLibrary

  init(_ scenario: Scenario, library: AntibodyLibrary) {
    suspensionsPerDay = scenario[.suspensionsPerYear] / Calendar.daysPerYear
    returnsPerDay = scenario[.returnsPerYear] / Calendar.daysPerYear
    sensitisationsPerDay = scenario[.sensitisationsPerYear] / Calendar.daysPerYear
    ineligiblePerDay = scenario[.ineligiblePerYear] / Calendar.daysPerYear
    leavingPerDay = scenario[.leavingPerYear] / Calendar.daysPerYear
    self.library = library
  }

  /// Whether somebody who stands on the list at the start is suspended: with the share that suspensions and
  /// returns settle at.
  func isSuspendedAtStart(_ number: Int, _ chances: Chances) -> Bool {
    guard suspensionsPerDay > 0 else { return false }
    return chances.unit(.startStatus, number) < suspensionsPerDay / (suspensionsPerDay + returnsPerDay)
  }

  /// The changes of somebody who enters the list at `start` the `time`th time, in order, up to `end`.
  func changes(
    of number: Int, time: Int, from start: Double, to end: Double, isSuspended: Bool, recipient: Recipient,
    antibodies: [Antibody], _ chances: Chances
  ) -> [Person.DatedChange] {
    var exit = chances.stream(.ineligible, number, time: time)
    let ineligibleAt = start + exit.wait(rate: ineligiblePerDay)
    exit = chances.stream(.leaving, number, time: time)
    let leavesAt = start + exit.wait(rate: leavingPerDay)
    let last = min(end, ineligibleAt, leavesAt)
    var changes: [Person.DatedChange] = []
    var suspensions = chances.stream(.suspensions, number, time: time)
    var isAway = isSuspended
    var at = start
    while true {
      at += suspensions.wait(rate: isAway ? returnsPerDay : suspensionsPerDay)
      if at >= last { break }
      isAway.toggle()
      changes.append(.init(time: at, change: isAway ? .suspended : .returned))
    }
    var exposures = chances.stream(.sensitisations, number, time: time)
    var known = antibodies
    at = start
    while true {
      at += exposures.wait(rate: sensitisationsPerDay)
      if at >= last { break }
      let gained = library.exposure(&exposures, of: recipient, having: known)
      if gained.isEmpty { continue }
      known = (known + gained).sorted()
      changes.append(
        .init(time: at, change: .sensitised(known, cpra: AntibodyLibrary.cpra(of: known))))
    }
    changes.sort { $0.time < $1.time }
    if ineligibleAt < end, ineligibleAt <= leavesAt {
      changes.append(.init(time: ineligibleAt, change: .ineligible))
    } else if leavesAt < end {
      changes.append(.init(time: leavesAt, change: .left))
    }
    return changes
  }
}
