/// A blood group of the ABO system.
public enum ABO: String, Sendable, Hashable, CaseIterable {
  case o = "O"
  case a = "A"
  case b = "B"
  case ab = "AB"

  /// Whether red cells carry the A antigen.
  public var hasA: Bool { self == .a || self == .ab }
  /// Whether red cells carry the B antigen.
  public var hasB: Bool { self == .b || self == .ab }

  /// Whether tissue of this group shows the recipient no A or B antigen that the recipient lacks.
  public func isCompatible(with recipient: ABO) -> Bool {
    (!hasA || recipient.hasA) && (!hasB || recipient.hasB)
  }
}

/// Sex as registered for the transplant (it enters body size and marrow yield).
public enum Sex: String, Sendable, Hashable, CaseIterable {
  case female
  case male
}

/// How death was established.
public enum DonorType: String, Sendable, Hashable, CaseIterable {
  /// After brain death.
  case dbd = "DBD"
  /// After circulatory death.
  case dcd = "DCD"
}

/// The state in which the blood stem cells are.
public enum HSCForm: String, Sendable, Hashable, CaseIterable {
  case fresh
  case cryopreserved
}

/// What a centre does.
public enum CentreKind: String, Sendable, Hashable, CaseIterable {
  /// Conditions and transplants recipients.
  case transplant
  /// Isolates islets and prepares cells.
  case isolation
}

/// Where a recipient stands on the list.
public enum ListStatus: String, Sendable, Hashable, CaseIterable {
  /// May be offered a graft.
  case active
  /// On the list, but not to be offered a graft for now.
  case suspended
  /// Taken off the list.
  case removed
  /// Has received a graft.
  case transplanted
  /// Has died.
  case died
}
