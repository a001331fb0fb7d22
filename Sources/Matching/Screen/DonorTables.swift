import TandemClinic
import TandemHLA
import TandemPolicy
import TandemRegistry

/// What the smaller tables of a donor hold: blood groups, traits, centres, ages, epitopes, risk haplotypes and
/// pairs that a policy names. Each is filled by the code that also explains, asked about somebody of whom only
/// what matters is known.
struct DonorTables: Sendable {
  /// Points where `isOpen`, by the number of the trait, centre and so on.
  struct Entry: Sendable {
    var isOpen = true
    var points: Int32 = 0
  }

  /// Whether the donor may be offered to anybody.
  let isOpen: Bool
  /// By blood group: the protocols that are open to it, and the points.
  private(set) var bloodGroups: [(protocols: UInt8, points: Int32)] = []
  private(set) var traits: [Entry] = []
  private(set) var centres: [Entry] = []
  private(set) var ages: [Int32] = []
  private(set) var epitopes: [Int32] = []
  private(set) var risk: [Int32] = []
  /// Recipients whom the policy names beside the donor; the explaining code judges them.
  private(set) var named: Set<Int32> = []
  /// Whether those whom it does not name may be listed.
  private(set) var othersAreOpen = true

  init(_ context: MatchContext, _ pool: Pool) {
    let gate = context.gate
    let recipe = pool.recipe
    isOpen = gate.isOpen(context.donorAssessment)
    guard isOpen else { return }
    let asked = Asking(context: context, depth: gate.depth)

    bloodGroups = Columns.bloodGroups.map { group in
      var person = Recipient(id: "")
      person.abo = group
      var protocols: UInt8 = recipe.isTooWide ? .max : 0
      for (index, plan) in context.plans.prefix(8).enumerated() where gate.isOpen(plan.timing) {
        let isOpen = asked.isOpen { assessment in
          plan.transplant.assessBloodGroups(donor: context.donor.abo, recipient: group, into: &assessment)
        }
        if isOpen { protocols |= 1 << UInt8(index) }
      }
      return (protocols, asked.points(recipe.bloodGroup, person))
    }

    let rules: [any HardRule] = recipe.serologyRules
    let isUnknownOpen = asked.isOpen(asked.rules { $0 is CrossmatchRule }, Recipient(id: ""))
    let serology = (0..<9).map { number in
      let probe = Traits(number: number).probe
      return Entry(isOpen: asked.isOpen(rules, probe), points: asked.points(recipe.serology, probe))
    }
    traits = (0..<Traits.count).map { number in
      var entry = serology[number % 9]
      if Traits(number: number).lacksAntibodyResults, !isUnknownOpen { entry.isOpen = false }
      return entry
    }

    let laboratory = context.laboratory?.place
    centres = pool.centreIDs.enumerated().map { number, id in
      var person = Recipient(id: "")
      person.centreID = number == 0 ? nil : id
      let place = context.centre(of: person)
      var entry = Entry(isOpen: asked.isOpen(recipe.distanceRules, person))
      if entry.isOpen {
        entry.isOpen = asked.isOpen { assessment in
          context.policy.clinic.assessDelivery(from: laboratory, to: place, into: &assessment)
        }
      }
      for term in recipe.journey {
        guard case .journey(let measure) = term.attribute.measurement else { continue }
        entry.points &+= term.millionths(measure(context.donor.place, place).raw)
      }
      return entry
    }

    if !recipe.age.isEmpty {
      ages = pool.columns.ages.map { years in
        var person = Recipient(id: "")
        person.ageYears = years
        return asked.points(recipe.age, person)
      }
    }
    if !recipe.epitopes.isEmpty {
      epitopes = pool.columns.epitopeNumbers.map { asked.points(recipe.epitopes, typed: $0) }
    }
    if !recipe.risk.isEmpty {
      risk = pool.columns.riskNumbers.map { asked.points(recipe.risk, typed: $0) }
    }
    nameThem(asked, pool)
  }

  private mutating func nameThem(_ asked: Asking, _ pool: Pool) {
    let lists = pool.recipe.pairLists
    if lists.isEmpty { return }
    let context = asked.context
    othersAreOpen = asked.isOpen(lists, Recipient(id: ""))
    let entries = lists.flatMap { $0.forbidden + $0.directed }.filter { $0.donor == context.donor.id }
    if entries.isEmpty { return }
    let ids = Set(entries.map(\.recipient))
    for (index, person) in context.cohort.recipients.enumerated() where ids.contains(person.id) {
      named.insert(Int32(index))
    }
  }
}

/// Puts questions about made-up recipients to the rules and attributes of a policy.
private struct Asking {
  let context: MatchContext
  let depth: Assessment.Depth

  func isOpen(_ judge: (inout Assessment) -> Void) -> Bool {
    var assessment = Assessment(depth)
    judge(&assessment)
    return context.gate.isOpen(assessment)
  }

  func rules(_ fits: (any HardRule) -> Bool) -> [any HardRule] { context.policy.rules.filter(fits) }

  func isOpen(_ rules: [any HardRule], _ person: Recipient) -> Bool {
    if rules.isEmpty { return true }
    let facts = context.facts(of: person)
    return isOpen { assessment in
      for rule in rules {
        if case .pair(let judge) = rule.judgement { judge(facts, &assessment) }
      }
    }
  }

  func points(_ terms: [ScoreTerm], typed typing: Typing) -> Int32 {
    var person = Recipient(id: "")
    person.typing = typing
    return points(terms, person)
  }

  func points(_ terms: [ScoreTerm], _ person: Recipient) -> Int32 {
    if terms.isEmpty { return 0 }
    let facts = context.facts(of: person)
    var sum: Int32 = 0
    for term in terms {
      guard case .pair(let measure) = term.attribute.measurement else { continue }
      sum &+= term.millionths(measure(facts).raw)
    }
    return sum
  }
}
