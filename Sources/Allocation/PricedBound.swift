import TandemPolicy
import TandemRegistry

/// The bound that prices prove, in whole numbers, one donor after the other.
struct PricedBound {
  private let setting: AllocationSetting
  private let rank: Int
  private let prices: PriceList
  /// What each recipient costs beyond the price: shares turned into a surcharge on everybody.
  private let surcharge: [UInt64: Int64]
  /// The bound, scaled, of what was added so far.
  private(set) var scaled: Int128 = 0

  /// The part of the bound that no donor changes. `reached` is what earlier objectives reached.
  init(_ setting: AllocationSetting, rank: Int, _ prices: PriceList, reached: [Int64]) {
    self.setting = setting
    self.rank = rank
    self.prices = prices
    surcharge = prices.surcharges(setting)
    let centres = setting.cohort.centres
    for (_, price) in prices.recipients { scaled += Int128(price) }
    for (slot, price) in prices.beds {
      scaled += Int128(price) * Int128(Int64(centres[Int(slot.centre)].conditioningBeds ?? 0))
    }
    for (laboratory, price) in prices.runs {
      scaled += Int128(price) * Int128(Int64(centres[Int(laboratory)].isolationRuns ?? 0))
    }
    for (price, floor) in zip(prices.floors, reached) { scaled -= Int128(price) * Int128(floor) }
  }

  /// What an offer is worth after prices, scaled.
  func worth(of offer: Offer) -> Int64 {
    let objectives = setting.policy.allocation.objectives
    var worth = offer.value(objectives[rank]) * prices.scale - (prices.recipients[offer.recipient] ?? 0)
    if !prices.beds.isEmpty, let bed = offer.bed { worth -= prices.beds[bed] ?? 0 }
    if let extra = surcharge[setting.groups[Int(offer.recipient)]] { worth -= extra }
    for (earlier, price) in prices.floors.enumerated() where price > 0 {
      worth += offer.value(objectives[earlier]) * price
    }
    return worth
  }

  /// Adds what the best bundle of a donor's offers is worth, and returns it.
  @discardableResult
  mutating func add(_ offers: some Sequence<Offer>, of stock: DonorStock) -> Int64 {
    let items = offers.enumerated().compactMap { tag, offer -> BundleSearch.Item? in
      let worth = worth(of: offer)
      if worth <= 0 { return nil }
      return BundleSearch.Item(
        recipient: offer.recipient, tag: Int32(tag), worth: worth, islets: offer.islets, cells: offer.cells)
    }
    let search = BundleSearch(items, islets: stock.isletCapacity, cells: stock.cellCapacity)
    return add(best: search.bound, of: stock)
  }

  /// Adds what a donor's best bundle is worth after the prices of recipients, beds and shares; returns what is left
  /// of that after the isolation run.
  @discardableResult
  mutating func add(best: Int64, of stock: DonorStock) -> Int64 {
    let rent = stock.laboratory >= 0 ? prices.runs[stock.laboratory] ?? 0 : 0
    let left = max(0, best - rent)
    scaled += Int128(left)
    return left
  }

  /// The bound, rounded down, since values are whole; nil when the numbers were out of range.
  var bound: Int64? {
    let scale = Int128(prices.scale)
    let whole = scaled >= 0 ? scaled / scale : -((-scaled + scale - 1) / scale)
    return Int64(exactly: whole)
  }
}

extension PriceList {
  /// What the shares take from somebody of each group, or bring, scaled. `1000 * (in group) - n * (all) >= 0`: a
  /// member brings 1000 - n, everybody else takes n. Prices within `greatest` keep the sums in range.
  func surcharges(_ setting: AllocationSetting) -> [UInt64: Int64] {
    let priced = setting.policy.allocation.shares.enumerated().filter { shares[$0.offset] > 0 }
    if priced.isEmpty { return [:] }
    var surcharge: [UInt64: Int64] = [:]
    for mask in Set(setting.groups) {
      surcharge[mask] = priced.reduce(0) { sum, share in
        let isMember = (mask >> UInt64(share.offset)) & 1 == 1
        return sum &+ shares[share.offset] &* (share.element.atLeastThousandths - (isMember ? 1000 : 0))
      }
    }
    return surcharge
  }

  /// The greatest magnitude of a price, and the greatest scale: with them no sum of a bundle overflows.
  static let greatest: Int64 = 1 << 52

  /// The first thing that keeps the prices from proving anything; nil when there is none. A recipient whom the
  /// plan must serve may have a price below 0; all other prices are at least 0.
  func fault(_ setting: AllocationSetting, mustServe: Set<Int32>) -> String? {
    if scale < 1 || scale > 1 << 24 { return "the scale \(scale) is not between 1 and 16,777,216" }
    let centres = setting.cohort.centres
    for (recipient, price) in recipients {
      if !setting.cohort.recipients.indices.contains(Int(recipient)) { return "a recipient does not exist" }
      if price < 0, !mustServe.contains(recipient) {
        return "the price of recipient \(setting.cohort.recipients[Int(recipient)].id) is below 0"
      }
      if price.magnitude > PriceList.greatest.magnitude { return "a recipient's price is out of range" }
    }
    for (slot, price) in beds {
      guard centres.indices.contains(Int(slot.centre)), slot.period >= 0 else {
        return "a bed does not exist"
      }
      guard centres[Int(slot.centre)].conditioningBeds != nil else {
        return "centre \(centres[Int(slot.centre)].id) has beds without limit, and they have a price"
      }
      if price < 0 || price > PriceList.greatest { return "a bed's price is out of range" }
    }
    for (laboratory, price) in runs {
      guard centres.indices.contains(Int(laboratory)) else { return "a laboratory does not exist" }
      guard centres[Int(laboratory)].isolationRuns != nil else {
        return "laboratory \(centres[Int(laboratory)].id) has runs without limit, and they have a price"
      }
      if price < 0 || price > PriceList.greatest { return "a run's price is out of range" }
    }
    for price in shares where price < 0 || price > PriceList.greatest / 1000 {
      return "the price of a share is out of range"
    }
    for (price, objective) in zip(floors, setting.policy.allocation.objectives)
    where price < 0 || price > PriceList.greatest / objective.greatestValue {
      return "the price of an earlier objective is out of range"
    }
    return nil
  }
}

extension AllocationChoices.Objective {
  /// The most that one offer can be worth: 100 points in millionths, a utility of 1 in millionths, a person.
  var greatestValue: Int64 {
    switch self {
    case .score: 100_000_000
    case .transplants: 1
    case .benefit: 1_000_000
    }
  }
}
