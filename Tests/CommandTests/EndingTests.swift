import TandemArguments
import TandemFiles
import TandemTerminal
import Testing

@testable import TandemCommand

/// Which code and message an error ends with.
struct EndingTests {
  @Test func `bad data end with 3 and every place`() {
    let near = Problem(
      kind: "out of range", file: "a.csv", line: 2, column: 3, value: "9", expected: "0 to 1")
    let far = Problem(kind: "out of range", file: "a.csv", line: 7, column: 1, value: "8", expected: "0 to 1")
    #expect(Frame.ending(for: near) == (near.description, 3))
    #expect(Frame.ending(for: Problems([far, near])) == ("\(near)\n\(far)", 3))
  }

  @Test(arguments: ExitCode.allCases)
  func `a failure ends with its own code`(code: ExitCode) {
    #expect(Frame.ending(for: Failure(code, "No bed is free.")) == ("tandem: No bed is free.", code.rawValue))
  }

  @Test func `wrong use ends with 2`() throws {
    let misuse = #expect(throws: Misuse.self) { try tandem.parse(["--verison"]) }
    let end = Frame.ending(for: try #require(misuse))
    #expect(end.code == 2)
    #expect(end.message.contains("Did you mean '--version'?"))
  }

  @Test func `a stop ends like a death by signal`() {
    #expect(Frame.ending(for: Interrupted()).code >= 128)
  }

  @Test func `anything else ends with 5`() {
    struct Surprise: Error {}
    #expect(Frame.ending(for: Surprise()).code == 5)
  }
}
