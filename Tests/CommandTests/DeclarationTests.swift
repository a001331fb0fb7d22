import TandemArguments
import TestSupport
import Testing

@testable import TandemCommand

/// What holds for the declaration of every command there is.
struct DeclarationTests {
  private static let commands = tandem.everyPath()

  @Test func `every example is a command line that can be read`() throws {
    let folder = try TemporaryFolder()
    for (path, command) in DeclarationTests.commands {
      for example in command.examples {
        let words = try shellWords(example.line, in: folder)
        #expect(words.first == "tandem", "\(path): \(example.line)")
        #expect(throws: Never.self, "\(path): \(example.line)") {
          try tandem.parse(Array(words.dropFirst()))
        }
      }
    }
  }

  @Test func `every sentence ends`() {
    for (path, command) in DeclarationTests.commands {
      let sentences =
        [command.abstract] + command.declarations.map(\.help) + command.examples.map(\.about)
        + command.exits.values.sorted()
      for sentence in sentences { #expect(sentence.hasSuffix("."), "\(path): \(sentence)") }
    }
  }

  @Test func `names are small letters with single dashes, placeholders great ones`() {
    for (path, command) in DeclarationTests.commands {
      for name in command.options.map(\.name) + [command.name] {
        #expect(name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(path): \(name)")
      }
      for declaration in command.declarations {
        #expect(declaration.placeholder == declaration.placeholder.uppercased(), "\(path)")
      }
    }
  }

  @Test func `names are told apart on every level`() {
    for (path, command) in DeclarationTests.commands {
      let names = command.subcommands.map(\.name)
      #expect(Set(names).count == names.count, "\(path)")
    }
  }

  @Test func `an argument that may be absent is followed by none that must be there`() {
    for (path, command) in DeclarationTests.commands {
      let required = command.positionals.map(\.isRequired)
      #expect(required == required.sorted { $0 && !$1 }, "\(path)")
      #expect(command.positionals.dropLast().allSatisfy { !$0.isRepeated }, "\(path)")
    }
  }

  /// The words that the shell hands to `tandem`, with what it keeps for itself, such as `> file`, left out.
  private func shellWords(_ line: String, in folder: TemporaryFolder) throws -> [String] {
    let listen = "exec 3>&1; tandem() { printf '%s\\n' tandem \"$@\" >&3; }; \(line)"
    let run = try run("/bin/sh", ["-c", listen], folder: folder.path)
    return run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }
}
