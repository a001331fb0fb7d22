import TandemClinic
import TandemGeneration
import TandemMatching
import TandemPolicy
import TandemRegistry

extension BenchCase {
  /// Cohorts: making them, reading them, judging their pairs.
  static let pool: [BenchCase] = [
    BenchCase(
      "cohort.generate", per: "recipient", "Makes people of a synthetic cohort.", isParallel: true
    ) { setting in
      let generator = try CohortGenerator(Profile.read("us-like"), seed: setting.seed)
      let last = generator.recipient(setting.size).person
      return Workload(units: setting.size) {
        let cohort = generator.cohort(recipients: setting.size, donors: 1, threads: setting.threads)
        let isRight =
          cohort.recipients.count == setting.size && cohort.recipients.last?.id == last.id
          && cohort.recipients.last?.typing == last.typing
        return isRight ? nil : "the last recipient differs when made alone"
      }
    },
    BenchCase(
      "cohort.read", per: "recipient", "Reads and checks the files of a cohort.", isParallel: true
    ) { setting in
      let scratch = try Scratch()
      let writer = try CohortWriter(scratch.path, threads: setting.threads)
      _ = try CohortGenerator(Profile.read("us-like"), seed: setting.seed).write(
        recipients: setting.size, donors: setting.donors, to: writer, threads: setting.threads)
      try writer.commit()
      let expected = CohortReader(threads: 1).read(scratch.path).cohort.inputSHA256
      return Workload(units: setting.size) {
        let reading = CohortReader(threads: setting.threads).read(scratch.path)
        guard reading.cohort.recipients.count == setting.size else {
          return "\(reading.cohort.recipients.count) recipients were read of \(setting.size)"
        }
        return reading.cohort.inputSHA256 == expected ? nil : "the digest of the files changed"
      }
    },
    BenchCase(
      "pool.pack", per: "recipient", "Packs a cohort into columns under the policy balanced.",
      isParallel: true
    ) { setting in
      let cohort = try Pairs.cohort(setting, donors: 1)
      let policy = try Policy.read(Policy.standard)
      return Workload(units: setting.size) {
        let pool = Pool(cohort, under: policy, threads: setting.threads)
        return pool.count > 0 && pool.count < setting.size ? nil : "\(pool.count) rows"
      }
    },
    BenchCase("pool.screen", per: "pair", "Holds ten donors against a packed pool, with scores.") { setting in
      let cohort = try Pairs.cohort(setting, donors: 10)
      let policy = try Policy.read(Policy.standard)
      let pool = Pool(cohort, under: policy, threads: setting.threads)
      let expected = Pairs.listed(MatchContext(donor: cohort.donors[0], in: cohort, under: policy))
      return Workload(units: setting.size * cohort.donors.count) {
        for (index, donor) in cohort.donors.enumerated() {
          let context = MatchContext(donor: donor, in: cohort, under: policy)
          let candidates = Screen(context, over: pool).candidates()
          if index == 0, !expected(candidates) { return "a pair is judged otherwise than explained" }
        }
        return nil
      }
    },
    BenchCase("pair.explain", per: "pair", "Judges a pair with every reason and every part of its score.") {
      let pairs = try Pairs($0)
      return Workload(units: pairs.count) { pairs.disagreement(at: .explain) }
    },
    BenchCase("pair.decide", per: "pair", "Judges a pair without keeping reasons.") {
      let pairs = try Pairs($0)
      return Workload(units: pairs.count) { pairs.disagreement(at: pairs.context.gate.depth) }
    },
  ]
}

/// One donor and the recipients of a pool, judged beforehand with all reasons.
private struct Pairs {
  let context: MatchContext
  let count: Int
  private let expected: [Bool]

  init(_ setting: BenchSetting) throws {
    let generator = try CohortGenerator(Profile.read("us-like"), seed: setting.seed)
    let size = min(setting.size, 2_000)
    let cohort = generator.cohort(recipients: size, donors: 1, threads: setting.threads)
    let context = MatchContext(donor: cohort.donors[0], in: cohort, under: try Policy.read(Policy.standard))
    self.context = context
    count = size
    expected = (0..<size).map { context.pair($0, .explain).isListed }
  }

  static func cohort(_ setting: BenchSetting, donors: Int) throws -> Cohort {
    try CohortGenerator(Profile.read("us-like"), seed: setting.seed)
      .cohort(recipients: setting.size, donors: donors, threads: setting.threads)
  }

  /// Whether candidates are those that the explanation lists, among the first recipients of a pool.
  static func listed(_ context: MatchContext) -> ([Screen.Candidate]) -> Bool {
    let count = min(context.cohort.recipients.count, 1_000)
    let expected = (0..<count).map { context.pair($0, .faults) }.filter(\.isListed)
    return { candidates in
      let found = candidates.filter { $0.recipientIndex < count }
      return found.elementsEqual(expected) {
        Int($0.recipientIndex) == $1.recipientIndex && $0.score == $1.score.total && $0.choice == $1.choice
      }
    }
  }

  func disagreement(at depth: Assessment.Depth) -> String? {
    let wrong = (0..<count).first { context.pair($0, depth).isListed != expected[$0] }
    return wrong.map { "recipient \(context.cohort.recipients[$0].id) is judged otherwise" }
  }
}
