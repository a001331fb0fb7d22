import TandemPolicy
import TandemRegistry

/// Prices of a pool in plain columns, in units of 1 / `scale` of the objective: what an offer must be worth more
/// than to be of interest to its donor.
struct PriceBoard: Sendable {
  /// By the recipient's place in the cohort.
  var recipient: [Int64]
  /// By the centre's place times `periods`, plus the period. The last place belongs to those without a bed and
  /// stays free of charge.
  var bed: [Int64]
  /// By the laboratory's place in the cohort; the last place belongs to donors that need no run.
  var run: [Int64]
  /// How many bed periods there are.
  let periods: Int
  /// Prices are in units of 1 / `scale`.
  let scale: Int64

  /// A price that nobody pays.
  static let never: Int64 = 1 << 50

  init(_ setting: AllocationSetting, periods: Int) {
    self.periods = periods
    scale = PriceBoard.scale(setting.policy.allocation.objectives[0])
    recipient = Array(repeating: 0, count: setting.cohort.recipients.count)
    bed = Array(repeating: 0, count: setting.cohort.centres.count * periods + 1)
    run = Array(repeating: 0, count: setting.cohort.centres.count + 1)
  }

  /// Where people are counted, a price is a fraction of a person.
  static func scale(_ objective: AllocationPlan.Objective) -> Int64 {
    objective == .transplants ? 1 << 20 : 1
  }

  /// The place of a bed in `bed`.
  @inline(__always)
  func place(of slot: BedSlot?) -> Int {
    slot.map { Int($0.centre) * periods + Int($0.period) } ?? bed.count - 1
  }

  /// The place of a donor's laboratory in `run`.
  func place(of laboratory: Int32) -> Int { laboratory >= 0 ? Int(laboratory) : run.count - 1 }

  /// Takes the prices of a proof over, rounded down to whole units: offers that they make worthless stay out, and
  /// those at the edge stay in. What shares cost or bring is part of each recipient's price.
  mutating func take(_ list: PriceList, _ setting: AllocationSetting) {
    let surcharge = list.surcharges(setting)
    for index in recipient.indices {
      let price = (list.recipients[Int32(index)] ?? 0) + (surcharge[setting.groups[index]] ?? 0)
      recipient[index] = floor(price, list.scale)
    }
    for (slot, price) in list.beds { bed[place(of: slot)] = floor(price, list.scale) }
    for (index, price) in list.runs { run[Int(index)] = floor(price, list.scale) }
  }

  private func floor(_ price: Int64, _ other: Int64) -> Int64 {
    if other == scale { return price }
    let scaled = Int128(price) * Int128(scale)
    let by = Int128(other)
    return Int64(scaled >= 0 ? scaled / by : -((-scaled + by - 1) / by))
  }

  /// What an offer of a value is worth after prices.
  @inline(__always)
  func worth(_ value: Int64, _ offer: Offer) -> Int64 {
    value * scale - recipient[Int(offer.recipient)] - bed[place(of: offer.bed)]
  }

  /// What an entry of a short list costs but for the donor.
  @inline(__always)
  func price(_ entry: Shortlist.Entry) -> Int64 { recipient[Int(entry.recipient)] &+ bed[Int(entry.bed)] }

  /// The prices as a proof states them.
  func list(_ setting: AllocationSetting) -> PriceList {
    var list = PriceList(shares: setting.policy.allocation.shares.count, rank: 0)
    list.scale = scale
    for (index, price) in recipient.enumerated() where price > 0 { list.recipients[Int32(index)] = price }
    for (index, price) in bed.dropLast().enumerated() where price > 0 {
      list.beds[BedSlot(centre: Int32(index / periods), period: Int32(index % periods))] = price
    }
    for (index, price) in run.dropLast().enumerated() where price > 0 { list.runs[Int32(index)] = price }
    return list
  }
}
