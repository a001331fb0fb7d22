/// An option, declared once: `--name VALUE`.
///
/// The type says how it is read back:
///
/// ```swift
/// let recipients = Option<Int>("recipients", value: "N", range: 1...10_000_000, default: 1000, help: "...")
/// let out = Option<String>("out", value: "DIR", completes: .folder, help: "...")  // no default: required
/// let gap = Option<Double?>("gap", value: "G", range: 0...1, help: "...")          // nil when not given
/// let policy = Option<[String]>("policy", value: "FILE", help: "...")              // may be repeated
/// let quick = Option<Bool>("quick", help: "...")                                   // a flag
/// ```
///
/// and `arguments[recipients]` is an `Int`, `arguments[gap]` a `Double?`, `arguments[policy]` a `[String]`.
public struct Option<Value: Sendable>: Declared {
  /// The declaration without its type.
  public let declaration: Declaration
  let value: @Sendable ([any Sendable]) -> Value

  /// What it declares: itself.
  public var declarations: [Declaration] { [declaration] }

  private init<Element: ArgumentValue>(
    _ name: String, _ placeholder: String, _ presence: Declaration.Presence, separator: Character? = nil,
    _ rule: ValueRule<Element>, _ completes: ValueHint, defaultText: String?, _ environment: String?,
    _ help: String, _ value: @escaping @Sendable ([any Sendable]) -> Value
  ) {
    declaration = Declaration(
      form: .option, name: name, placeholder: placeholder, presence: presence, separator: separator,
      help: help,
      expectation: rule.expectation, limits: rule.limits, choices: Element.choices, defaultText: defaultText,
      environment: environment, completes: completes, group: Group.plain, read: rule.read)
    self.value = value
  }

  /// An option that always has a value: from the command line, the environment or `default`. Without a
  /// default it is required.
  public init(
    _ name: String, value placeholder: String, range: ValueRange<Value>? = nil,
    default standard: Value? = nil,
    environment: String? = nil, completes: ValueHint = .nothing, help: String
  ) where Value: ArgumentValue {
    self.init(
      name, placeholder, standard == nil ? .required : .optional, ValueRule<Value>(range: range), completes,
      defaultText: standard?.argumentText, environment, help,
      { ($0.first as? Value) ?? standard! })
  }

  /// An option that may be absent; `otherwise` tells in words what then holds.
  public init<Element: ArgumentValue>(
    _ name: String, value placeholder: String, range: ValueRange<Element>? = nil, otherwise: String? = nil,
    environment: String? = nil, completes: ValueHint = .nothing, help: String
  ) where Value == Element? {
    self.init(
      name, placeholder, .optional, ValueRule<Element>(range: range), completes, defaultText: otherwise,
      environment, help, { $0.first as? Element })
  }

  /// An option that may be given several times, and with a `separator` several values at once; `otherwise`
  /// tells in words what holds when none is given.
  public init<Element: ArgumentValue>(
    _ name: String, value placeholder: String, range: ValueRange<Element>? = nil, separator: Character? = nil,
    required: Bool = false, default standard: [Element] = [], otherwise: String? = nil,
    environment: String? = nil, completes: ValueHint = .nothing, help: String
  ) where Value == [Element] {
    let shown = standard.map(\.argumentText).joined(separator: separator.map { String($0) } ?? " ")
    self.init(
      name, placeholder, required ? .atLeastOne : .anyNumber, separator: separator,
      ValueRule<Element>(range: range), completes, defaultText: standard.isEmpty ? otherwise : shown,
      environment, help,
      { $0.isEmpty ? standard : $0.compactMap { $0 as? Element } })
  }

  /// A flag: true when it is given.
  public init(_ name: String, help: String) where Value == Bool {
    declaration = Declaration(
      form: .flag, name: name, placeholder: "", presence: .optional, separator: nil, help: help,
      expectation: "",
      limits: nil, choices: [], defaultText: nil, environment: nil, completes: .nothing, group: Group.plain,
      read: { _ in .unreadable })
    value = { !$0.isEmpty }
  }
}
