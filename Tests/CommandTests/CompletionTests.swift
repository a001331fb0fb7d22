import TandemArguments
import TestSupport
import Testing

/// The scripts that the real command prints.
struct CompletionTests {
  @Test(arguments: Shell.allCases)
  func `every shell has a script`(shell: Shell) throws {
    let run = try runTandem(["completion", shell.rawValue])
    #expect(run.code == 0)
    #expect(run.output.contains("completion"))
  }

  @Test func `bash takes its script and offers every command`() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write("tandem.bash", runTandem(["completion", "bash"]).output)
    let checked = try run("/bin/bash", ["-n", script])
    #expect(checked.code == 0)
    #expect(checked.errors == "")
    let drive = """
      source "$1"; COMP_WORDS=(tandem ""); COMP_CWORD=1; _tandem; echo "${COMPREPLY[*]}"
      """
    let offered = try run("/bin/bash", ["--norc", "-c", drive, "bash", script])
    let listed = try runTandem([]).errors
    let names = offered.output.split { $0 == " " || $0 == "\n" }.joined(separator: ", ")
    #expect(listed.contains("a command is missing: \(names)."))
    #expect(names.contains("completion"))
  }
}
