import TandemClinic
import TandemMatching
import TandemPolicy
import TandemRegistry
import TandemReporting
import TandemTerminal

extension MatchRun {
  /// What the run says to people.
  ///
  /// `countsRules` asks why everybody else is off, which takes one to some twelve microseconds a person and thread.
  func report(
    overrides: [Override], countsRules: Bool, _ progress: Progress
  ) throws -> MatchReport {
    let (context, roster, additions, screenedOut) = (context, roster, additions, screenedOut)
    var origin = Provenance(runID: id, of: context, seed: context.lotterySeed ?? 0)
    origin.isExpedited = context.gate.isExpedited
    let listed = listedByOverride()
    origin.overrides = overrides.map { override in
      Provenance.Override(
        rule: override.rule.name, reason: override.reason, by: override.by, listed: listed[override.rule] ?? 0
      )
    }
    origin.missing = provisional().map { rule, missing, people in
      Provenance.Missing(
        rule: rule.name, data: missing, candidates: people.map { context.cohort.recipients[$0].id })
    }
    origin.additions = additions.enumerated().map { place, addition in
      let pair = context.pair(addition.recipientIndex, .explain)
      let person = MatchReport.Candidate(pair, rank: roster.count + place + 1, in: context)
      return Provenance.Addition(
        recipient: person.recipient, reason: addition.reason,
        failing: person.warnings.filter { $0.verdict == .fail }.map(\.rule.name),
        crossmatches: person.crossmatches.map { "\($0.graft) \($0.verdict)" })
    }
    return MatchReport(
      provenance: origin, donor: DonorSummary(context), terms: MatchReport.Term.all(of: context.policy),
      roster: .init(count: roster.count + additions.count) { place in
        let addition = place < roster.count ? nil : additions[place - roster.count]
        let pair = context.pair(addition?.recipientIndex ?? Int(roster[place].recipientIndex), .explain)
        return MatchReport.Candidate(pair, rank: place + 1, in: context, addedReason: addition?.reason)
      },
      screenedOut: .init(count: screenedOut.count) { place in
        let index = Int(screenedOut[place])
        return MatchReport.ScreenedOut(
          recipient: context.cohort.recipients[index].id, reasons: self.reasons(againstRecipient: index))
      },
      rules: countsRules ? try rules(progress) : nil)
  }

  private func rules(_ progress: Progress) throws -> [MatchReport.RuleCount] {
    progress.enter("Counting the rules that keep people off", of: screenedOut.count)
    let counts = ruleCounts { people in
      progress.advance(by: people)
      return !Interruption.isRequested
    }
    try Interruption.check()
    return (counts ?? []).map { .init(rule: $0.rule, fails: $0.fails, reviews: $0.reviews) }
  }
}
