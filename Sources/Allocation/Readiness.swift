import TandemClinic
import TandemParallel
import TandemPolicy
import TandemRegistry

/// Who cannot be transplanted whoever the donor is, and by which rules.
struct Readiness: Sendable {
  /// Who is let on a roster.
  let gate: Gate
  /// For each recipient the rules in the way, nil for those who depend on the donor.
  let closedBy: [[Rule]?]

  /// Judges everybody by what no donor changes. About 10 microseconds a recipient and thread.
  init(_ setting: AllocationSetting, threads: Int) {
    let policy = setting.policy
    let gate = Gate(reviews: policy.reviews)
    self.gate = gate
    let people = setting.cohort.recipients
    let block = 256
    closedBy = mappedInParallel((people.count + block - 1) / block, threads: threads) { number in
      people[number * block..<min(people.count, (number + 1) * block)].map { person -> [Rule]? in
        let common = policy.assess(person, .faults)
        let own = policy.regimens.map { policy.assess(person, for: $0, .faults) }
        if gate.isOpen(common), own.contains(where: gate.isOpen) { return nil }
        // As for a pair: the protocol with the fewest obstacles.
        let nearest = own.map { $0.reasons.filter(gate.blocks) }.min { $0.count < $1.count } ?? []
        return (common.reasons.filter(gate.blocks) + nearest).map(\.rule)
      }
    }.flatMap { $0 }
  }
}
