import TandemClinic
import TandemPolicy
import TandemRegistry

/// What is found of a person without a look at anybody else.
struct Entrance: Sendable {
  /// The points of the terms on the recipient alone.
  let base: Int32
  /// The number of the centre, 0 when unknown.
  let centre: UInt16
  /// The protocols that are open; none to somebody who has no row.
  let protocols: UInt8
  /// The number of the `Traits`.
  let traits: UInt8

  /// Somebody who has no row.
  static let closed = Entrance(base: 0, centre: 0, protocols: 0, traits: 0)
}

/// Decides who enters a pool, and with what.
struct Reception: Sendable {
  /// The identifiers of the centres by their numbers.
  private(set) var centreIDs = [""]
  private var numberOfCentre: [String: UInt16] = [:]
  private let admission: Admission
  /// The points of each term on the recipient alone.
  private let measures: [@Sendable (Recipient) -> Int32]

  init(_ admission: Admission, _ recipe: Recipe, _ cohort: Cohort) {
    self.admission = admission
    measures = recipe.ofRecipient.compactMap { term in
      guard case .recipient(let measure) = term.attribute.measurement else { return nil }
      return { term.millionths(measure($0).raw) }
    }
    for centre in cohort.centres where numberOfCentre[centre.id] == nil && centreIDs.count < Int(UInt16.max) {
      numberOfCentre[centre.id] = UInt16(centreIDs.count)
      centreIDs.append(centre.id)
    }
  }

  func entrance(of person: Recipient, hasAntibodies: Bool) -> Entrance {
    let protocols = admission.openProtocols(person)
    if protocols == 0 { return .closed }
    var base: Int32 = 0
    for measure in measures { base &+= measure(person) }
    let traits = Traits(
      person, hasAntibodies: hasAntibodies, isLater: Infusion(nextFor: person) == .later)
    return Entrance(
      base: base, centre: person.centreID.flatMap { numberOfCentre[$0] } ?? 0, protocols: protocols,
      traits: UInt8(traits.number))
  }
}
