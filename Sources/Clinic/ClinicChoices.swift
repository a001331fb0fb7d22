/// Which of the sets in the tables a programme follows, by their names. A policy names its own.
public struct ClinicChoices: Sendable, Hashable {
  /// A set of `clinic/indications.json5`.
  public var indication = "cit"
  /// A set of `clinic/donor-windows.json5`.
  public var donorWindow = "default"
  /// A set of `clinic/release-criteria.json5`.
  public var release = "cit"
  /// An islet programme of `clinic/yields.json5`.
  public var isletYield = "uk"
  /// A stem cell programme of `clinic/yields.json5`.
  public var stemCellYield = "vertebral-marrow"
  /// Limits of `clinic/conditioning.json5` for every protocol; nil leaves each protocol its own.
  public var conditioningLimits: String?
  /// Whether the islet product's tests are due.
  public var releaseStage = ReleaseStage.planned

  /// The defaults that ship.
  public init() {}
}
