import TandemFiles
public import TandemRegistry

/// The file `clinic/conditioning.json5`: organ limits by name, and the conditions of single drugs.
public struct ConditioningRules: Sendable {
  /// The limits in the order of the file.
  public let limits: [ConditioningLimits]
  /// The drugs with conditions of their own, in the order of the file.
  public let drugs: [Criteria<Recipient>]

  init(_ root: DataObject) {
    var limits: [ConditioningLimits] = []
    if let entries = root.object("limits") {
      for key in entries.keys {
        if let entry = entries.object(key) { limits.append(ConditioningLimits(entry, name: key)) }
      }
    }
    self.limits = limits
    var drugs: [Criteria<Recipient>] = []
    if let entries = root.object("drugs") {
      for key in entries.keys {
        guard let entry = entries.object(key) else { continue }
        drugs.append(Criteria(entry, name: key, prefix: "drug.\(key)"))
        entry.finish()
      }
    }
    self.drugs = drugs
  }
}
