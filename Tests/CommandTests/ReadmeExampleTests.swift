import TandemFiles
import TestSupport
import Testing

/// The README shows what the commands really print: every `console` block is run and compared.
///
/// A line `$ command` is run by the shell in a folder that holds the project's `Data`; what follows it is
/// what it must print. A line of three dots stands for any lines.
@Suite("README examples")
struct ReadmeExampleTests {
  private struct Example {
    let command: String
    var expected: [String]
  }

  @Test("every example command prints what the README shows")
  func examples() throws {
    let examples = ReadmeExampleTests.examples(in: try MappedFile(projectRoot + "/README.md").text)
    #expect(examples.count >= 5, "the README shows too few examples")
    let folder = try TemporaryFolder()
    let program = try builtProgram("tandem")
    let path = program.split(separator: "/").dropLast().joined(separator: "/")
    _ = try run("/bin/ln", ["-s", dataFolder, folder.path + "/Data"])
    for example in examples {
      let done = try run(
        "/bin/bash", ["-c", example.command],
        environment: ["PATH": "/\(path):/usr/bin:/bin", "COLUMNS": "100"],
        folder: folder.path, timeLimit: 120)
      let printed = (done.output + done.errors).split(separator: "\n", omittingEmptySubsequences: false).map(
        String.init)
      #expect(
        ReadmeExampleTests.matches(printed.trimmingBlankEnd, example.expected.trimmingBlankEnd),
        "$ \(example.command)\nprinted:\n\(printed.joined(separator: "\n"))")
    }
  }

  private static func examples(in readme: String) -> [Example] {
    var examples: [Example] = []
    var inside = false
    for line in readme.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") {
        inside = line == "```console"
      } else if inside, line.hasPrefix("$ ") {
        examples.append(Example(command: String(line.dropFirst(2)), expected: []))
      } else if inside, !examples.isEmpty {
        examples[examples.count - 1].expected.append(line)
      }
    }
    return examples
  }

  private static func matches(_ printed: [String], _ expected: [String]) -> Bool {
    guard let first = expected.first else { return printed.isEmpty }
    let rest = Array(expected.dropFirst())
    if first != "..." { return printed.first == first && matches(Array(printed.dropFirst()), rest) }
    return (0...printed.count).contains { matches(Array(printed.dropFirst($0)), rest) }
  }
}

extension [String] {
  fileprivate var trimmingBlankEnd: [String] {
    var lines = self
    while let last = lines.last, last.allSatisfy({ $0 == " " }) { lines.removeLast() }
    return lines
  }
}
