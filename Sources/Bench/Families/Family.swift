/// The three families of instances: how many people one donor can serve, and how many are eligible.
public enum Family: String, CaseIterable, Sendable {
  /// A donor serves about 2.5 people at the lowest dose.
  case scarce
  /// A donor serves 4 to 6 people at the lowest dose.
  case loose
  /// As loose, and most pairs are feasible.
  case dense

  /// How many people of mean weight the mean yield serves at the lowest dose.
  var servedByOneDonor: Double {
    switch self {
    case .scarce: 2.5
    case .loose, .dense: 5
    }
  }

  /// How many people a donor may be offered to, at most on average, before compatibility is looked at.
  ///
  /// People and donors are spread over regions so that this holds; an instance whose pool is smaller has
  /// one region. It keeps a model of 100,000 people in a file of a few hundred megabytes.
  var reach: Int {
    switch self {
    case .scarce, .loose: 1_000
    case .dense: 2_500
    }
  }

  /// The share of people without any antibodies, and the share without many.
  var sensitisation: (none: Double, notHigh: Double) { self == .dense ? (0.93, 0.97) : (0.6, 0.9) }

  /// The chance that a pair passes what else is screened (acceptance criteria, size, repeat mismatches).
  var otherwiseAcceptable: Double { self == .dense ? 0.98 : 0.5 }
}
