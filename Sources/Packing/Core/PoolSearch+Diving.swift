extension PoolSearch {
  /// Looks for a better choice below a node: takes the entries that the linear program likes best, solves again, and
  /// so on to a whole choice. Where that runs below the value to beat, the last entries taken are given back and the
  /// least liked of them is left out, a few times (limited discrepancy search: Harvey and Ginsberg 1995; diving with
  /// cuts in place: Sadykov et al. 2019).
  func dive(below node: Node, toBeat: Double, _ goesOn: () -> Bool) throws {
    var levels: [[Decision]] = []
    var retreats = settings.retreats
    while goesOn() {
      try apply(node.decisions + levels.joined())
      guard let solved = try solveByInspection(goesOn) else { return }
      // What stands in for a bundle or a limit shows that no choice is left below.
      if solved.bound < toBeat + layout.scale || solved.answer.missing > 1e-6 {
        guard retreats > 0, let last = levels.popLast(), case .taking = last.last else { return }
        retreats -= 1
        levels.append([last.last!.opposite])
        continue
      }
      var open = solved.answer.fractions.filter { $0.value < 1 - 1e-6 }
      if open.isEmpty {
        take(solved.answer)
        return
      }
      open.sort { $0.value == $1.value ? $0.bundle < $1.bundle : $0.value > $1.value }
      let liked = open.prefix(max(1, open.count / 12)).prefix { $0.value > 0.7 }
      levels.append((liked.isEmpty ? open.prefix(1) : liked).map { .taking(Int32($0.bundle)) })
    }
  }
}
