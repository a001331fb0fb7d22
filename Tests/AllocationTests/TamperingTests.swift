import TandemChance
import TandemFiles
import TandemMatching
import TandemPacking
import TandemPolicy
import TandemRegistry
import TandemReporting
import TestSupport
import Testing

@testable import TandemAllocation

/// A plan and its certificate as files, and what checking says of a change in them.
private struct Files {
  let solved: Solved
  let plan: String
  let certificate: String
  /// For a plan that was made over the packed pool.
  let large: LargePool?

  init(pool cohort: Cohort, _ policy: Policy) throws {
    solved = try Solved(cohort, policy)
    let large = LargePool(solved.setting, Pool(cohort, under: policy))
    let result = large.solve(.init(gap: 0.0001))
    let model = large.model(of: result.chosen!, threads: 1)
    var plan = PlanBuilder(model, result).plan()
    plan.addLeftOut(model, threads: 1)
    certificate = try #require(CertificateDocument(plan.proofs)).text(solved.setting)
    self.plan = try planText(plan, solved.setting, certificate, wantedGap: 0)
    self.large = large
  }

  init(_ cohort: Cohort, _ policy: Policy, _ order: AllocationOrder = AllocationOrder()) throws {
    solved = try Solved(cohort, policy, order)
    var plan = solved.plan
    plan.addScenarios(5, seed: 7, solved.model, threads: 1)
    plan.addLeftOut(solved.model, threads: 1)
    certificate = try #require(CertificateDocument(plan.proofs)).text(solved.setting)
    self.plan = try planText(plan, solved.setting, certificate, wantedGap: 0)
    large = nil
  }

  /// Everything that checking finds wrong with two texts, as the command does it but for the digests of the files.
  func faults(_ plan: String, _ certificate: String) throws -> [String] {
    let node: JSON5Node
    let document: PlanDocument
    let proof: CertificateDocument
    do {
      node = try JSON5Node.read(plan, path: "plan")
      document = try PlanDocument(node, path: "plan")
      proof = try CertificateDocument(
        JSON5Node.read(certificate, path: "certificate"), path: "certificate", solved.setting)
    } catch {
      return ["\(error)"]
    }
    if let large { return try faults(large, node, document, proof) }
    let found = PlanVerifier(solved.setting, solved.donors).faults(in: document, proof)
    if !found.isEmpty { return found }
    guard var described = document.described(solved.model, proof) else { return ["no such offer"] }
    if document.scenarios > 0 {
      described.addScenarios(document.scenarios, seed: document.seed, solved.model, threads: 1)
    }
    described.addLeftOut(solved.model, threads: 1)
    let expected = try planText(described, solved.setting, self.certificate, wantedGap: 0)
    return PlanComparison(node, path: "plan", with: try JSON5Node.read(expected, path: ""), isPriced: true)
      .faults
  }
}

extension Files {
  private func faults(
    _ large: LargePool, _ node: JSON5Node, _ document: PlanDocument, _ proof: CertificateDocument
  ) throws -> [String] {
    var worths: [Int64]?
    let found = PlanVerifier(solved.setting, large, threads: 1).faults(
      in: document, proof, donorWorths: &worths)
    if !found.isEmpty { return found }
    let model = large.model(of: large.offers(in: document), threads: 1)
    guard var described = document.described(model, proof, donorWorths: worths) else {
      return ["no such offer"]
    }
    described.addLeftOut(model, threads: 1)
    let expected = try planText(described, solved.setting, certificate, wantedGap: 0)
    return PlanComparison(node, path: "plan", with: try JSON5Node.read(expected, path: ""), isPriced: true)
      .faults
  }
}

@Suite("A plan or certificate changed by a digit")
struct TamperingTests {
  private static func changed(_ text: String, _ chance: inout SplitMix) -> (text: String, line: String) {
    var bytes = Array(text.utf8)
    let digits = bytes.indices.filter { bytes[$0] >= 48 && bytes[$0] <= 57 }
    let place = digits[chance.index(below: digits.count)]
    bytes[place] = 48 + (bytes[place] - 48 + UInt8(1 + chance.index(below: 9))) % 10
    let begin = bytes[..<place].lastIndex(of: 10).map { $0 + 1 } ?? 0
    let end = bytes[place...].firstIndex(of: 10) ?? bytes.count
    return (String(decoding: bytes, as: UTF8.self), String(decoding: bytes[begin..<end], as: UTF8.self))
  }

  private static func files() throws -> Files {
    var order = AllocationOrder()
    order.forbidden = [.init(donor: "D02", recipient: "R003")]
    let cohort = Cohort.of(["D01", "D02"], ["R001", "R002", "R004", "R003"]) {
      // With counted yields every scenario would be the same, whatever the seed and their number.
      $0.donors[0].isletIEQMeasured = nil
      $0.donors[0].isletIEQMean = 820_000
    }
    return try Files(cohort, policy { $0.objectives = [.transplants, .score] }, order)
  }

  @Test func `the plan and its certificate hold as they were written`() throws {
    let files = try TamperingTests.files()
    #expect(files.solved.plan.assignments.count >= 2)
    #expect(try files.faults(files.plan, files.certificate).isEmpty)
  }

  /// Harmless are the three members that say how long and how much the search worked: nothing follows from them.
  @Test func `every change of a digit in the plan is refused, but for how the search went`() throws {
    let files = try TamperingTests.files()
    withEvery(400) { chance in
      let (text, line) = TamperingTests.changed(files.plan, &chance)
      let isHarmless = PlanComparison.harmless.contains { line.hasPrefix("  \"\($0)\": ") }
      // A digit that changes nothing but the way a number is written does not occur: all are shortest forms.
      let faults = try files.faults(text, files.certificate)
      try hold(faults.isEmpty == isHarmless, "\(line): \(faults)")
    }
  }

  /// A price is harmless when the bound that it proves is the same: it is then as good a proof as the one before.
  @Test func `a change of a digit in the certificate is refused, or proves the very same bound`() throws {
    let files = try TamperingTests.files()
    let original = try CertificateDocument(
      JSON5Node.read(files.certificate, path: ""), path: "", files.solved.setting)
    var harmless = 0
    withEvery(400) { chance in
      let (text, line) = TamperingTests.changed(files.certificate, &chance)
      // Without the comparison of the plan's own figures, which show some of the prices again.
      let plan = try PlanDocument(JSON5Node.read(files.plan, path: ""), path: "")
      guard
        let proof = try? CertificateDocument(
          JSON5Node.read(text, path: ""), path: "", files.solved.setting)
      else { return }
      let faults = PlanVerifier(files.solved.setting, files.solved.donors).faults(in: plan, proof)
      if !faults.isEmpty { return }
      harmless += 1
      for (rank, (own, first)) in zip(proof.proofs, original.proofs).enumerated() {
        let reached = files.solved.plan.proofs.prefix(rank).map(\.value)
        let bound = files.solved.model.bound(rank, own.prices, reached)
        try hold(bound == first.bound && own.bound == first.bound, "\(line) proves \(bound ?? 0)")
      }
    }
    #expect(harmless < 320)
  }

  @Test func `a plan of a pool and its certificate are refused after a change of a digit all the same`()
    throws
  {
    let cohort = Cohort.of(["D01", "D03", "D11"], example.recipients.prefix(60).map(\.id))
    let files = try Files(pool: cohort, policy())
    #expect(files.solved.plan.assignments.count >= 2)
    #expect(try files.faults(files.plan, files.certificate).isEmpty)
    let original = try CertificateDocument(
      JSON5Node.read(files.certificate, path: ""), path: "", files.solved.setting)
    withEvery(30) { chance in
      let (text, line) = TamperingTests.changed(files.plan, &chance)
      let isHarmless = PlanComparison.harmless.contains { line.hasPrefix("  \"\($0)\": ") }
      let faults = try files.faults(text, files.certificate)
      try hold(faults.isEmpty == isHarmless, "\(line): \(faults)")
    }
    withEvery(30) { chance in
      let (text, line) = TamperingTests.changed(files.certificate, &chance)
      guard
        let proof = try? CertificateDocument(
          JSON5Node.read(text, path: ""), path: "", files.solved.setting)
      else { return }
      if !(try files.faults(files.plan, text)).isEmpty { return }
      for (own, first) in zip(proof.proofs, original.proofs) {
        let bound = files.solved.model.bound(0, own.prices, [])
        try hold(bound == first.bound && own.bound == first.bound, "\(line) proves \(bound ?? 0)")
      }
    }
  }

  @Test func `a plan that takes more than there is, or serves the unfit, is refused with the reason`() throws
  {
    let files = try TamperingTests.files()
    func faults(_ old: String, _ new: String) throws -> String {
      #expect(files.plan.contains(old))
      return try files.faults(files.plan.replacing(old, with: new), files.certificate).joined(separator: " ")
    }
    let twice = try faults(
      "\"donor\":\"D01\",\"recipient\":\"R002\"", "\"donor\":\"D01\",\"recipient\":\"R001\"")
    #expect(twice.contains("Recipient R001 is served twice."))
    let unfit = try faults(
      "\"donor\":\"D02\",\"recipient\":\"R004\"", "\"donor\":\"D02\",\"recipient\":\"R003\"")
    #expect(unfit.contains("Donor D02 for recipient R003 is forbidden"))
    let crowded = try faults(
      "\"donor\":\"D01\",\"recipient\":\"R002\",\"protocol\":\"islets-first\",\"level\":\"5000\"",
      "\"donor\":\"D01\",\"recipient\":\"R002\",\"protocol\":\"islets-first\",\"level\":\"10000\"")
    #expect(crowded.contains("are promised"))
  }
}
