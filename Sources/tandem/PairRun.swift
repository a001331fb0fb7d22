import TandemClinic
import TandemFiles
import TandemParallel
import TandemPolicy
import TandemRegistry
import TandemReporting
import TandemTerminal

/// The roster of one donor, found by judging every pair with the rules that also explain it.
struct PairRun {
  /// Somebody put at the end of the roster by hand.
  struct Addition {
    let recipientIndex: Int
    let reason: String
  }

  private let context: MatchContext
  /// The recipients on the roster, in order.
  private let roster: [Int]
  /// Those added by hand, in the order in which they were named.
  private let additions: [Addition]
  /// Everybody else, in the order of the cohort.
  private let screenedOut: [Int]
  private let counts: [Rule: MatchReport.RuleCount]
  /// For each rule that sets aside for want of donor data, how many of the roster it could still remove.
  private let provisional: [Rule: (missing: Set<String>, count: Int)]
  /// For each override, how many are listed because of it.
  private let listedBy: [Rule: Int]

  /// Judges everybody. About 50 microseconds a recipient and thread.
  init(_ context: MatchContext, additions: [Addition], threads: Int, _ progress: Progress) throws {
    self.context = context
    self.additions = additions
    let count = context.cohort.recipients.count
    let block = 256
    let blocks = (count + block - 1) / block
    let findings = mappedInParallel(blocks, threads: threads) { number -> [Finding] in
      if Interruption.isRequested { return [] }
      let range = number * block..<min(count, (number + 1) * block)
      let found = range.map { Finding(context, $0) }
      progress.advance(by: range.count)
      return found
    }
    try Interruption.check()
    let all = findings.flatMap { $0 }
    let added = Set(additions.map(\.recipientIndex))
    let listed = all.filter { $0.key != nil && !added.contains($0.index) }
    roster = listed.sorted { $0.key! < $1.key! }.map(\.index)
    screenedOut = all.filter { $0.key == nil && !added.contains($0.index) }.map(\.index)
    var counts: [Rule: MatchReport.RuleCount] = [:]
    for finding in all where finding.key == nil && !added.contains(finding.index) {
      for rule in finding.fails { counts[rule, default: .init(rule: rule, fails: 0, reviews: 0)].fails += 1 }
      for rule in finding.reviews {
        counts[rule, default: .init(rule: rule, fails: 0, reviews: 0)].reviews += 1
      }
    }
    self.counts = counts
    var provisional: [Rule: (missing: Set<String>, count: Int)] = [:]
    var listedBy: [Rule: Int] = [:]
    for finding in listed {
      for rule in finding.overridden { listedBy[rule, default: 0] += 1 }
      for (rule, missing) in finding.provisional {
        provisional[rule, default: ([], 0)].missing.formUnion(missing)
        provisional[rule, default: ([], 0)].count += 1
      }
    }
    self.provisional = provisional
    self.listedBy = listedBy
  }

  /// Whether nobody may be offered the grafts.
  var isEmpty: Bool { roster.isEmpty && additions.isEmpty }

  /// What the run says to people.
  func report(seed: UInt64, overrides: [Provenance.Override]) -> MatchReport {
    var origin = Provenance(runID: id(seed, overrides), of: context, seed: seed)
    origin.isExpedited = context.gate.isExpedited
    origin.overrides = overrides.map { override in
      var override = override
      override.listed = listedBy[Rule(override.rule)] ?? 0
      return override
    }
    if origin.isExpedited {
      origin.missing = provisional.sorted { $0.key < $1.key }.map { rule, finding in
        let names = finding.missing.sorted().joined(separator: ", ")
        return
          "\(rule) needs \(names.isEmpty ? "donor data" : names); it could remove \(finding.count) of the roster."
      }
    }
    let (context, roster, additions, screenedOut) = (context, roster, additions, screenedOut)
    return MatchReport(
      provenance: origin, donor: DonorSummary(context), terms: MatchReport.Term.all(of: context.policy),
      roster: .init(count: roster.count + additions.count) { place in
        let addition = place < roster.count ? nil : additions[place - roster.count]
        let pair = context.pair(addition?.recipientIndex ?? roster[place], .explain)
        return MatchReport.Candidate(pair, rank: place + 1, in: context, addedReason: addition?.reason)
      },
      screenedOut: .init(count: screenedOut.count) { place in
        let pair = context.pair(screenedOut[place], .faults)
        return MatchReport.ScreenedOut(recipient: pair.recipientID, reasons: pair.everyBlockingReason)
      },
      rules: counts.values.sorted {
        ($1.fails + $1.reviews, $0.rule) < ($0.fails + $0.reviews, $1.rule)
      })
  }

  /// The run's id, which follows from everything that the run stands on.
  private func id(_ seed: UInt64, _ overrides: [Provenance.Override]) -> String {
    var words = [
      context.donor.id, context.policy.fingerprint, context.cohort.inputSHA256, String(seed), Version.number,
      context.gate.isExpedited ? "expedited" : "",
    ]
    for override in overrides { words += [override.rule, override.reason, override.by] }
    for addition in additions {
      words += [context.cohort.recipients[addition.recipientIndex].id, addition.reason]
    }
    return String(SHA256.hex(JSON.strings(words).text(indented: false)).prefix(16))
  }
}

/// What a run keeps of one pair.
private struct Finding: Sendable {
  let index: Int
  /// The place in the order; nil for somebody who was screened out.
  let key: RankKey?
  let fails: [Rule]
  let reviews: [Rule]
  let overridden: [Rule]
  let provisional: [(rule: Rule, missing: [String])]

  init(_ context: MatchContext, _ index: Int) {
    let pair = context.pair(index, .faults)
    self.index = index
    key = pair.isListed ? context.rankKey(of: pair) : nil
    let blocking = pair.isListed ? [] : pair.everyBlockingReason
    let fails = Set(blocking.filter { $0.verdict == .fail }.map(\.rule))
    self.fails = fails.sorted()
    reviews = Set(blocking.map(\.rule)).subtracting(fails).sorted()
    overridden = pair.listedByOverride
    provisional = pair.isListed ? pair.provisional.map { ($0.rule, $0.missing) } : []
  }
}

extension PairAssessment {
  /// Everything that keeps the recipient off, each sentence once: what holds always, and for each protocol its
  /// own reasons with those of the dose level that is nearest to being open.
  var everyBlockingReason: [Reason] {
    var reasons = common.reasons.filter(gate.blocks)
    for option in options {
      let levels = option.levels.map { $0.assessment.reasons.filter(gate.blocks) }
      reasons += option.assessment.reasons.filter(gate.blocks)
      reasons += levels.min { $0.count < $1.count } ?? []
    }
    var seen: Set<Reason> = []
    return reasons.filter { seen.insert($0).inserted }
  }
}
