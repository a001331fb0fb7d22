/// The dose level that is nearest to being open for somebody who is not listed: with the fewest obstacles, then
/// the highest points, then the first.
struct NearestLevel {
  private(set) var choice = PairAssessment.Choice(option: 0, level: 0)
  private var least = Int.max
  private var most = Points(millionths: .min)

  /// Takes a level into account; true when it is nearer than all before. Points are asked for only when they may
  /// decide.
  @discardableResult
  mutating func take(
    _ option: Int, _ level: Int, obstacles: Int, points: @autoclosure () -> Points
  ) -> Bool {
    if obstacles > least { return false }
    let points = points()
    if obstacles == least, points <= most { return false }
    choice = PairAssessment.Choice(option: option, level: level)
    least = obstacles
    most = points
    return true
  }
}
