import TandemClinic
import TandemPolicy
import TandemRegistry
import TandemSimulation

/// Why the first candidate of a donor is not the same under two policies, in words.
struct DifferenceWords {
  private let comparison: PolicyComparison
  private let policies: [Policy]
  private let names: [String]
  private let other: Int

  init(_ comparison: PolicyComparison, policies: [Policy], names: [String], other: Int) {
    self.comparison = comparison
    self.policies = policies
    self.names = names
    self.other = other
  }

  func text(_ difference: PolicyComparison.Difference) -> String {
    let cohort = comparison.cohort
    let donor = cohort.donors[difference.donor]
    let (one, two) = (difference.reference.recipient, difference.other.recipient)
    let (first, second) = (cohort.recipients[one].id, cohort.recipients[two].id)
    let opening =
      "\(donor.id): \(names[0]) puts \(first) first (\(difference.reference.score.text) points), \(names[other]) "
      + "\(second) (\(difference.other.score.text))."
    let before = side(
      MatchContext(donor: donor, in: cohort, under: policies[0]), names[0], winner: one, loser: two,
      rank: difference.rankOfOther)
    let after = side(
      MatchContext(donor: donor, in: cohort, under: policies[other]), names[other], winner: two, loser: one,
      rank: difference.rankOfReference)
    return [opening, before, after].joined(separator: " ")
  }

  /// What a policy has against the one whom the other policy puts first.
  private func side(_ context: MatchContext, _ name: String, winner: Int, loser: Int, rank: Int?) -> String {
    let loserID = comparison.cohort.recipients[loser].id
    let judged = context.pair(loser, .explain)
    guard let rank else {
      let why = judged.blocking.first.map { "\($0.rule.name): \($0.detail)" } ?? "no rule says why"
      return "Under \(name) \(loserID) is on no roster (\(why))"
    }
    let best = context.pair(winner, .explain)
    let leads = zip(best.score.parts, judged.score.parts).map { winner, loser in
      (title: winner.title, points: winner.points.value - loser.points.value)
    }
    let decisive = leads.filter { $0.points > 0 }.sorted { $0.points > $1.points }.prefix(2)
    let words = decisive.map { "\($0.title) (\(MeasureText.number($0.points, 1)) points)" }
    return "Under \(name) \(loserID) has rank \(rank), \(judged.score.total.text) points"
      + (words.isEmpty ? "; the tie-breaks decide." : "; behind in \(words.joined(separator: " and ")).")
  }
}
