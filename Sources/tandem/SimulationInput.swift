import TandemArguments
import TandemFiles
import TandemPolicy
import TandemRegistry
import TandemReporting
import TandemSimulation
import TandemTerminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What `simulate` works on: people and policies, read and found usable.
struct SimulationInput {
  let source: WorldSource
  let arms: [Arm]
  let lines: [SimulationReport.PolicyLine]
  let sweep: WeightSweep?

  init(
    folder: String?, scenario: Scenario, policies names: [String], placements: [Placement],
    sweep: WeightSweep?, start: Day?,
    seed: UInt64, threads: Int, _ console: Console
  ) throws {
    let read = try names.map { try Policy.read($0) }
    self.sweep = sweep
    source = try SimulationInput.source(
      folder, scenario, start: start, seed: seed, policy: names[0], threads: threads, console)
    let policies: [Policy]
    var titles: [String]
    if let sweep {
      guard let variants = sweep.variants(of: read[0]) else {
        let rated = read[0].terms.map(\.attribute.name)
        let near = Spelling.nearest(to: sweep.attribute, among: rated).map { " Did you mean \($0)?" } ?? ""
        throw Failure(
          .wrongUse,
          "The policy \(read[0].name) has no weight of \(Problem.quoted(sweep.attribute)) that can be moved.\(near) It rates "
            + rated.joined(separator: ", ") + "."
        )
      }
      policies = variants
      titles = sweep.weights.map { "\(sweep.attribute) \(DecimalText.text($0))" }
    } else {
      policies = read
      titles = read.map(\.name)
      // Two files of one name are told apart by their paths.
      for place in titles.indices where read.count(where: { $0.name == read[place].name }) > 1 {
        titles[place] = "\(read[place].name) (\(names[place]))"
      }
    }
    let sample = try source.sample
    var arms: [Arm] = []
    var lines: [SimulationReport.PolicyLine] = []
    for (title, policy) in zip(titles, policies) {
      let weights = EffectiveWeights(of: policy, over: sample, recipients: 100)
      for placement in placements {
        let arm = Arm(policy, placement)
        let name = placements == [.standard] ? title : "\(title) (\(placement.title))"
        arms.append(arm)
        lines.append(SimulationReport.PolicyLine(name: name, arm: arm, weights: weights))
      }
    }
    (self.arms, self.lines) = (arms, lines)
  }

  private static func source(
    _ folder: String?, _ scenario: Scenario, start: Day?, seed: UInt64, policy: String, threads: Int,
    _ console: Console
  ) throws -> WorldSource {
    guard let folder else { return try WorldSource(scenario, seed: seed) }
    let input = try MatchInput(folder: folder, policy: policy, threads: threads, console)
    let path = "\(folder)/status.csv"
    let cohort = input.cohort
    let record = access(path, F_OK) == 0 ? try StatusRecord(try MappedFile(path), of: cohort) : nil
    // A replay begins with the first donor, when everybody of the file who was listed before is on the list.
    let first = start ?? cohort.donors.compactMap { $0.crossClampAt?.day }.min()
    guard let first else {
      throw Failure(
        .badData, "No donor of \(folder) has a time of cross-clamp; a replay needs them, or --start.")
    }
    let undated = cohort.donors.count { $0.crossClampAt == nil }
    if undated > 0 {
      console.note(
        "\(undated) donor\(undated == 1 ? "" : "s") without a time of cross-clamp cannot be replayed.")
    }
    return try WorldSource(scenario, replaying: cohort, changes: record, from: first, seed: seed)
  }
}
