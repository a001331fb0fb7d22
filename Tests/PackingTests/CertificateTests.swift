import TandemChance
import TestSupport
import Testing

@testable import TandemPacking

@Suite struct Certificates {
  private static func solved(_ chance: inout SplitMix) throws -> (PackingProblem, Solution) {
    let features = Features(rawValue: Int(chance.next() % 512)).subtracting(.ranked)
    let problem = randomProblem(&chance, claimants: 6, owners: 3, features: features)
    return (problem, try solve(problem, SolveRequest(method: .core)))
  }

  @Test func `Text and certificate are the same thing`() {
    withEvery(60) { chance in
      let (_, solution) = try Certificates.solved(&chance)
      guard let certificate = solution.certificate else { return }
      let again = try Certificate(text: certificate.text())
      try hold(again == certificate, "another certificate after reading its text")
    }
  }

  @Test func `A certificate proves its bound, and no bound below the optimum`() {
    withEvery(60) { chance in
      let (problem, solution) = try Certificates.solved(&chance)
      guard var certificate = solution.certificate else { return }
      try CertificateVerifier(problem, certificate).check()
      // The least bound that verifies is what the prices prove.
      while (try? CertificateVerifier(problem, certificate).check()) != nil { certificate.bound -= 1 }
      guard let value = solution.value else { return }
      try hold(
        certificate.bound + 1 >= value, "\(certificate.bound + 1) was believed below the value \(value)")
    }
  }

  @Test func `However prices are changed, a bound below the optimum is never believed`() {
    withEvery(150) { chance in
      let (problem, solution) = try Certificates.solved(&chance)
      guard var certificate = solution.certificate, let best = solution.value else { return }
      guard solution.status == .optimal, case .leaf(var leaf) = certificate.nodes[0] else { return }
      certificate.bound = best - 1
      for index in leaf.claimants.indices {
        leaf.claimants[index].amount += Int64(chance.index(below: 2001)) - 1000
        if chance.flip(0.2) { leaf.claimants[index].amount /= 2 }
      }
      if chance.flip(0.5) {
        let members = [0, 1 + chance.index(below: 2), 3 + chance.index(below: 3)]
        leaf.cuts = [Certificate.Cut(claimants: members, amount: Int64(chance.index(below: 1 << 24)))]
      }
      certificate.nodes = [.leaf(leaf)]
      if chance.flip(0.5) {
        let claimant = chance.index(below: problem.claimantCount)
        certificate.nodes = [
          .owner(claimant: claimant, owner: chance.index(below: 3), yes: 1, no: 2), .leaf(leaf), .leaf(leaf),
        ]
      }
      try hold(
        (try? CertificateVerifier(problem, certificate).check()) == nil,
        "\(best - 1) was believed for \(best)")
    }
  }

  @Test func `A text that is damaged is refused with its line`() {
    #expect(throws: Certificate.TextFault(line: 1, expected: "'packing-certificate 1'")) {
      try Certificate(text: "certificate\n")
    }
    #expect(throws: Certificate.TextFault(line: 2, expected: "'scale' and a whole number")) {
      try Certificate(text: "packing-certificate 1\nscale x\n")
    }
    #expect(throws: Certificate.TextFault(line: 5, expected: "a whole number instead of '1.5'")) {
      try Certificate(text: "packing-certificate 1\nscale 1\nbound 3\nnode 0 leaf\nclaimant 0 1.5\nend\n")
    }
  }

  @Test func `Prices beyond every range are refused and do not overflow`() {
    var problem = PackingProblem(claimants: 1)
    problem.options.add(claimant: 0, value: 5)
    for amount in [Int64.max, Int64.min, -1] {
      var leaf = Certificate.Leaf()
      leaf.claimants = [Certificate.Price(index: 0, amount: amount)]
      let certificate = Certificate(scale: 1, bound: 0, nodes: [.leaf(leaf)])
      #expect(throws: CertificateVerifier.Refusal.self) {
        try CertificateVerifier(problem, certificate).check()
      }
    }
  }
}
