/// The one line that tells how far the work is.
struct ProgressLine: Sendable, Hashable {
  /// What is being done.
  var phase: String
  /// How many steps are done.
  var done: Int
  /// Of how many, when that is known.
  var total: Int?
  /// Seconds since the phase began.
  var seconds: Double

  /// Before this many seconds an estimate of the time left says nothing.
  private static let estimateAfter = 2.0

  /// The line, cut to `width` characters.
  func text(width: Int) -> String {
    var parts = [phase]
    if let total, total > 0 {
      let fraction = min(1, Double(max(0, done)) / Double(total))
      parts.append("\(Int(fraction * 100)) %")
      parts.append("\(done) of \(total)")
      if seconds >= ProgressLine.estimateAfter, fraction > 0, fraction < 1 {
        parts.append("about \(ProgressLine.span(seconds * (1 - fraction) / fraction)) left")
      }
    } else if done > 0 {
      parts.append("\(done)")
    }
    return String(parts.joined(separator: "  ").prefix(width))
  }

  /// Seconds as one reads them: "12 s", "3 min 20 s", "2 h 5 min".
  static func span(_ seconds: Double) -> String {
    let whole = Int(min(seconds.rounded(.up), 3.6e8))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole / 60 % 60) min"
  }
}
