import TandemPolicy

/// What a donor was answered at some prices. It serves at other prices as well, as long as none of them is lower: an
/// offer that lay below the edge lies below it then, too.
struct DonorAnswer: Sendable {
  /// The offers above the edge, ascending by recipient, protocol and level.
  let offers: [Offer]
  /// All others of the donor lie below it, but for those that one of the same pair makes needless.
  let edge: Edge

  /// The offers with what they are worth at prices of today.
  func found(_ board: PriceBoard, _ objective: AllocationPlan.Objective) -> [OfferSource.Found] {
    offers.map { OfferSource.Found(offer: $0, worth: board.worth($0.value(objective), $0)) }
  }
}
