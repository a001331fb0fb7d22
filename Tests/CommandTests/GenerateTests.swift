import TandemFiles
import TestSupport
import Testing

/// `tandem generate`, run as users run it.
@Suite("tandem generate")
struct GenerateTests {
  private let files = ["antibodies.csv", "centres.csv", "cohort.json", "donors.csv", "recipients.csv"]

  private func generate(_ folder: TemporaryFolder, _ more: String...) throws -> Run {
    try runTandem(
      ["generate", "--recipients", "30", "--donors", "4", "--out", "cohort"] + more, folder: folder.path)
  }

  @Test("a new folder gets the four files and a note on how they were made")
  func newFolder() throws {
    let folder = try TemporaryFolder()
    let run = try generate(folder, "--seed", "7")
    #expect(run.code == 0 && run.errors.isEmpty)
    #expect(run.output.hasPrefix("cohort: 30 recipients, 4 donors, 42 centres, "))
    #expect(try runTandem(["check", "cohort"], folder: folder.path).code == 0)
    let names = try contents(folder)
    #expect(names == files)
    let note = try JSON5Node.read(try TextFile.read("\(folder.path)/cohort/cohort.json"), path: "cohort.json")
    guard case .object(let members) = note.content else { throw Broken("no object") }
    let values = Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value.summary) })
    #expect(values["profile"] == "us-like" && values["seed"] == "7" && values["recipients"] == "30")
    #expect(values["profile_sha256"]?.count == 64)
  }

  private func contents(_ folder: TemporaryFolder) throws -> [String] {
    try run("/bin/ls", ["\(folder.path)/cohort"]).output.split(separator: "\n").map(String.init)
  }

  @Test("--json prints the note that the folder holds")
  func json() throws {
    let folder = try TemporaryFolder()
    let run = try generate(folder, "--json", "--profile", "scarce")
    #expect(run.output == (try TextFile.read("\(folder.path)/cohort/cohort.json")))
  }

  @Test("a folder with a cohort is left alone unless --force is given; the same call gives the same bytes")
  func force() throws {
    let folder = try TemporaryFolder()
    _ = try generate(folder)
    let before = try files.map { try TextFile.read("\(folder.path)/cohort/\($0)") }
    let refused = try generate(folder, "--seed", "2")
    #expect(refused.code == 2)
    #expect(refused.errors.contains("cohort already holds a cohort"))
    #expect(try files.map { try TextFile.read("\(folder.path)/cohort/\($0)") } == before)
    #expect(try generate(folder, "--force", "--threads", "1").code == 0)
    #expect(try files.map { try TextFile.read("\(folder.path)/cohort/\($0)") } == before)
    #expect(try generate(folder, "--force", "--seed", "2").code == 0)
    #expect(try TextFile.read("\(folder.path)/cohort/recipients.csv") != before[4])
  }

  @Test("a profile with a mistake ends with 3 and its place, and makes nothing")
  func badProfile() throws {
    let folder = try TemporaryFolder()
    let text = try TextFile.read("\(dataFolder)/profiles/us-like.json5")
    let parts = text.split(separator: "dcd:", maxSplits: 1)
    try folder.write("mine.json5", parts[0] + "dcf:" + parts[1])
    let run = try generate(folder, "--profile", "mine.json5")
    #expect(run.code == 3)
    let line = parts[0].split(separator: "\n", omittingEmptySubsequences: false).count
    #expect(run.errors.contains("mine.json5:\(line):5: error: unknown key: \"dcf\""), "\(run.errors)")
    #expect(try folder.contents() == ["mine.json5"])
  }

  @Test("a profile of one's own makes a cohort; an unknown name is told with a suggestion")
  func ownProfile() throws {
    let folder = try TemporaryFolder()
    try folder.write("mine.json5", try TextFile.read("\(dataFolder)/profiles/uk-like.json5"))
    #expect(try generate(folder, "--profile", "mine.json5").output.contains("profile uk-like"))
    let unknown = try generate(folder, "--force", "--profile", "uk-lake")
    #expect(unknown.code == 3 && unknown.errors.contains("did you mean \"uk-like\"?"), "\(unknown.errors)")
  }

  @Test("a folder that cannot be made ends with 3")
  func noFolder() throws {
    let folder = try TemporaryFolder()
    let run = try runTandem(["generate", "--out", "a/b/c"], folder: folder.path)
    #expect(run.code == 3 && run.errors.contains("cannot write"))
  }
}
