internal import TandemChance

extension PoolSearch {
  /// Looks for a better choice below a node: takes the entries that the linear program likes best, solves again, and
  /// so on to a whole choice. Where that runs below the value to beat, the last entries taken are given back and the
  /// least liked of them is left out, a few times (limited discrepancy search: Harvey and Ginsberg 1995; diving with
  /// cuts in place: Sadykov et al. 2019). What is liked is changed by chance, by no more than `strayingBy`.
  func dive(below node: Node, toBeat: Double, strayingBy most: Double = 0, _ goesOn: () -> Bool) throws {
    var levels: [[Decision]] = []
    var retreats = settings.retreats
    while goesOn() {
      apply(node.decisions + levels.joined())
      guard let solved = try solveByInspection(least: toBeat + layout.scale, goesOn) else { return }
      // What stands in for a bundle or a limit shows that no choice is left below.
      if solved.bound < toBeat + layout.scale || solved.answer.missing > 1e-6 {
        guard retreats > 0, let last = levels.popLast(), case .taking = last.last else { return }
        retreats -= 1
        levels.append([last.last!.opposite])
        continue
      }
      var open = solved.answer.fractions.filter { $0.value < 1 - 1e-6 }
        .map { (bundle: $0.bundle, value: $0.value, liking: $0.value) }
      if open.isEmpty {
        take(solved.answer)
        return
      }
      if most > 0 { for place in open.indices { open[place].liking += most * chance.unit() } }
      open.sort { $0.liking == $1.liking ? $0.bundle < $1.bundle : $0.liking > $1.liking }
      let liked = open.prefix(max(1, open.count / 12)).prefix { $0.value > 0.7 }
      levels.append((liked.isEmpty ? open.prefix(1) : liked).map { .taking(Int32($0.bundle)) })
    }
  }

  /// One more dive from the first node while the best choice is poor, led a little astray: most dives end near the value
  /// to beat, and which of them ends above it is a matter of luck. There are linear programs from which nearly none
  /// does, so every round of cuts has a dive.
  func diveAstray(below node: Node, _ goesOn: () -> Bool) throws {
    if divesLeft == 0 || bestValue >= bound - settings.poorChoice * abs(bound) || !goesOn() { return }
    divesLeft -= 1
    let basis = master.basis()
    try dive(below: node, toBeat: bestValue, strayingBy: settings.straying, goesOn)
    remark?("dived astray, best \(bestValue / layout.scale)")
    apply(node.decisions)
    master.restore(basis)
  }
}
