/// A place that transplants recipients, or isolates islets.
public struct Centre: Sendable {
  /// The identifier.
  public var id: String
  /// Latitude in degrees.
  @Measure public var latitude: Double? = nil
  /// Longitude in degrees.
  @Measure public var longitude: Double? = nil
  /// Beds in which recipients can be conditioned at the same time; nil means that nobody limits them.
  @Measure public var conditioningBeds: Double? = nil
  /// What the place does.
  public var kind: CentreKind?
  /// Isolations the laboratory can run in one period; nil means that nobody limits them.
  @Measure public var isolationRuns: Double? = nil

  /// A place of which only the identifier is known.
  public init(id: String) { self.id = id }
}
