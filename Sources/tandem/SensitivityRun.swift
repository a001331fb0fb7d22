import TandemFiles
import TandemSimulation
import TandemTerminal

/// The simulations of a sensitivity analysis, worked out or found in the folder `sensitivity` of a run's folder, which
/// has a folder for each of them.
struct SensitivityRun {
  /// A simulation with the folders that may hold its blocks.
  private struct Member {
    let variant: Sensitivity.Variant
    let folder: RunFolder?
    let others: [RunFolder]

    /// The results of a block, when some folder holds it.
    func found(_ block: Int) throws -> [ReplicateResult]? {
      for folder in [folder].compactMap({ $0 }) + others {
        if let results = try folder.read(block, variant.plan.replicates(ofBlock: block)) { return results }
      }
      return nil
    }

    var blocks: Range<Int> { 0..<variant.plan.blockCount }
  }

  private let plan: SimulationPlan
  private let folder: String?
  private let others: [String]
  private let threads: Int

  /// The sensitivity of a plan; `folder` and `others` are those of its run.
  init(_ plan: SimulationPlan, folder: String?, merging others: [String], threads: Int) {
    (self.plan, self.folder, self.others, self.threads) = (plan, folder, others, threads)
  }

  private func member(_ variant: Sensitivity.Variant) throws -> Member {
    Member(
      variant: variant,
      folder: try folder.map { try RunFolder(variant.name, inside: "\($0)/sensitivity", for: variant.plan) },
      others: others.map { RunFolder(existing: "\($0)/sensitivity/\(variant.name)", for: variant.plan) })
  }

  /// Works out a part of the blocks that no folder holds; gives their number in all.
  func work(on part: Shard, _ console: Console) throws -> Int {
    let members = try Sensitivity.variants(of: plan).map(member)
    try console.progress("Moving assumptions", of: members.count) { progress in
      for (place, member) in members.enumerated() {
        // The blocks of all simulations are dealt out in turn, since most of these have few.
        let first = place * member.blocks.count
        let missing = try member.blocks.filter { try part.holds(first + $0) && member.found($0) == nil }
        try run(member, missing) { _, _ in }
        progress.advance()
      }
    }
    return members.reduce(0) { $0 + $1.blocks.count }
  }

  /// What came out, everything worked out that no folder holds.
  func result(measure: Int, _ console: Console) throws -> Sensitivity {
    let variants = Sensitivity.variants(of: plan)
    var before = 0
    let result = try console.progress("Moving assumptions", of: variants.count) { progress in
      try Sensitivity(of: plan, measure: measure) { variant, take in
        let member = try member(variant)
        let missing = try member.blocks.filter { try member.found($0) == nil }
        before += member.blocks.count - missing.count
        // Results are taken in the order of blocks, whether they were there or not.
        var next = 0
        func takeFound(before block: Int) throws {
          while next < block {
            for result in try member.found(next) ?? [] { take(result) }
            next += 1
          }
        }
        try run(member, missing) { block, results in
          try takeFound(before: block)
          for result in results { take(result) }
          next = block + 1
        }
        try takeFound(before: member.blocks.count)
        progress.advance()
      }
    }
    if before > 0 {
      let all = variants.reduce(0) { $0 + $1.plan.blockCount }
      console.note("\(before) of \(all) blocks of moved assumptions were worked out before.")
    }
    return result
  }

  private func run(_ member: Member, _ blocks: [Int], _ take: (Int, [ReplicateResult]) throws -> Void) throws
  {
    try member.variant.plan.run(blocks: blocks, threads: threads, isStopped: { Interruption.isRequested }) {
      block, results in
      try member.folder?.write(block, results)
      try take(block, results)
    }
    try Interruption.check()
  }
}
