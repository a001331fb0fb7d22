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
  private let measures: [Measure]

  /// The points of one term, in a value of its own for the reason that `Admission` gives.
  private struct Measure: Sendable {
    let millionths: @Sendable (Recipient) -> Int32
  }

  init(_ admission: Admission, _ recipe: Recipe, _ cohort: Cohort) {
    self.admission = admission
    measures = recipe.ofRecipient.compactMap { term in
      guard case .recipient(let measure) = term.attribute.measurement else { return nil }
      return Measure { term.millionths(measure($0).raw) }
    }
    for centre in cohort.centres where numberOfCentre[centre.id] == nil && centreIDs.count < Int(UInt16.max) {
      numberOfCentre[centre.id] = UInt16(centreIDs.count)
      centreIDs.append(centre.id)
    }
  }

  /// What is found of a person, who is not changed. Never inlined: it would copy the person.
  @inline(never)
  func entrance(of person: inout Recipient, hasAntibodies: Bool) -> Entrance {
    let protocols = admission.openProtocols(&person)
    if protocols == 0 { return .closed }
    var base: Int32 = 0
    for place in measures.indices { base &+= measures[place].millionths(person) }
    let traits = Traits(
      person, hasAntibodies: hasAntibodies, isLater: Infusion(after: person.comorbidities) == .later)
    return Entrance(
      base: base, centre: person.centreID.flatMap { numberOfCentre[$0] } ?? 0, protocols: protocols,
      traits: UInt8(traits.number))
  }
}
