import TandemFiles
import TandemHLA
import TandemRegistry
import Testing

@testable import TandemGeneration

/// What the tests of this folder look at: one cohort of the default profile, made once.
enum Made {
  static let profile = try! Profile.read(Profile.defaultName)
  static let generator = CohortGenerator(profile, seed: 20_260_101)
  static let recipients = (1...6000).map { generator.madeRecipient($0) }
  static let donors = (1...3000).map { generator.madeDonor($0) }
}

/// Whether a share that was counted agrees with the true one.
///
/// The limit is 4.5 standard errors of a binomial share: with a hundred such tests one in 1,500 new seeds
/// would break one of them. The seeds are fixed, so that the same numbers are judged in every run.
func expectShare(
  _ count: Int, of total: Int, is share: Double, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let found = Double(count) / Double(total)
  let error = (share * (1 - share) / Double(total)).squareRoot()
  #expect(
    abs(found - share) <= 4.5 * error,
    "\(what): \(found) of \(total), stated \(share), standard error \(error)",
    sourceLocation: sourceLocation)
}

/// Whether values have the mean that is stated for them, within 4.5 standard errors of it and `slack`, which
/// is what cutting a distribution moves its mean by.
func expectMean(
  _ values: [Double], is mean: Double, slack: Double = 0, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let (found, deviation) = meanAndDeviation(values)
  let error = deviation / Double(values.count).squareRoot()
  #expect(
    abs(found - mean) <= 4.5 * error + slack, "\(what): \(found), stated \(mean), standard error \(error)",
    sourceLocation: sourceLocation)
}

func meanAndDeviation(_ values: [Double]) -> (mean: Double, deviation: Double) {
  let mean = values.reduce(0, +) / Double(values.count)
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (mean, (squares / Double(values.count - 1)).squareRoot())
}
