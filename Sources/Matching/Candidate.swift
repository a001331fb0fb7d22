public import TandemPolicy

extension Screen {
  /// Somebody who may be offered a donor's grafts, with the choice of protocol and dose that scores highest.
  public struct Candidate: Sendable, Hashable {
    /// The recipient's place in the cohort.
    public let recipientIndex: Int32
    /// The protocol, as a place among the donor's plans.
    public let option: UInt8
    /// The dose level.
    public let level: UInt8
    /// The score of the choice.
    public let score: Points

    /// The choice as the explanation names it.
    public var choice: PairAssessment.Choice { .init(option: Int(option), level: Int(level)) }
  }

  /// One open dose level of one protocol for one recipient.
  public struct Offer: Sendable, Hashable {
    /// The recipient's place in the cohort.
    public let recipientIndex: Int32
    /// The protocol, as a place among the donor's plans.
    public let option: UInt8
    /// The dose level.
    public let level: UInt8
    /// The score of this level.
    public let score: Points
    /// Islets in IEQ; 0 when the weight is unknown.
    public let isletIEQ: Double
    /// CD34+ cells: what the level aims at, or what there is; 0 when the weight is unknown.
    public let cd34Cells: Double
  }

  /// What an offer must be worth: score less price less what the amounts cost, all in millionths of a point.
  public struct Demand: Sendable {
    /// What each recipient costs; nothing without.
    public var prices: Prices?
    /// What an islet equivalent costs, 0 or more.
    public var isletRate: Double
    /// What a CD34+ cell costs, 0 or more.
    public var cd34Rate: Double
    /// An offer must be worth more than this.
    public var above: Double

    /// Whatever is open, unless something is asked for.
    public init(
      prices: Prices? = nil, isletRate: Double = 0, cd34Rate: Double = 0, above: Double = -.infinity
    ) {
      precondition(isletRate >= 0 && cd34Rate >= 0, "a rate is 0 or more")
      self.prices = prices
      self.isletRate = isletRate
      self.cd34Rate = cd34Rate
      self.above = above
    }
  }

  /// A price for each recipient, laid beside the rows of a pool. Make it once for all donors.
  public struct Prices: Sendable {
    /// What a row has without a donor, less its price.
    let net: [Double]
    let price: [Double]

    /// Prices in millionths of a point by the recipient's place in the cohort.
    public init(of pool: Pool, _ byRecipient: [Double]) {
      let prices = pool.recipient.buffer.map { byRecipient[Int($0)] }
      price = prices
      net = prices.indices.map { Double(pool.fixedPoints[$0]) - prices[$0] }
    }
  }

  /// How much of a pool was looked at.
  public struct Tally: Sendable {
    /// Rows for which anything was worked out; all other pairs were passed over.
    public var rows = 0

    /// Nothing yet.
    public init() {}
  }
}
