import TandemChance
import TandemGeneration
import TandemHLA
import TandemRegistry

/// The antibodies that an exposure may raise: those of sensitised people of the profile, each person's
/// together, since what is raised at once belongs together.
struct AntibodyLibrary: Sendable {
  private let sets: [[Antibody]]

  /// Numbers that no recipient of a cohort has.
  private static let firstNumber = 1_000_000_000_000_001
  private static let size = 200
  private static let mostLooked = 20_000

  /// Looks at people until there are enough sensitised ones. Cost: some 20 microseconds a person.
  init(_ generator: CohortGenerator) {
    var sets: [[Antibody]] = []
    for offset in 0..<AntibodyLibrary.mostLooked where sets.count < AntibodyLibrary.size {
      let antibodies = generator.recipient(AntibodyLibrary.firstNumber + offset).antibodies
      if !antibodies.isEmpty { sets.append(antibodies) }
    }
    self.sets = sets
  }

  /// What an exposure raises in somebody: antibodies that they neither have nor would have against their own
  /// antigens.
  func exposure(_ chance: inout SplitMix, of recipient: Recipient, having known: [Antibody]) -> [Antibody] {
    guard !sets.isEmpty else { return [] }
    let met = sets[chance.index(below: sets.count)]
    let own = VirtualCrossmatch(donor: recipient.typing, antibodies: met)
    let against = Set(own.hits.map(\.antibody.specificity) + own.gaps.map(\.antibody.specificity))
    let has = Set(known.map(\.specificity))
    return met.filter { !against.contains($0.specificity) && !has.contains($0.specificity) }
  }

  /// The calculated PRA of antibodies, to four places as files have it.
  static func cpra(of antibodies: [Antibody]) -> Double {
    (CalculatedPRA(unacceptable: antibodies.map(\.specificity)).hla * 10_000).rounded() / 10_000
  }
}
