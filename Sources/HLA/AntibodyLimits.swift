public import TandemFiles

/// From what strength on an antibody against the donor counts for a graft.
public struct AntibodyLimits: Sendable, Hashable {
  /// How much an antibody weighs.
  public enum Strength: String, Hashable, Sendable, Comparable {
    /// Below the lower limit: listed, but not counted.
    case negligible
    /// Between the limits: somebody has to decide.
    case weak
    /// Above the upper limit, or complement-binding.
    case strong
    /// Above the limit from which harm is documented.
    case severe

    private var order: Int {
      switch self {
      case .negligible: 0
      case .weak: 1
      case .strong: 2
      case .severe: 3
      }
    }

    public static func < (left: Strength, right: Strength) -> Bool { left.order < right.order }
  }

  /// The graft they hold for, such as `hsc` or `islets`.
  public let graft: String
  /// From this MFI on an antibody counts as weak.
  public let weakFrom: SourcedNumber
  /// Above this MFI it counts as strong.
  public let strongAbove: SourcedNumber
  /// Above this MFI harm is documented; nil when nothing is known.
  public let severeAbove: SourcedNumber?
  /// Whether an antibody that binds C1q is strong whatever its MFI.
  public let c1qCounts: Bool

  /// Limits for a graft.
  public init(
    graft: String, weakFrom: SourcedNumber, strongAbove: SourcedNumber, severeAbove: SourcedNumber? = nil,
    c1qCounts: Bool
  ) {
    self.graft = graft
    self.weakFrom = weakFrom
    self.strongAbove = strongAbove
    self.severeAbove = severeAbove
    self.c1qCounts = c1qCounts
  }

  /// How much an antibody weighs. One without an MFI is taken as strong, since a laboratory that names an
  /// antibody without a figure means it.
  public func strength(of antibody: Antibody) -> Strength {
    guard let mfi = antibody.mfi else { return .strong }
    if let severeAbove, mfi > severeAbove.value { return .severe }
    if mfi > strongAbove.value || (c1qCounts && antibody.c1q == true) { return .strong }
    return mfi >= weakFrom.value ? .weak : .negligible
  }
}

extension AntibodyLimits {
  /// The limits that ship with the library, per graft in the order of the file.
  public static let shipped: [AntibodyLimits] = {
    guard let bytes = ShippedData.file("hla/antibody-thresholds.json5") else { return [] }
    do {
      return try read(bytes, path: "hla/antibody-thresholds.json5")
    } catch {
      fatalError("the shipped antibody limits are unreadable:\n\(error)")
    }
  }()

  /// Reads a file of the same form: an object with one member per graft.
  public static func read(_ bytes: UnsafeRawBufferPointer, path: String) throws(Problems) -> [AntibodyLimits]
  {
    let file = DataFile(path: path)
    let node: JSON5Node
    do throws(Problem) { node = try JSON5Node.read(bytes, path: path) } catch { throw Problems(error) }
    let root = file.object(node)
    var limits: [AntibodyLimits] = []
    for graft in root.keys {
      guard let node = root.optional(graft) else { continue }
      let entry = file.object(node)
      if let found = AntibodyLimits(entry, graft: graft) { limits.append(found) }
      entry.finish()
    }
    root.finish()
    try file.throwProblems()
    return limits
  }

  /// Reads the limits of one graft; the caller finishes the object.
  package init?(_ entry: DataObject, graft: String) {
    let range = Antibody.mfiRange
    let weak = entry.sourced("weak_from_mfi", unit: "MFI", in: range)
    let strong = entry.sourced("strong_above_mfi", unit: "MFI", in: range)
    let severe = entry.optionalSourced("severe_above_mfi", unit: "MFI", in: range)
    let c1q = entry.flag("c1q_counts")
    guard let weak, let strong, let c1q else { return nil }
    if weak.value > strong.value || strong.value > severe?.value ?? .infinity {
      entry.report(
        "strong_above_mfi", kind: "contradiction", "limits that rise from weak to strong to severe")
    }
    self.init(graft: graft, weakFrom: weak, strongAbove: strong, severeAbove: severe, c1qCounts: c1q)
  }
}
