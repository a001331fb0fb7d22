/// An argument told by its place: `DIR`, `MODEL`, `NAME`. Those that are required stand before those that
/// are not, and one that takes any number stands last.
///
/// `Positional<String>` is required, `Positional<String?>` may be absent, `Positional<[String]>` takes the rest.
public struct Positional<Value: Sendable>: Declared {
  /// The declaration without its type.
  public let declaration: Declaration
  let value: @Sendable ([any Sendable]) -> Value

  /// What it declares: itself.
  public var declarations: [Declaration] { [declaration] }

  private init<Element: ArgumentValue>(
    _ placeholder: String, _ presence: Declaration.Presence, _ rule: ValueRule<Element>,
    _ completes: ValueHint,
    otherwise: String?, _ help: String, _ value: @escaping @Sendable ([any Sendable]) -> Value
  ) {
    declaration = Declaration(
      form: .positional, name: placeholder, placeholder: placeholder, presence: presence, separator: nil,
      help: help, expectation: rule.expectation, limits: rule.limits, choices: Element.choices,
      defaultText: otherwise, environment: nil, completes: completes, group: "Arguments", read: rule.read)
    self.value = value
  }

  /// An argument that must be given.
  public init(
    _ placeholder: String, range: ValueRange<Value>? = nil, completes: ValueHint = .nothing, help: String
  ) where Value: ArgumentValue {
    self.init(
      placeholder, .required, ValueRule<Value>(range: range), completes, otherwise: nil, help,
      { $0.first as! Value })
  }

  /// An argument that may be absent; `otherwise` tells in words what then holds.
  public init<Element: ArgumentValue>(
    _ placeholder: String, range: ValueRange<Element>? = nil, completes: ValueHint = .nothing,
    otherwise: String? = nil, help: String
  ) where Value == Element? {
    self.init(
      placeholder, .optional, ValueRule<Element>(range: range), completes, otherwise: otherwise, help,
      { $0.first as? Element })
  }

  /// All arguments that are left.
  public init<Element: ArgumentValue>(
    _ placeholder: String, range: ValueRange<Element>? = nil, required: Bool = false,
    completes: ValueHint = .nothing, otherwise: String? = nil, help: String
  ) where Value == [Element] {
    self.init(
      placeholder, required ? .atLeastOne : .anyNumber, ValueRule<Element>(range: range), completes,
      otherwise: otherwise, help, { $0.compactMap { $0 as? Element } })
  }
}
