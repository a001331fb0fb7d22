public import TandemFiles

/// How fast organs and cells travel, and how long their handling takes. The file `clinic/transport.json5`.
public struct Transport: Sendable {
  /// A way to travel.
  public struct Mode: Sendable {
    /// What it is: "road".
    public let name: String
    /// The greatest distance it is used for, in km.
    public let upToKm: SourcedNumber
    /// The speed along the great circle, in km/h.
    public let speedKmH: SourcedNumber
    /// Hours that every journey takes besides.
    public let fixedHours: SourcedNumber
  }

  /// One journey.
  public struct Journey: Sendable, Hashable {
    /// The distance along the great circle in km.
    public let kilometres: Double
    /// The way to travel.
    public let mode: String
    /// The hours it takes.
    public let hours: Double

    /// The arithmetic in words.
    public let words: String
  }

  /// The ways to travel by rising distance.
  public let modes: [Mode]
  /// Hours from cross-clamp until pancreas and bones leave the donor hospital.
  public let recoveryHours: SourcedNumber
  /// Hours of warm ischaemia of the bones before they are cooled.
  public let boneWarmHours: SourcedNumber
  /// Hours an islet isolation takes.
  public let isolationHours: SourcedNumber
  /// Hours from cross-clamp until a recipient's preparation can begin.
  public let noticeHours: SourcedNumber
  /// Hours that fresh stem cells keep after their preparation.
  public let freshStemCellHours: SourcedNumber

  /// The journey between two places by the first mode that goes so far.
  public func journey(from start: Place, to end: Place) -> Journey {
    let kilometres = start.kilometres(to: end)
    let mode = modes.first { kilometres <= $0.upToKm.value } ?? modes[modes.count - 1]
    let hours = kilometres / mode.speedKmH.value + mode.fixedHours.value
    let words =
      "\(Amount.text(kilometres.rounded())) km by \(mode.name) at \(Amount.text(mode.speedKmH.value)) km/h"
      + " + \(Amount.hours(mode.fixedHours.value)) = \(Amount.hours(hours))"
    return Journey(kilometres: kilometres, mode: mode.name, hours: hours, words: words)
  }

  init?(_ root: DataObject) {
    var modes: [Mode] = []
    for entry in root.objects("modes") {
      let name = entry.text("mode")
      let upTo = entry.sourced("up_to_km", unit: "km", in: 1...20_100)
      let speed = entry.sourced("speed_km_h", unit: "km/h", in: 1...2000)
      let fixed = entry.sourced("fixed_hours", unit: "h", in: 0...48)
      if let previous = modes.last, let upTo, upTo.value <= previous.upToKm.value {
        entry.report("up_to_km", kind: "wrong order", "a greater distance than that of the mode before")
      }
      entry.finish()
      if let name, let upTo, let speed, let fixed {
        modes.append(Mode(name: name, upToKm: upTo, speedKmH: speed, fixedHours: fixed))
      }
    }
    if root.items("modes").isEmpty { root.report("modes", kind: "empty list", "at least one mode") }
    let recovery = root.sourced("recovery_hours", unit: "h", in: 0...24)
    let warm = root.sourced("bone_warm_hours", unit: "h", in: 0...48)
    let isolation = root.sourced("isolation_hours", unit: "h", in: 0...48)
    let notice = root.sourced("notice_hours", unit: "h", in: 0...240)
    let fresh = root.sourced("fresh_stem_cell_hours", unit: "h", in: 0...240)
    guard !modes.isEmpty, let recovery, let warm, let isolation, let notice, let fresh else { return nil }
    self.modes = modes
    recoveryHours = recovery
    boneWarmHours = warm
    isolationHours = isolation
    noticeHours = notice
    freshStemCellHours = fresh
  }
}
