import TandemFiles
import TestSupport
import Testing

/// The README shows what the commands really print: every `console` block is run and compared.
///
/// A line `$ command` is run by the shell in a folder that holds the project's `Data`; what follows it is
/// what it must print. A line of three dots stands for any lines. With `TANDEM_UPDATE_SNAPSHOTS=1` examples
/// without such a line are written anew.
struct ReadmeExamples {
  private struct Example {
    let command: String
    /// The lines of the README that show what it prints.
    var lines: Range<Int>
  }

  /// Runs the examples; the answer is the README with what they printed.
  static func checked(_ readme: String) throws -> String {
    var lines = readme.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let examples = examples(in: lines)
    #expect(examples.count >= 5, "the README shows too few examples")
    let folder = try TemporaryFolder()
    let program = try builtProgram("tandem")
    let path = program.split(separator: "/").dropLast().joined(separator: "/")
    _ = try run("/bin/ln", ["-s", dataFolder, folder.path + "/Data"])
    var printed: [[String]] = []
    for example in examples {
      let done = try run(
        "/bin/bash", ["-c", example.command],
        environment: ["PATH": "/\(path):/usr/bin:/bin", "COLUMNS": "100"],
        folder: folder.path, timeLimit: 120)
      printed.append((done.output + done.errors).lines)
    }
    for (example, found) in zip(examples, printed).reversed() {
      let expected = Array(lines[example.lines])
      if matches(found, expected) { continue }
      if updatesSnapshots, !expected.contains("...") {
        lines.replaceSubrange(example.lines, with: found)
      } else {
        Issue.record("$ \(example.command)\nprinted:\n\(found.joined(separator: "\n"))")
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func examples(in readme: [String]) -> [Example] {
    var examples: [Example] = []
    var inside = false
    for (index, line) in readme.enumerated() {
      if line.hasPrefix("```") {
        inside = line == "```console"
      } else if inside, line.hasPrefix("$ ") {
        examples.append(Example(command: String(line.dropFirst(2)), lines: (index + 1)..<(index + 1)))
      } else if inside, let last = examples.indices.last {
        examples[last].lines = examples[last].lines.lowerBound..<(index + 1)
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

extension String {
  /// The lines without blank ones at the end.
  fileprivate var lines: [String] {
    var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while let last = lines.last, last.allSatisfy({ $0 == " " }) { lines.removeLast() }
    return lines
  }
}
