import TandemPacking

extension BenchCase {
  /// The optimisation engine on the three families of instances, from memory.
  static let engine: [BenchCase] = Family.allCases.map { family in
    let gap = family == .dense ? 5e-4 : 1e-4
    return BenchCase(
      "solve.\(family.rawValue)", per: "option", "Solves the family \(family.rawValue) to a gap of \(gap).",
      isParallel: true
    ) { setting in
      let donors = donors(beside: setting.size)
      let instance = Instance.generate(family, recipients: setting.size, donors: donors, seed: setting.seed)
      let problem = instance.packingProblem
      return Workload(units: problem.options.count) {
        let request = SolveRequest(method: .core, gap: gap, timeLimit: 120, threads: setting.threads)
        let solution = try solve(problem, request)
        guard let plan = solution.plan else { return "no plan within 120 s" }
        if let violation = problem.violations(of: plan).first { return "\(violation)" }
        guard let found = solution.gap, found <= gap else {
          return
            "a gap of \(solution.gap.map { "\($0)" } ?? "nobody knows what") after 120 s, \(gap) was asked"
        }
        if let certificate = solution.certificate {
          try CertificateVerifier(problem, certificate, floors: solution.floors).check()
        }
        return nil
      }
    }
  }

  /// How many donors an instance of a family has: the larger the pool, the more people wait for each.
  static func donors(beside recipients: Int) -> Int {
    let perDonor =
      switch recipients {
      case ..<1_000: 10
      case ..<10_000: 20
      case ..<50_000: 40
      default: 100
      }
    return max(1, recipients / perDonor)
  }
}
