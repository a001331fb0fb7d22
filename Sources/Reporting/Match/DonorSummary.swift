public import TandemClinic

/// A labelled value for readers, such as "Cold ischaemia" and "9.5 h".
public struct Fact: Sendable, Hashable {
  /// What it is.
  public var label: String
  /// The value with its unit; nil when unknown.
  public var value: String?
  /// What a reader should know of it, such as that it is an assumption.
  public var note: String?

  /// A labelled value.
  public init(_ label: String, _ value: String?, note: String? = nil) {
    self.label = label
    self.value = value
    self.note = note
  }
}

/// A donor as a report's head shows them.
public struct DonorSummary: Sendable, Hashable {
  /// Facts that belong together, under a heading.
  public struct Group: Sendable, Hashable {
    /// The heading.
    public var title: String
    /// The facts.
    public var facts: [Fact]

    /// Facts under a heading.
    public init(_ title: String, _ facts: [Fact]) {
      self.title = title
      self.facts = facts
    }
  }

  /// The identifier.
  public var id: String
  /// What is known.
  public var groups: [Group]

  /// What to look at whoever receives the grafts.
  public var notes: [Reason]

  /// A donor.
  public init(id: String, groups: [Group], notes: [Reason] = []) {
    self.id = id
    self.groups = groups
    self.notes = notes
  }
}
