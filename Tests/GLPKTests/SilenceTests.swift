import CTandemGuard
import TandemChance
import TandemGLPK
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Silence", .serialized)
struct SilenceTests {
  /// What is written to standard output and standard error while `body` runs; passed on afterwards, since
  /// other tests report there at the same time.
  private static func heard(_ body: () throws -> Void) throws -> String {
    var caught: [UInt8] = []
    let spool = tmpfile()!
    let kept = [dup(1), dup(2)]
    let descriptor = fileno(spool)
    dup2(descriptor, 1)
    dup2(descriptor, 2)
    defer {
      for fd in kept { close(fd) }
      fclose(spool)
    }
    let result = Result { try body() }
    dup2(kept[0], 1)
    dup2(kept[1], 2)
    lseek(descriptor, 0, SEEK_SET)
    var block = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &block, block.count)
      if count <= 0 { break }
      caught += block[0..<count]
    }
    let text = String(decoding: caught, as: UTF8.self)
    _ = write(1, caught, caught.count)
    try result.get()
    return text
  }

  @Test("Neither solving, nor searching, nor reading, nor an abort prints a word")
  func nothingIsPrinted() throws {
    let text = try Self.heard {
      _ = write(1, "(listening)\n", 12)
      try onThread {
        _ = try LinearTests.textbook().solve()
        var chance = SplitMix(seed: 3)
        _ = try IntegerTests.Knapsack(items: 14, rows: 4, &chance).model().solveInteger(.thorough)
        #expect(throws: ModelError.self) { _ = try LinearModel.read("/nonexistent/m.mps", as: .freeMPS) }
        for _ in 0..<3 {
          let model = tandem_open()
          #expect(tandem_set_objective(model, 3, 1) == Int32(tandem_aborted.rawValue))
          tandem_close(model)
        }
      }
    }
    #expect(text.contains("(listening)"))
    for word in ["GLPK", "glp_", "Error detected", "OPTIMAL", "Reading", "Unable"] {
      #expect(!text.contains(word), "\(word) was printed")
    }
  }
}
