import TandemArguments
import TestSupport
import Testing

@testable import TandemCommand

/// The command line as a whole, run as users run it.
struct FrameTests {
  private static let paths = tandem.everyPath().map { Array($0.path.dropFirst()) }

  @Test(arguments: paths)
  func `the help of every command`(path: [String]) throws {
    let run = try runTandem(path + ["--help"])
    #expect(run.code == 0)
    #expect(run.errors == "")
    try expectSnapshot(run.output, (["tandem"] + path).joined(separator: "-") + ".txt")
  }

  @Test func `help asked for by name is the same page`() throws {
    #expect(try runTandem(["help", "completion"]).output == runTandem(["completion", "-h"]).output)
    #expect(try runTandem(["help"]).output == runTandem(["--help"]).output)
  }

  @Test func `the version is told`() throws {
    let run = try runTandem(["--version"])
    #expect(run.output == "tandem \(Version.number)\n")
    #expect(run.code == 0)
  }

  @Test func `a misspelt command is wrong use, told on standard error alone`() throws {
    let run = try runTandem(["hlep"])
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.errors == "tandem: there is no command 'hlep'. Did you mean 'help'?\nSee 'tandem --help'.\n")
  }

  @Test func `the help of a command that is not there is wrong use`() throws {
    let run = try runTandem(["help", "complete"])
    #expect(run.code == 2)
    #expect(run.errors.hasPrefix("tandem: there is no command 'complete'."))
  }

  @Test func `no command is wrong use`() throws {
    #expect(try runTandem([]).code == 2)
  }

  @Test func `a reader who goes away is no error`() throws {
    let run = try runTandem(["help", "--markdown"], output: .goneReader)
    #expect(run.code == 0)
    #expect(run.errors == "")
  }

  @Test(.enabled(if: TextFile.exists("/dev/full")))
  func `a disk that is full is an error with its reason`() throws {
    let program = try builtProgram("tandem")
    let run = try run("/bin/sh", ["-c", "\"$0\" --help > /dev/full", program])
    #expect(run.code == 5)
    #expect(run.errors == "tandem: Standard output cannot be written: No space left on device.\n")
  }

  @Test func `a terminal gets colours`() throws {
    let run = try runTandem(["--help"], environment: ["TERM": "xterm"], output: .terminal(columns: 90))
    #expect(run.output.contains("\u{1B}[1mtandem\u{1B}[0m"))
  }

  @Test(arguments: [["TERM": "xterm", "NO_COLOR": "1"], ["TERM": "dumb"]])
  func `a terminal whose user wants none gets none`(environment: [String: String]) throws {
    let run = try runTandem(["--help"], environment: environment, output: .terminal(columns: 90))
    #expect(!run.output.contains("\u{1B}"))
    #expect(run.output.contains("tandem:"))
  }

  @Test func `an empty NO_COLOR says nothing`() throws {
    let run = try runTandem(
      ["--help"], environment: ["TERM": "xterm", "NO_COLOR": ""], output: .terminal(columns: 90))
    #expect(run.output.contains("\u{1B}["))
  }

  @Test(arguments: [(UInt16(40), 80), (90, 90), (200, 100)])
  func `help fills a terminal between 80 and 100 columns`(columns: UInt16, widest: Int) throws {
    let run = try runTandem(
      ["help", "--help"], environment: ["TERM": "dumb"], output: .terminal(columns: columns))
    let lines = run.output.split { $0.isNewline }
    #expect(lines.allSatisfy { $0.count <= widest })
  }
}
