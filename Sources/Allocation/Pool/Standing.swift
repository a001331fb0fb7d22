/// What is known of somebody whom a plan does not serve, as far as donors and beds go.
struct Standing: OptionSet, Sendable {
  let rawValue: UInt8

  /// Some donor has an offer.
  static let isOpen = Standing(rawValue: 1)
  /// What the plan leaves of some donor suffices.
  static let fits = Standing(rawValue: 2)
  /// It suffices, and the bed of that offer is free.
  static let hasBed = Standing(rawValue: 4)
  /// It suffices, the bed is free, and the donor's islets can be isolated.
  static let hasRun = Standing(rawValue: 8)
}
