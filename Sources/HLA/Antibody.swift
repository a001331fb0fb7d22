public import TandemFiles

/// An antibody that a laboratory found: against what, how strong, whether it binds complement, and when.
public struct Antibody: Hashable, Sendable {
  /// Its target.
  public var specificity: Specificity
  /// Mean fluorescence intensity; nil when not given.
  public var mfi: Double?
  /// Whether it binds C1q; nil when not tested.
  public var c1q: Bool?
  /// The day of the sample.
  public var sampledOn: Day?

  /// An antibody.
  public init(_ specificity: Specificity, mfi: Double? = nil, c1q: Bool? = nil, sampledOn: Day? = nil) {
    self.specificity = specificity
    self.mfi = mfi
    self.c1q = c1q
    self.sampledOn = sampledOn
  }

  /// The MFI values that a laboratory can report; larger ones are a slip of the pen.
  public static let mfiRange: ClosedRange<Double> = 0...1_000_000
}

extension Antibody: Comparable {
  /// By specificity, then the stronger first, then the older.
  public static func < (left: Antibody, right: Antibody) -> Bool {
    if left.specificity != right.specificity { return left.specificity < right.specificity }
    if left.mfi != right.mfi { return left.mfi ?? .infinity > right.mfi ?? .infinity }
    if left.c1q != right.c1q { return left.c1q ?? true && !(right.c1q ?? true) || left.c1q == nil }
    return left.sampledOn?.number ?? .min < right.sampledOn?.number ?? .min
  }
}
