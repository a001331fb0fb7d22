public import TandemFiles

/// Where a limit or an amount comes from.
public struct Basis: Sendable, Hashable {
  /// How far it can be relied on.
  public enum Kind: String, Sendable, Hashable {
    /// A publication, a label, a registry.
    case source
    /// Nobody measured it for this use; the text says why it was taken.
    case assumption
    /// A decision that a programme makes and may make otherwise.
    case policyChoice = "policy choice"
  }

  /// How far it can be relied on.
  public let kind: Kind
  /// The publication, or the reasoning.
  public let text: String

  /// An origin.
  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  /// The origin of a number from a data file.
  public init(_ number: SourcedNumber) {
    self.init(number.isAssumption ? .assumption : .source, number.source)
  }

  /// The text, with the label in front unless it is a source.
  public var label: String { kind == .source ? text : "\(kind.rawValue): \(text)" }
}

extension DataObject {
  /// The origin given by exactly one of the keys `source`, `assumption` and `policy_choice`.
  public func basis() -> Basis? {
    let kinds: [(String, Basis.Kind)] = [
      ("source", .source), ("assumption", .assumption), ("policy_choice", .policyChoice),
    ]
    let given = kinds.compactMap { key, kind in optionalText(key).map { Basis(kind, $0) } }
    if given.count != 1 {
      report(
        "source", kind: "no source",
        "exactly one of \"source\", \"assumption\" and \"policy_choice\", to say where it comes from")
    }
    return given.first
  }
}
