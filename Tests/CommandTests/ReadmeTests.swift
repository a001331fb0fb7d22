import TandemFiles
import TestSupport
import Testing

/// The README's tables of options and its examples are those of the program.
@Suite(.serialized) struct ReadmeTests {
  private static let begin = "<!-- options:begin -->\n"
  private static let end = "<!-- options:end -->"

  @Test func `the tables of options are true`() throws {
    let path = "\(projectRoot)/README.md"
    let readme = try TextFile.read(path)
    let opening = try #require(readme.firstRange(of: ReadmeTests.begin), "the README lacks options:begin")
    let closing = try #require(readme.firstRange(of: ReadmeTests.end), "the README lacks options:end")
    try #require(opening.upperBound <= closing.lowerBound)
    let tables = try runTandem(["help", "--markdown"]).output
    try #require(tables.contains("| `--version` |"))
    let shown = String(readme[opening.upperBound..<closing.lowerBound])
    if updatesSnapshots {
      try AtomicFile.write(
        readme[..<opening.upperBound] + "\n\(tables)\n" + readme[closing.lowerBound...], to: path)
      return
    }
    if shown != "\n\(tables)\n" {
      Issue.record("the tables differ: \(firstDifference("\n\(tables)\n", shown))")
    }
  }
  @Test func `every example command prints what the README shows`() throws {
    let path = "\(projectRoot)/README.md"
    let readme = try TextFile.read(path)
    let shown = try ReadmeExamples.checked(readme)
    if updatesSnapshots, shown != readme { try AtomicFile.write(shown, to: path) }
  }
}
