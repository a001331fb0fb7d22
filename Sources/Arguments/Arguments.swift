/// The values of one call, read back through the declarations that they came by.
public struct Arguments: Sendable {
  /// The words that called the command: `tandem hla reduce`.
  public let path: [String]
  let declared: Set<String>
  var values: [String: [any Sendable]] = [:]
  var fromCommandLine: Set<String> = []

  init(path: [String], declarations: [Declaration]) {
    self.path = path
    declared = Set(declarations.map(\.label))
  }

  /// The value of an option.
  public subscript<Value>(_ option: Option<Value>) -> Value {
    option.value(all(option.declaration.label))
  }

  /// The value of a positional argument.
  public subscript<Value>(_ positional: Positional<Value>) -> Value {
    positional.value(all(positional.declaration.label))
  }

  /// Whether the option stood on the command line itself, whatever its default or the environment say.
  public func isGiven<Value>(_ option: Option<Value>) -> Bool {
    fromCommandLine.contains(option.declaration.label)
  }

  private func all(_ label: String) -> [any Sendable] {
    precondition(declared.contains(label), "\(path.joined(separator: " ")) does not declare \(label)")
    return values[label] ?? []
  }
}
