import TandemChance
import TandemClinic
import TandemFiles
import TandemPacking
import TandemPolicy
import TandemRegistry
import TandemReporting
import TestSupport
import Testing

@testable import TandemAllocation

/// A plan with everything that a plan can have, as a file, and what checking says of a change in it: shares that
/// bind, beds by period, isolation runs, pairs decided before, losses and the price of shares found by solving again,
/// standbys, scenarios, and people left out. The prices prove less than the search, as they mostly do.
private struct FullPlan {
  let solved: Solved
  let plan: AllocationPlan
  let text: String
  let certificate: String
  let proof: CertificateDocument

  init() throws {
    let share = AllocationChoices.Share(
      name: "under 40", members: .younger(thanYears: 40), atLeastThousandths: 400,
      basis: .init(.policyChoice, "a test"))
    var order = AllocationOrder()
    order.forbidden = [.init(donor: "D11", recipient: "R007")]
    order.required = [.init(donor: "D01", recipient: "R001")]
    let people = ["01", "02", "04", "07", "08", "17", "19", "30", "42", "47", "91"].map { "R0\($0)" }
    // The islets of D08 are not counted, so that scenarios differ and a laboratory has something to do.
    let cohort = Cohort.of(["D01", "D08", "D11"], people + ["R126", "R132"])
    let policy = policy {
      $0.shares = [share]
      $0.bedPeriodDays = 365
    }
    solved = try Solved(cohort, policy, order)
    var plan = solved.plan
    try plan.addLosses(solved.model, solved.donors, .init(gap: 0))
    try plan.addPriceOfShares(solved.model, solved.donors, .init(gap: 0))
    plan.addScenarios(8, seed: 7, solved.model, threads: 1)
    plan.addLeftOut(solved.model, threads: 1)
    self.plan = plan
    proof = try #require(CertificateDocument(plan.proofs))
    certificate = proof.text(solved.setting)
    text = try planText(plan, solved.setting, certificate, wantedGap: 0.0025)
  }

  /// Everything that checking finds wrong with a changed plan.
  func faults(_ changed: String) throws -> [String] {
    let node: JSON5Node
    let document: PlanDocument
    do {
      node = try JSON5Node.read(changed, path: "plan")
      document = try PlanDocument(node, path: "plan")
    } catch { return ["\(error)"] }
    // What the plan says was decided before decides what is checked, as in the command.
    let setting = AllocationSetting(solved.setting.cohort, solved.setting.policy, document.order)
    let isSameOrder = document.order == solved.setting.order
    let model = isSameOrder ? solved.model : AllocationModel(setting, solved.donors)
    let found = model.faults + PlanVerifier(setting, solved.donors).faults(in: document, proof)
    if !found.isEmpty { return found }
    guard var described = document.described(model, proof) else { return ["no such offer"] }
    let request = SolveRequest(gap: document.wantedGap)
    if isSameOrder, described.assignments.map(\.offer) == plan.assignments.map(\.offer) {
      // Nothing that solving again depends on was changed.
      for index in described.assignments.indices where document.solvesAgain {
        described.assignments[index].loss = plan.assignments[index].loss
      }
      if document.solvesAgain { described.withoutShares = plan.withoutShares }
    } else if document.solvesAgain {
      try described.addLosses(model, solved.donors, request)
      try described.addPriceOfShares(model, solved.donors, request)
    }
    if document.scenarios > 0 {
      described.addScenarios(document.scenarios, seed: document.seed, model, threads: 1)
    }
    described.addLeftOut(model, threads: 1)
    let expected = try planText(described, solved.setting, certificate, wantedGap: 0.0025)
    return PlanComparison(node, path: "plan", with: try JSON5Node.read(expected, path: ""), isPriced: true)
      .faults
  }
}

@Suite("A digit under every key of a plan")
struct EveryDigitTests {
  /// The places of digits in a plan, a few under each key of each kind of object, whichever chance picks.
  private static func digits(_ bytes: [UInt8], _ chance: inout SplitMix) -> [(place: Int, key: String)] {
    var under: [String: [Int]] = [:]
    var (section, last) = ("", "")
    for (place, byte) in bytes.enumerated() {
      if byte == 58, bytes[place - 1] == 34 {
        let begin = bytes[..<(place - 1)].lastIndex(of: 34)! + 1
        let key = String(decoding: bytes[begin..<(place - 1)], as: UTF8.self)
        // A member of the document stands on a line of its own, two blanks from its beginning.
        if bytes[begin - 4] == 10 { section = key }
        last = section == key ? key : "\(section).\(key)"
      } else if byte >= 48, byte <= 57 {
        under[last, default: []].append(place)
      }
    }
    var found: [(Int, String)] = []
    for key in under.keys.sorted() {
      var places = under[key]!
      for _ in 0..<min(2, places.count) {
        found.append((places.remove(at: chance.index(below: places.count)), key))
      }
    }
    return found
  }

  private static func changed(_ bytes: [UInt8], _ place: Int, _ chance: inout SplitMix) -> String {
    var bytes = bytes
    bytes[place] = 48 + (bytes[place] - 48 + UInt8(1 + chance.index(below: 9))) % 10
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `a digit changed under any key of the plan is refused with the place or the reason`() throws {
    let files = try FullPlan()
    #expect(try files.faults(files.text).isEmpty)
    #expect(files.plan.shares.first?.price ?? 0 > 0)
    #expect(files.plan.limits.contains { $0.price ?? 0 > 0 })
    #expect(files.plan.assignments.contains { !$0.standbys.isEmpty })
    #expect(files.plan.assignments.allSatisfy { $0.loss.kind == .exact })
    #expect(files.plan.assignments.contains { $0.probability < 1 })
    let last = try #require(files.plan.proofs.last)
    #expect(last.certifiedBound! > last.value)
    let bytes = Array(files.text.utf8)
    var chance = SplitMix(seed: 1)
    var keys: Set<String> = []
    for (place, key) in EveryDigitTests.digits(bytes, &chance) {
      let isHarmless = PlanComparison.harmless.contains(key)
      let faults = try files.faults(EveryDigitTests.changed(bytes, place, &chance))
      keys.insert(key)
      if faults.isEmpty != isHarmless { Issue.record("byte \(place) of \(key): \(faults)") }
      // A reason names a place of the file, or somebody and something of the plan.
      if let first = faults.first, first.count < 12 { Issue.record("\(key): \(first)") }
    }
    for key in [
      "limits.price", "shares.price", "shares.members", "without_shares.value", "assignments.amount",
      "assignments.probability", "assignments.held", "assignments.score", "donors.islet_ieq_left",
      "donors.worth", "scenarios.value_low", "left_out.detail", "groups.transplanted", "certified_gap",
    ] {
      #expect(keys.contains(key), "no digit under \(key)")
    }
  }
}
