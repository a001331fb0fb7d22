import TandemArguments
import TestSupport
import Testing

/// The scripts that complete words in a shell.
struct CompletionTests {
  @Test(arguments: Shell.allCases)
  func `the script of each shell`(shell: Shell) throws {
    try expectSnapshot(Bakery.all.completionScript(for: shell), "completion.\(shell.rawValue)")
  }

  @Test(arguments: Shell.allCases.filter { TextFile.exists("/usr/bin/\($0.rawValue)") })
  func `each shell that is installed can read its script`(shell: Shell) throws {
    let folder = try TemporaryFolder()
    let script = try folder.write("script", Bakery.all.completionScript(for: shell))
    let run = try run("/usr/bin/\(shell.rawValue)", ["-n", script])
    #expect(run.code == 0)
    #expect(run.errors == "")
  }

  /// Has bash complete the last of `words`, which it is given as it would break them: apart at `=`.
  private func bash(_ words: [String], in folder: TemporaryFolder) throws -> [String] {
    let script = try folder.write(".script", Bakery.all.completionScript(for: .bash))
    let drive = """
      source "$1"; shift
      COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 ))
      _bakery
      for word in "${COMPREPLY[@]}"; do printf '%s\\n' "$word"; done
      """
    let run = try run("/bin/bash", ["--norc", "-c", drive, "bash", script] + words, folder: folder.path)
    #expect(run.errors == "")
    return run.output.split(separator: "\n").map(String.init)
  }

  @Test(arguments: [
    (["bakery", ""], ["bake", "oven"]),
    (["bakery", "o"], ["oven"]),
    (["bakery", "oven", ""], ["cold", "heat"]),
    (["bakery", "--"], ["--version", "--help"]),
    (["bakery", "bake", "--s"], ["--salt", "--seeds", "--shift", "--seed"]),
    (["bakery", "oven", "cold", "-"], ["--quiet", "--help"]),
    (["bakery", "bake", "--grain", ""], ["rye", "wheat", "spelt"]),
    (["bakery", "bake", "--grain", "="], ["rye", "wheat", "spelt"]),
    (["bakery", "bake", "--grain", "=", "w"], ["wheat"]),
    (["bakery", "bake", "--seeds", "rye,s"], ["rye,spelt"]),
    (["bakery", "bake", "--loaves", ""], []),
  ])
  func `bash offers what fits`(words: [String], offers: [String]) throws {
    #expect(try bash(words, in: TemporaryFolder()) == offers)
  }

  @Test func `bash offers files by their ending, folders, and names with blanks`() throws {
    let folder = try TemporaryFolder()
    try folder.write("one recipe.json", "")
    try folder.write("notes.txt", "")
    let made = try run("/bin/mkdir", ["old oven"], folder: folder.path)
    #expect(made.code == 0)
    #expect(try bash(["bakery", "bake", "--recipe", ""], in: folder) == ["old oven", "one recipe.json"])
    #expect(try bash(["bakery", "bake", ""], in: folder) == ["old oven"])
    #expect(try bash(["bakery", "bake", "--log", "n"], in: folder) == ["notes.txt"])
  }
}
