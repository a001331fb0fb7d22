import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What Ctrl-C leaves behind: nothing.
struct InterruptionTests {
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `work that asks stops by itself, and the shell learns why`(signal: Int32) throws {
    let folder = try TemporaryFolder()
    let run = try run(
      builtProgram("Stubborn"), ["polite", "\(folder.path)/plan.json"],
      reactions: [Run.Reaction(to: "begun", send: signal)])
    #expect(run.output == "begun\nstopped\n")
    #expect(run.code == 128 + signal)
  }

  @Test func `the second time ends work that does not ask, without an unfinished file`() throws {
    let folder = try TemporaryFolder()
    let run = try run(
      builtProgram("Stubborn"), ["deaf", "\(folder.path)/plan.json"],
      reactions: [Run.Reaction(to: "begun", send: SIGINT), Run.Reaction(to: "asked", send: SIGINT)])
    #expect(run.output == "begun\nasked\n")
    #expect(run.code == 130)
    #expect(try folder.contents() == [])
  }

  @Test func `on a terminal the first time tells about the second`() throws {
    let folder = try TemporaryFolder()
    let run = try run(
      builtProgram("Stubborn"), ["polite", "\(folder.path)/plan.json"], errors: .terminal(columns: 80),
      reactions: [Run.Reaction(to: "begun", send: SIGINT)])
    #expect(run.errors.contains("Press Ctrl-C again"))
  }

  @Test func `elsewhere it is silent`() throws {
    let folder = try TemporaryFolder()
    let run = try run(
      builtProgram("Stubborn"), ["polite", "\(folder.path)/plan.json"],
      reactions: [Run.Reaction(to: "begun", send: SIGINT)])
    #expect(run.errors == "")
  }
}
