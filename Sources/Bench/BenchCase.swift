/// One thing that is timed.
///
/// A case makes its workload ready for a size, and the workload says after each run whether the answer was
/// right: a time counts only when it was.
public struct BenchCase: Sendable {
  /// The name by which it is asked for, its group first: `hla.typing`.
  public let name: String
  /// What one unit of the work is: `typing`, `recipient`, `pair`.
  public let unit: String
  /// What is done, in words.
  public let purpose: String
  /// Whether the work grows with the size of the pool.
  public let grows: Bool
  /// Whether it works on more than one thread.
  public let isParallel: Bool
  /// Makes ready.
  let prepare: @Sendable (BenchSetting) throws -> Workload

  init(
    _ name: String, per unit: String, _ purpose: String, grows: Bool = true, isParallel: Bool = false,
    prepare: @escaping @Sendable (BenchSetting) throws -> Workload
  ) {
    self.name = name
    self.unit = unit
    self.purpose = purpose
    self.grows = grows
    self.isParallel = isParallel
    self.prepare = prepare
  }

  /// Every case, those that later ones stand on first; those that take most memory last, since what they give back
  /// stays with the process.
  public static let all: [BenchCase] = hla + pool + programme + models + simplex + engine
}

/// What a case is made ready for.
public struct BenchSetting: Sendable {
  /// Recipients in the pool; cases that do not grow ignore it.
  public let size: Int
  /// Threads that a parallel case may use.
  public let threads: Int
  /// Where chance begins.
  public let seed: UInt64

  /// A setting.
  public init(size: Int, threads: Int, seed: UInt64) {
    self.size = size
    self.threads = threads
    self.seed = seed
  }

  /// How many donors stand beside a pool of this size: one for a hundred recipients.
  public var donors: Int { max(2, size / 100) }
}

/// Work that is ready to be timed, again and again.
struct Workload {
  /// How many units one run does.
  let units: Int
  /// Does the work once; what is wrong with the answer, nil when it is right.
  let run: () throws -> String?
  /// Looks at the last answer more closely, outside of what is timed.
  let check: (() throws -> String?)?

  init(units: Int, run: @escaping () throws -> String?, check: (() throws -> String?)? = nil) {
    self.units = units
    self.run = run
    self.check = check
  }
}

/// A case gave a wrong answer, so that its time means nothing.
public struct WrongAnswer: Error, Sendable, CustomStringConvertible {
  /// The case.
  public let name: String
  /// What was wrong.
  public let detail: String
  /// Both in a sentence.
  public var description: String { "\(name): wrong answer: \(detail)." }
}
