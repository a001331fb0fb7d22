/// Lengths of time.
enum Calendar {
  static let daysPerYear = 365.25
  static let daysPerMonth = daysPerYear / 12
}
