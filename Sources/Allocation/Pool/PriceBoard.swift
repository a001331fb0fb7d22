import TandemPolicy
import TandemRegistry

/// Prices of a pool in plain columns, in whole units of the objective: what an offer must be worth more than to be
/// of interest to its donor.
struct PriceBoard: Sendable {
  /// By the recipient's place in the cohort.
  var recipient: [Int64]
  /// By the centre's place times `periods`, plus the period.
  var bed: [Int64]
  /// By the laboratory's place in the cohort.
  var run: [Int64]
  /// How many bed periods there are.
  let periods: Int

  init(_ setting: AllocationSetting, periods: Int) {
    self.periods = periods
    recipient = Array(repeating: 0, count: setting.cohort.recipients.count)
    bed = Array(repeating: 0, count: setting.cohort.centres.count * periods)
    run = Array(repeating: 0, count: setting.cohort.centres.count)
  }

  /// The place of a bed in `bed`, -1 for an offer without one.
  @inline(__always)
  func place(of slot: BedSlot?) -> Int { slot.map { Int($0.centre) * periods + Int($0.period) } ?? -1 }

  /// What an offer is worth after prices.
  @inline(__always)
  func worth(_ value: Int64, _ offer: Offer) -> Int64 {
    let slot = place(of: offer.bed)
    return value - recipient[Int(offer.recipient)] - (slot < 0 ? 0 : bed[slot])
  }

  /// Takes the prices of a proof over, rounded down to whole units: offers that they make worthless stay out, and
  /// those at the edge stay in. What shares cost or bring is part of each recipient's price.
  mutating func take(_ list: PriceList, _ setting: AllocationSetting) {
    let surcharge = list.surcharges(setting)
    for index in recipient.indices {
      let price = (list.recipients[Int32(index)] ?? 0) + (surcharge[setting.groups[index]] ?? 0)
      recipient[index] = PriceBoard.floor(price, list.scale)
    }
    for (slot, price) in list.beds { bed[place(of: slot)] = PriceBoard.floor(price, list.scale) }
    for (index, price) in list.runs { run[Int(index)] = PriceBoard.floor(price, list.scale) }
  }

  private static func floor(_ price: Int64, _ scale: Int64) -> Int64 {
    price >= 0 ? price / scale : -((-price + scale - 1) / scale)
  }
}
