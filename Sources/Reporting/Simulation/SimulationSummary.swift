import TandemFiles
import TandemPolicy
import TandemSimulation

/// What a simulation found, in plain words.
struct SimulationSummary {
  private let report: SimulationReport

  init(_ report: SimulationReport) { self.report = report }

  /// The words for a difference of one measure: what is more, what is less.
  private struct Words {
    let name: String
    let more: String
    let less: String
  }

  private static let words: [Words] = [
    Words(name: "transplants_per_year", more: "more transplants a year", less: "fewer transplants a year"),
    Words(
      name: "deaths_on_list_per_year", more: "more deaths on the list a year",
      less: "fewer deaths on the list a year"),
    Words(
      name: "wait_median_days", more: "days more of waiting in the median",
      less: "days less of waiting in the median"),
    Words(
      name: "independence_years_per_year", more: "more years of insulin independence a year",
      less: "fewer years of insulin independence a year"),
    Words(
      name: "qalys_per_year", more: "more quality-adjusted life years a year",
      less: "fewer quality-adjusted life years a year"),
    Words(name: "islet_dose_ieq_per_kg", more: "more IEQ/kg in a graft", less: "fewer IEQ/kg in a graft"),
    Words(name: "mismatches", more: "more HLA mismatches", less: "fewer HLA mismatches"),
    Words(
      name: "offers_per_transplant", more: "more offers for a transplant",
      less: "fewer offers for a transplant"),
    Words(
      name: "access_gini", more: "more on the Gini index of unequal access",
      less: "less on the Gini index of unequal access"),
  ]

  /// The sentences: first what the reference gives, then each other policy against it.
  var sentences: [String] {
    if let sweep = report.sweep { return sentences(sweep) }
    var all = [baseline]
    for comparison in report.result.comparisons { all += sentences(comparison) }
    return all
  }

  private var baseline: String {
    let summaries = report.result.summaries[0]
    func mean(_ name: String) -> String {
      guard let place = Measure.place(of: name) else { return "–" }
      return MeasureText.mean(summaries[place].moments, Measure.all[place])
    }
    func band(_ name: String) -> String {
      guard let place = Measure.place(of: name), let band = summaries[place].band,
        band.lowerBound < band.upperBound
      else { return "" }
      return " (\(MeasureText.interval(band, Measure.all[place])) in 95 % of replicates)"
    }
    // Without donors nothing can be said of how many are used.
    guard let used = Measure.place(of: "donors_used_share"), summaries[used].moments.count > 0 else {
      return
        "No donor comes. Under \(report.reference) \(mean("deaths_on_list_per_year")) people a "
        + "year\(band("deaths_on_list_per_year")) die on the list."
    }
    return
      "Under \(report.reference) \(mean("transplants_per_year")) transplants a year\(band("transplants_per_year")) "
      + "are made from \(mean("donors_used_share")) % of the donors; \(mean("deaths_on_list_per_year")) people a "
      + "year\(band("deaths_on_list_per_year")) die on the list."
  }

  /// Between which values the results of a moved weight lie, and at which weights.
  private func sentences(_ sweep: WeightSweep) -> [String] {
    let first =
      "The weight of \(sweep.attribute) in \(report.policies[0].policy.name) is moved from "
      + "\(DecimalText.text(sweep.weights[0])) to \(DecimalText.text(sweep.weights[sweep.weights.count - 1])), the "
      + "other weights in proportion."
    let names = ["transplants_per_year", "wait_median_days", "independence_years_per_year", "access_gini"]
    return [first]
      + names.compactMap { name in
        guard let place = Measure.place(of: name) else { return nil }
        let measure = Measure.all[place]
        let means = report.result.summaries.map { $0[place].moments }.enumerated().filter {
          $0.element.count > 0
        }
        guard let low = means.min(by: { $0.element.mean < $1.element.mean }),
          let high = means.max(by: { $0.element.mean < $1.element.mean })
        else { return nil }
        return
          "\(MeasureText.title(measure)): lowest at a weight of \(DecimalText.text(sweep.weights[low.offset])) with "
          + "\(MeasureText.mean(low.element, measure)), highest at \(DecimalText.text(sweep.weights[high.offset])) with "
          + "\(MeasureText.mean(high.element, measure))."
      }
  }

  private func sentences(_ comparison: SimulationResult.Comparison) -> [String] {
    let name = report.policies[comparison.policy].name
    var sure: [String] = []
    var unsure: [String] = []
    for words in SimulationSummary.words {
      guard let place = Measure.place(of: words.name) else { continue }
      let measure = Measure.all[place]
      let difference = comparison.differences[place]
      guard difference.count > 0 else { continue }
      let isSure = (difference.adjusted ?? 1) < SimulationReport.level
      // A difference that its digits show as nothing is none to speak of.
      let isShown = MeasureText.signed(difference.mean, measure.digits).first != "0"
      guard isSure, isShown else {
        unsure.append(SimulationSummary.named(measure))
        continue
      }
      let amount = MeasureText.number(abs(difference.mean), measure.digits)
      sure.append("\(amount)\(reach(difference, measure)) \(difference.mean > 0 ? words.more : words.less)")
    }
    var found: [String] = []
    if sure.isEmpty {
      found.append(
        "Between \(name) and \(report.reference) no difference is sure after \(report.result.replicates) "
          + "\(report.result.replicates == 1 ? "replicate" : "replicates").")
    } else {
      found.append("\(name) gives \(list(sure)) than \(report.reference).")
      if !unsure.isEmpty { found.append("No sure difference of \(name): \(list(unsure)).") }
    }
    return found
  }

  /// The interval of a difference, turned so that it reads with the words for more or less.
  private func reach(_ difference: PairedDifference, _ measure: Measure) -> String {
    guard let interval = difference.tInterval else { return "" }
    let (low, high) =
      difference.mean > 0
      ? (interval.lowerBound, interval.upperBound) : (-interval.upperBound, -interval.lowerBound)
    return " (\(MeasureText.number(low, measure.digits)) to \(MeasureText.number(high, measure.digits)))"
  }

  /// A measure's title as one of a list, whose commas are the list's own.
  private static func named(_ measure: Measure) -> String {
    let parts = measure.title.split(separator: ", ", maxSplits: 1)
    return parts.count > 1 ? "\(parts[0]) (\(parts[1]))" : measure.title
  }

  private func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }
}
