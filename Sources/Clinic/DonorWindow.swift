import TandemFiles
public import TandemRegistry

/// Which donors a programme takes. A set of `clinic/donor-windows.json5`.
public struct DonorWindow: Sendable {
  /// The criteria on age, health and infections.
  public let criteria: Criteria<Donor>
  /// Cold ischaemia of the pancreas that is allowed, in hours.
  public let coldIschaemia: Limit
  /// Cold ischaemia beyond which the donor is flagged, in hours; nil when the set has no preference.
  public let preferredColdIschaemia: Limit?
  /// Warm ischaemia of the bones that is allowed, in hours.
  public let boneWarm: Limit
  /// Warm and cold ischaemia of the bones together, in hours.
  public let boneTotal: Limit

  init?(_ entry: DataObject, name: String) {
    criteria = Criteria(entry, name: name, prefix: "donor")
    func limit(_ key: String, required: Bool) -> Limit? {
      guard let bounds = required ? entry.object(key) : entry.optionalObject(key) else { return nil }
      defer { bounds.finish() }
      return bounds.limit(unit: "h", in: 0...200)
    }
    let cold = limit("cold_ischaemia_hours", required: true)
    preferredColdIschaemia = limit("preferred_cold_ischaemia_hours", required: false)
    let warm = limit("bone_warm_hours", required: true)
    let total = limit("bone_ischaemia_hours", required: true)
    entry.finish()
    guard let cold, let warm, let total else { return nil }
    coldIschaemia = cold
    boneWarm = warm
    boneTotal = total
  }
}
