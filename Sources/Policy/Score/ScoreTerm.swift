public import TandemClinic

/// One attribute in a score: its weight, its curve, and what a missing value is worth.
public struct ScoreTerm: Sendable {
  /// What is rated.
  public let attribute: Attribute
  /// The points of a rating of 1.
  public let weight: Double
  /// Where the weight comes from.
  public let weightBasis: Basis
  /// How a raw value becomes a rating.
  public let curve: Curve
  /// Where the curve comes from.
  public let curveBasis: Basis
  /// The rating of a missing value.
  public let ratingWhenMissing: Double

  /// The rating of a raw value; of nil that of a missing one.
  public func rating(_ raw: Double?) -> Double { raw.map(curve.rating) ?? ratingWhenMissing }

  /// The points of a raw value; of nil those of a missing one. All scores are sums of these.
  public func points(_ raw: Double?) -> Points { Points(weight: weight, rating: rating(raw)) }

  /// The part of a score for a value.
  public func part(_ value: Attribute.Value) -> Score.Part {
    let rating = rating(value.raw)
    return Score.Part(
      attribute: attribute.name, title: attribute.title, raw: value.raw, unit: attribute.unit, rating: rating,
      weight: weight, points: Points(weight: weight, rating: rating), missing: value.missing, note: value.note
    )
  }

  /// The curve in words with the unit of the attribute.
  public var curveWords: String { "The rating \(curve.words(attribute.unit))." }
}

/// A score with its parts, which sum to it exactly.
public struct Score: Sendable, Hashable {
  /// What one attribute gives.
  public struct Part: Sendable, Hashable {
    /// The attribute's name.
    public let attribute: String
    /// What a sentence calls it.
    public let title: String
    /// The raw value; nil when missing.
    public let raw: Double?
    /// Its unit.
    public let unit: String
    /// The rating, 0 to 1.
    public let rating: Double
    /// The points of a rating of 1.
    public let weight: Double
    /// The points.
    public let points: Points
    /// The columns that are missing, when the raw value is.
    public let missing: [String]
    /// What was taken for granted, nil when nothing was.
    public let note: String?
  }

  /// The parts in the order of the policy.
  public let parts: [Part]
  /// Their sum, at most 100.
  public let total: Points

  /// The sum of `parts`.
  public init(_ parts: [Part]) {
    self.parts = parts
    total = parts.reduce(.zero) { $0 + $1.points }
  }
}
