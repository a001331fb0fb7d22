/// How evenly transplants are spread over groups: each group's rate of transplants per 100 patient-years on
/// the list, weighted by its patient-years.
struct Access {
  private let rates: [(rate: Double, weight: Double)]

  /// Groups with less than this many patient-years say nothing about their rate.
  private static let leastYears = 10.0

  init(_ groups: [Tally.Group]) {
    rates = groups.compactMap { group in
      let years = group.days / Calendar.daysPerYear
      return years < Access.leastYears ? nil : (100 * Double(group.transplants) / years, years)
    }
  }

  private var weight: Double { rates.reduce(0) { $0 + $1.weight } }
  private var mean: Double { rates.reduce(0) { $0 + $1.rate * $1.weight } / weight }

  /// The weighted standard deviation of the rates; not a number without two groups.
  var deviation: Double {
    guard rates.count > 1 else { return .nan }
    let mean = mean
    return (rates.reduce(0) { $0 + $1.weight * ($1.rate - mean) * ($1.rate - mean) } / weight).squareRoot()
  }

  /// The Gini index of the rates: half the weighted mean difference of two patient-years, over the mean. 0 when
  /// all have the same rate. Cost: the square of the number of groups.
  var gini: Double {
    guard rates.count > 1, mean > 0 else { return .nan }
    var sum = 0.0
    for one in rates {
      for other in rates { sum += one.weight * other.weight * abs(one.rate - other.rate) }
    }
    return sum / (2 * weight * weight * mean)
  }

  /// The lowest rate over the highest.
  var worstToBest: Double {
    guard rates.count > 1, let best = rates.map(\.rate).max(), best > 0,
      let worst = rates.map(\.rate).min()
    else { return .nan }
    return worst / best
  }
}
