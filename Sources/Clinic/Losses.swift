public import TandemFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is lost between the count and the infusion. The file `clinic/losses.json5`.
public struct Losses: Sendable {
  /// Share of islets lost in purification.
  public let purification: SourcedNumber
  /// Share of islets lost over `cultureDays` of culture.
  public let culture: SourcedNumber
  /// The days over which `culture` was seen.
  public let cultureDays: SourcedNumber
  /// Share of islets lost in vitrification and rewarming.
  public let vitrification: SourcedNumber
  /// Share of CD34+ cells lost in CD34 selection.
  public let selectionCD34: SourcedNumber
  /// Share of CD3+ cells removed by CD34 selection.
  public let selectionCD3: SourcedNumber
  /// Share of CD34+ cells lost in freezing and thawing.
  public let thawCD34: SourcedNumber

  /// The share of islets that survives `hours` of culture: the same share is lost every day, so that the
  /// published loss comes out after the published days.
  public func surviving(cultureHours hours: Double) -> Double {
    hours <= 0 ? 1 : pow(1 - culture.value, hours / 24 / cultureDays.value)
  }

  init?(_ root: DataObject) {
    func share(_ key: String) -> SourcedNumber? { root.sourced(key, unit: "fraction", in: 0...0.999999) }
    let purification = share("islet_purification")
    let culture = share("islet_culture")
    let days = root.sourced("islet_culture_days", unit: "days", in: 0.1...30)
    let vitrification = share("islet_vitrification")
    let selectionCD34 = share("selection_cd34")
    let selectionCD3 = share("selection_cd3")
    let thaw = share("thaw_cd34")
    guard let purification, let culture, let days, let vitrification, let selectionCD34, let selectionCD3,
      let thaw
    else { return nil }
    self.purification = purification
    self.culture = culture
    cultureDays = days
    self.vitrification = vitrification
    self.selectionCD34 = selectionCD34
    self.selectionCD3 = selectionCD3
    thawCD34 = thaw
  }
}
