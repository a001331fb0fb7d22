import TandemPacking
import Testing

@testable import TandemBench

@Suite("Instances of the families")
struct InstanceTests {
  @Test("With one level the lowest doses are left of the same pairs; plain ones have no beds and no shares")
  func easierKinds() {
    let whole = Instance.generate(.loose, recipients: 120, donors: 10, seed: 3)
    let easy = Instance.generate(.loose, recipients: 120, donors: 10, seed: 3, levels: 1, isPlain: true)
    let lowest = whole.options.filter { $0.level == 0 }
    #expect(easy.options.map(\.recipient) == lowest.map(\.recipient))
    #expect(easy.options.map(\.value) == lowest.map(\.value))
    #expect(easy.options.map(\.islets) == lowest.map(\.islets))
    #expect(easy.beds.isEmpty && easy.shares.isEmpty && !whole.beds.isEmpty && whole.shares.count == 2)
    #expect(easy.name == "loose-l1-plain-120x10-s3" && whole.name == "loose-120x10-s3")
  }

  @Test("A plain instance as a packing problem has the donors' resources and nothing else")
  func plainProblem() {
    let easy = Instance.generate(.scarce, recipients: 60, donors: 6, seed: 1, levels: 2, isPlain: true)
    let problem = easy.packingProblem
    #expect(problem.resources.count == 12 && problem.rules.isEmpty)
    #expect(problem.options.count == easy.options.count)
  }
}
