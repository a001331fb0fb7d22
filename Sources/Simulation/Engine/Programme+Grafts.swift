/// What becomes of grafts.
extension Programme {
  /// The day of the islets: they work in full or in part.
  mutating func infuse(_ index: Int, _ time: Double) {
    courses[index].infusedAt = time
    let infusion = courses[index].infusions
    let person = world.people[index]
    let isIndependent = fate.isIndependent(index, infusion: infusion, world.chances)
    tally.qualityDays -= utilityLossDays
    if isIndependent { tally.independents += 1 }
    tally.count(person) {
      $0.qualityDays -= utilityLossDays
      if isIndependent { $0.independents += 1 }
    }
    move(index, to: isIndependent ? .full : .partial, time)
    setHazard(index, time)
    if !isIndependent, returns(index, time) { return }
    awaitLoss(index, time)
  }

  /// The day of the stem cells.
  mutating func engraft(_ index: Int) {
    let course = courses[index]
    let hasGVHD = fate.hasGVHD(
      index, infusion: course.infusions, cd34PerKg: course.cd34PerKg, world.chances)
    if course.isChimeric { tally.chimeric += 1 }
    if hasGVHD { tally.gvhd += 1 }
    tally.count(world.people[index]) {
      if course.isChimeric { $0.chimeric += 1 }
      if hasGVHD { $0.gvhd += 1 }
    }
  }

  /// Independence is lost, or the graft fails.
  mutating func lose(_ index: Int, _ time: Double) {
    if courses[index].place == .full {
      move(index, to: .partial, time)
      if !returns(index, time) { awaitLoss(index, time) }
      return
    }
    tally.failures += 1
    move(index, to: .failed, time)
    if !returns(index, time) { setHazard(index, time) }
  }

  private mutating func awaitLoss(_ index: Int, _ time: Double) {
    let course = courses[index]
    let days =
      course.place == .full
      ? fate.independentDays(
        index, infusion: course.infusions, isChimeric: course.isChimeric, world.chances)
      : fate.failureDays(
        index, infusion: course.infusions, partialSince: time - course.infusedAt,
        isChimeric: course.isChimeric, world.chances)
    courses[index].graftVersion += 1
    add(.loss, course.infusedAt + days, index, courses[index].graftVersion)
  }

  /// Puts somebody with a partial or failed graft back on the list when they return to it.
  private mutating func returns(_ index: Int, _ time: Double) -> Bool {
    let hasFailed = courses[index].place == .failed
    guard fate.returns(index, infusion: courses[index].infusions, hasFailed: hasFailed, world.chances) else {
      return false
    }
    courses[index].graftVersion += 1
    relist(index, time)
    setHazard(index, time)
    return true
  }
}
