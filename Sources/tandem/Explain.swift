import TandemArguments
import TandemClinic
import TandemFiles
import TandemPolicy
import TandemRegistry
import TandemReporting
import TandemTerminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let recipient = Option<String>("recipient", value: "ID", help: "The recipient's identifier.")

/// `tandem explain DIR --donor ID --recipient ID`
let explain: Command = Command(
  "explain", "Says of one pair why the recipient may be offered the donor's grafts, or why not.",
  discussion: """
    Every rule with its numbers and where its limit comes from, every dose with its probability, every part of \
    the score with its curve; and for somebody who may not be offered the grafts, what would have to change.
    """,
  takes: [
    Shared.cohort, Shared.donor, recipient, Shared.policy, Shared.options(Shared.threads, Shared.json),
  ],
  examples: [
    Example(
      "tandem explain cohort --donor D-1 --recipient R-17", "Explains a pair under the default policy."),
    Example(
      "tandem explain cohort --donor D-1 --recipient R-17 --policy mine.json5 --json",
      "The same under a policy of one's own, for a program to read."),
  ],
  exits: [
    .done: "The pair is explained, whether it is feasible or not.",
    .badData: "Cohort or policy have errors, or there is no such donor or recipient.",
  ]
) { arguments, console in
  let input = try MatchInput(
    folder: arguments[Shared.cohort], policy: arguments[Shared.policy] ?? Policy.standard,
    threads: arguments.threadCount, console)
  let context = MatchContext(
    donor: try input.donor(arguments[Shared.donor]), in: input.cohort, under: input.policy)
  let pair = context.pair(try input.recipient(arguments[recipient]), .explain)
  let origin = Provenance(runID: "", of: context, seed: 0)
  let explanation = Explanation(pair, in: context, provenance: origin)
  if arguments[Shared.json] {
    console.print(explanation.json.text())
  } else {
    let width = TerminalProbe.isTerminal(STDOUT_FILENO) ? console.width : nil
    console.print(explanation.text(width: width, style: console.style), terminator: "")
  }
  return .done
}

extension Provenance {
  /// What a run or an explanation of `context` stands on.
  init(runID: String, of context: MatchContext, seed: UInt64) {
    self.init(
      runID: runID, policy: context.policy.name, policyTitle: context.policy.title,
      policySHA256: context.policy.sha256, policyFingerprint: context.policy.fingerprint,
      inputSHA256: context.cohort.inputSHA256, seed: seed, version: Version.number)
  }
}
