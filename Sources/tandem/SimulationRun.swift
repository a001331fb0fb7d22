import TandemArguments
import TandemFiles
import TandemSimulation
import TandemTerminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Which part of a run's blocks is to be worked out.
struct Shard {
  private let part: Int
  private let parts: Int

  /// Reads `1/4`; nothing is the whole.
  init(_ text: String?, _ arguments: Arguments) throws {
    guard let text else {
      (part, parts) = (1, 1)
      return
    }
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let part = numbers[0], let parts = numbers[1], parts > 0,
      (1...parts).contains(part)
    else { throw Misuse(arguments, "--shard takes I/N with I from 1 to N, such as 1/4; not \(text).") }
    (self.part, self.parts) = (part, parts)
  }

  /// Whether it is all of the run.
  var isWhole: Bool { parts == 1 }
  var words: String { "\(part)/\(parts)" }

  func holds(_ block: Int) -> Bool { block % parts == part - 1 }
}

/// The blocks of a simulation, worked out or found in folders.
final class SimulationRun {
  private let plan: SimulationPlan
  private let folder: RunFolder?
  private let others: [RunFolder]
  private var gatherer: ResultGatherer

  init(_ plan: SimulationPlan, folder: String?, merging others: [String]) throws {
    self.plan = plan
    self.folder = try folder.map { try RunFolder($0, for: plan) }
    self.others = others.map { RunFolder(existing: $0, for: plan) }
    gatherer = ResultGatherer(plan)
  }

  private func found(_ block: Int) throws -> [ReplicateResult]? {
    for folder in [folder].compactMap({ $0 }) + others {
      if let results = try folder.read(block, plan.replicates(ofBlock: block)) { return results }
    }
    return nil
  }

  /// Works out what no folder holds. Without a folder of its own the results are gathered at once.
  func work(on part: Shard, threads: Int, _ console: Console) throws {
    let wanted = (0..<plan.blockCount).filter(part.holds)
    let missing = try wanted.filter { try found($0) == nil }
    if missing.count < wanted.count {
      console.note(
        "\(wanted.count - missing.count) of \(wanted.count) blocks were worked out before.")
    }
    let isKept = folder != nil || !others.isEmpty
    let count = missing.reduce(0) { $0 + plan.replicates(ofBlock: $1).count }
    var fresh: [Int: [ReplicateResult]] = [:]
    var (judged, scored) = (0, 0)
    let begin = clock()
    try console.progress("Simulating", of: count) { progress in
      try plan.run(
        blocks: missing, threads: threads, isStopped: { Interruption.isRequested },
        onReplicate: { progress.advance() }
      ) { block, results in
        judged += results.reduce(0) { $0 + $1.pairs }
        scored += results.reduce(0) { $0 + $1.scored }
        if let folder {
          try folder.write(block, results)
        } else if isKept {
          fresh[block] = results
        } else {
          gatherer.add(results)
        }
      }
    }
    let seconds = Double(clock() - begin) / Double(CLOCKS_PER_SEC)
    // Of fewer pairs the cost is that of making people.
    if scored >= 1000, seconds > 0 {
      func each(_ pairs: Int) -> String { DecimalText.fixed(seconds / Double(pairs) * 1e6, 2) }
      console.note(
        "\(DecimalText.fixed(seconds, 1)) s of processor time, making people included: \(each(judged)) microseconds "
          + "for each of \(judged) pairs judged, \(each(scored)) for each of the \(scored) among them that were "
          + "scored.")
    }
    if Interruption.isRequested, folder != nil {
      console.note("The same call goes on from the blocks that are done.")
    }
    try Interruption.check()
    guard isKept, part.isWhole else { return }
    for block in 0..<plan.blockCount {
      guard let results = try fresh[block] ?? found(block) else {
        throw Failure(.unexpected, "Block \(block + 1) was worked out and is gone.")
      }
      gatherer.add(results)
    }
  }

  /// What came out of all blocks.
  func result() throws -> SimulationResult { gatherer.result }
}
