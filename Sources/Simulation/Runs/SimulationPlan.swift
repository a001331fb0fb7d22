import TandemFiles
import TandemParallel
import TandemPolicy

/// Something that does not add up in a replicate: an error of the program, never of its input.
public struct BrokenBooks: Error, Sendable, CustomStringConvertible {
  /// Where and what.
  public let description: String
}

/// What is to be simulated: a world for each replicate, and the policies that meet it.
///
///     let plan = SimulationPlan(source, arms: [Arm(balanced), Arm(waitingTime)], replicates: 100, version: "1")
///     let result = try plan.run(threads: 2)
public struct SimulationPlan: Sendable {
  /// Where the people come from, with scenario and seed.
  public let source: WorldSource
  /// The policies with the ways in which they are followed; the first is the one that the others are compared
  /// with.
  public let arms: [Arm]
  /// How many replicates.
  public let replicates: Int
  /// The version of the program, for records.
  public let version: String

  /// Replicates that are kept together in a file.
  public static let blockSize = 5

  /// A plan.
  public init(_ source: WorldSource, arms: [Arm], replicates: Int, version: String) {
    precondition(!arms.isEmpty, "a simulation follows a policy")
    self.source = source
    self.arms = arms
    self.replicates = replicates
    self.version = version
  }

  /// A digest of everything that a replicate's numbers follow from: scenario with its numbers, people, policies,
  /// seed and version; not the number of replicates, so that a run may be made longer.
  public var fingerprint: String {
    var text = "tandem simulate \(version)\nseed \(source.seed)\nsource \(source.sha256)\n"
    text += "scenario \(source.scenario.sha256)\n"
    for figure in Figure.allCases {
      text += "\(figure.rawValue) \(DecimalText.text(source.scenario[figure]))\n"
    }
    for arm in arms {
      text += "policy \(arm.policy.name) \(arm.policy.fingerprint) by \(arm.placement.text)\n"
    }
    return SHA256.hex(text)
  }

  /// How many values each result has.
  var width: Int { ReplicateResult.width(groups: source.grouping.count) }

  /// How many blocks there are.
  public var blockCount: Int { (replicates + SimulationPlan.blockSize - 1) / SimulationPlan.blockSize }

  /// The replicates of a block.
  public func replicates(ofBlock block: Int) -> Range<Int> {
    let first = block * SimulationPlan.blockSize
    return first..<min(replicates, first + SimulationPlan.blockSize)
  }

  /// One replicate in every arm. Depends on the plan and the number alone.
  public func replicate(_ number: Int) throws(BrokenBooks) -> [ReplicateResult] {
    let world = source.world(replicate: number)
    var results: [ReplicateResult] = []
    for (place, arm) in arms.enumerated() {
      var programme = Programme(world, under: arm, source.scenario, groups: source.grouping.count)
      let tally: Tally
      do { tally = try programme.run() } catch {
        throw BrokenBooks(
          description: "replicate \(number + 1) under \(arm.policy.name) cannot be planned: \(error)")
      }
      if let fault = tally.faults.first {
        throw BrokenBooks(
          description: "replicate \(number + 1) under \(arm.policy.name) does not add up: \(fault)")
      }
      results.append(ReplicateResult(replicate: number, policy: place, tally))
    }
    return results
  }

  /// Works out the blocks of a shard that `found` does not hold, and hands each to `take` when it is done, in
  /// the order of blocks. Memory does not grow with the number of replicates.
  ///
  /// `isStopped` is asked between replicates; the blocks that were done by then have been handed on.
  public func run(
    blocks: [Int], threads: Int, isStopped: @escaping @Sendable () -> Bool = { false },
    onReplicate: @escaping @Sendable () -> Void = {}, _ take: (Int, [ReplicateResult]) throws -> Void
  ) throws {
    // Several blocks at a time, so that all threads have work to the end of each round.
    let together = max(1, (4 * threads + SimulationPlan.blockSize - 1) / SimulationPlan.blockSize)
    for start in stride(from: 0, to: blocks.count, by: together) {
      let round = Array(blocks[start..<min(blocks.count, start + together)])
      let numbers = round.flatMap { replicates(ofBlock: $0) }
      let outcomes = mappedInParallel(numbers.count, threads: threads) {
        index -> Result<[ReplicateResult], BrokenBooks>? in
        if isStopped() { return nil }
        let outcome = Result { () throws(BrokenBooks) in try replicate(numbers[index]) }
        onReplicate()
        return outcome
      }
      var next = 0
      for block in round {
        let size = replicates(ofBlock: block).count
        var results: [ReplicateResult] = []
        var isWhole = true
        for outcome in outcomes[next..<next + size] {
          guard let outcome else {
            isWhole = false
            break
          }
          results += try outcome.get()
        }
        next += size
        if isWhole { try take(block, results) }
      }
      if isStopped() { return }
    }
  }
}
