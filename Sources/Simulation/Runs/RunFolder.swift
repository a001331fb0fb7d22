public import TandemFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder with the finished blocks of a run, a file each, so that a run can be stopped and gone on with, or
/// shared out over machines: the files of several folders together are the run.
public struct RunFolder: Sendable {
  /// Where it is.
  public let path: String
  private let fingerprint: String
  private let width: Int
  private let policyCount: Int

  /// Takes a folder that exists, or makes it.
  public init(_ path: String, for plan: SimulationPlan) throws(Problem) {
    self.init(existing: path, for: plan)
    for folder in [path, blocks] where mkdir(folder, 0o700) != 0 && errno != EEXIST {
      throw Problem(
        kind: "cannot write", file: folder,
        expected:
          "a folder that exists, or one that can be made in a folder that exists (\(String(cString: strerror(errno))))"
      )
    }
  }

  /// Takes a folder from which blocks are only read.
  public init(existing path: String, for plan: SimulationPlan) {
    self.path = path
    fingerprint = plan.fingerprint
    width = plan.width
    policyCount = plan.arms.count
  }

  private var blocks: String { "\(path)/blocks" }

  private func file(_ block: Int) -> String {
    let digits = String(block + 1)
    return "\(blocks)/block-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits).csv"
  }

  /// Writes a finished block; it appears whole or not at all.
  public func write(_ block: Int, _ results: [ReplicateResult]) throws(Problem) {
    let file = try AtomicFile(file(block))
    try file.write("# run \(fingerprint)\n")
    for result in results { try file.write(result.line) }
    try file.commit()
  }

  /// Whether the block's file is there with results of `replicates`. A block of a shorter run than this one does
  /// not count; one of another run is an error.
  public func holds(_ block: Int, _ replicates: Range<Int>) throws(Problem) -> Bool {
    try read(block, replicates) != nil
  }

  /// The results of a block, replicate after replicate; nil when its file is not there or was cut short.
  public func read(_ block: Int, _ replicates: Range<Int>) throws(Problem) -> [ReplicateResult]? {
    let path = file(block)
    guard access(path, F_OK) == 0 else { return nil }
    let lines = try MappedFile(path).text.split(separator: "\n")
    guard let head = lines.first, head == "# run \(fingerprint)" else {
      throw Problem(
        kind: "another run", file: path, line: 1, column: 1, value: lines.first.map(String.init) ?? "",
        expected:
          "a block of this run; scenario, people, policies, seed or version were others. Name another folder")
    }
    var results: [ReplicateResult] = []
    for (index, line) in lines.dropFirst().enumerated() {
      guard let result = ReplicateResult(line: line, width: width) else {
        throw Problem(
          kind: "unreadable block", file: path, line: index + 2, column: 1,
          expected: "\(width + 4) numbers; remove the file to have the block worked out again")
      }
      if replicates.contains(result.replicate) { results.append(result) }
    }
    return results.count == replicates.count * policyCount ? results : nil
  }
}
