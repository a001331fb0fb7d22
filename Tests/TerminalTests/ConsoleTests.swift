import TestSupport
import Testing

/// The console of a real process.
struct ConsoleTests {
  private func busy(
    environment: [String: String] = [:], errors: Run.Stream
  ) throws -> Run {
    try run(builtProgram("Stubborn"), ["busy"], environment: environment, errors: errors)
  }

  @Test func `a terminal sees the progress, and it is gone at the end and before messages`() throws {
    let run = try busy(environment: ["TERM": "xterm"], errors: .terminal(columns: 80))
    #expect(run.errors.contains("\r\u{1B}[KKneading  "))
    #expect(run.errors.contains("\r\u{1B}[KHalf time.\r\n"))
    #expect(run.errors.hasSuffix("\r\u{1B}[K"))
    #expect(run.output == "bread\n")
  }

  @Test func `it is drawn at a rate that eyes can follow`() throws {
    let run = try busy(environment: ["TERM": "xterm"], errors: .terminal(columns: 80))
    let pictures = run.errors.split(separator: "\r").filter { $0.contains(" of ") }
    #expect((1..<1000).contains(pictures.count), "100050 steps, \(pictures.count) pictures")
  }

  @Test func `a narrow terminal gets no line that wraps`() throws {
    let run = try busy(environment: ["TERM": "xterm"], errors: .terminal(columns: 12))
    for picture in run.errors.split(separator: "\u{1B}[K") where !picture.contains("Half time.") {
      #expect(picture.filter { $0 != "\r" && $0 != "\n" }.count <= 11)
    }
  }

  @Test func `a pipe sees messages alone`() throws {
    #expect(try busy(errors: .pipe).errors == "Half time.\n")
  }

  @Test func `a terminal that can do little sees messages alone`() throws {
    #expect(
      try busy(environment: ["TERM": "dumb"], errors: .terminal(columns: 80)).errors == "Half time.\r\n")
  }

  @Test func `a reader of messages who has gone does not stop the work`() throws {
    let run = try busy(errors: .goneReader)
    #expect(run.code == 0)
    #expect(run.output == "bread\n")
  }
}
