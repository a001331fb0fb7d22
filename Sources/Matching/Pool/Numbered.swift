import TandemHLA
import TandemParallel
import TandemRegistry

/// Those who enter a pool when it is made, in the order of the cohort, with their data as numbers, column by
/// column; and what the numbers stand for.
///
/// Columns do not depend on each other, so that threads share them out and the numbers are the same on any number
/// of threads. Cost: about 15 nanoseconds a person and column.
struct Numbered: Sendable {
  /// Stands where there were too many different things to number.
  static let none = UInt16.max

  /// Places in the cohort.
  let recipient: [Int32]
  private(set) var bloodGroup: [UInt8] = []
  private(set) var listed: [UInt16] = []
  private(set) var weight: [UInt16] = []
  private(set) var age: [UInt16] = []
  /// Places of their lists in `codes`; 0 also where there are too many different antibodies.
  private(set) var antibodies: [UInt32] = []
  /// Those for whom there were too many different antibodies, ascending.
  private(set) var withoutCodes: [Int] = []
  /// The loci that are compared, then DPB1 for its epitopes, then the loci of the risk haplotypes.
  private(set) var typings: [[UInt16]] = []

  private(set) var weights = ValueNumbers()
  private(set) var ages = ValueNumbers()
  private(set) var codes: AntibodyCodes
  /// What the numbers of each of `typings` stand for.
  private(set) var tables: [TypingNumbers]

  private enum Job { case values, antibodies, typings([Int]) }
  private enum Outcome: Sendable {
    case values(Values)
    case antibodies(AntibodyCodes, [UInt32], [Int])
    case typings([(place: Int, table: TypingNumbers, column: [UInt16])])
  }

  init(_ entrances: [Entrance], _ cohort: Cohort, _ recipe: Recipe, _ waiting: WaitingScale, threads: Int) {
    var recipient: [Int32] = []
    for index in entrances.indices where entrances[index].protocols != 0 { recipient.append(Int32(index)) }
    self.recipient = recipient
    let codes = AntibodyCodes(recipe.grafts)
    self.codes = codes
    let tables = Numbered.tables(recipe)
    self.tables = tables
    typings = tables.map { _ in [] }
    antibodies = recipe.grafts.isEmpty ? [UInt32](repeating: 0, count: recipient.count) : []

    let groups = max(1, min(threads, tables.count))
    var jobs = (0..<groups).map { group in
      Job.typings(tables.indices.filter { $0 % groups == group })
    }
    jobs.append(.values)
    if !recipe.grafts.isEmpty { jobs.append(.antibodies) }
    let order = jobs
    let people = recipient
    let outcomes = mappedInParallel(order.count, threads: threads) { number -> Outcome in
      switch order[number] {
      case .values: .values(Values(people, cohort, waiting, withAge: !recipe.age.isEmpty))
      case .antibodies: Numbered.antibodies(people, cohort, codes)
      case .typings(let places): Numbered.typings(people, cohort, places, tables)
      }
    }
    for outcome in outcomes {
      switch outcome {
      case .values(let values):
        (bloodGroup, listed, weight, age) = (values.bloodGroup, values.listed, values.weight, values.age)
        (weights, ages) = (values.weights, values.ages)
      case .antibodies(let codes, let places, let without):
        (self.codes, antibodies, withoutCodes) = (codes, places, without)
      case .typings(let columns):
        for one in columns { (self.tables[one.place], typings[one.place]) = (one.table, one.column) }
      }
    }
  }

  /// Empty tables for what is told apart of typings.
  private static func tables(_ recipe: Recipe) -> [TypingNumbers] {
    recipe.loci.map { Genotypes.numbers(at: $0) }
      + [TypingNumbers(recipe.epitopes.isEmpty ? [] : [.dpb1])]
      + [TypingNumbers(recipe.risk.isEmpty ? [] : [.drb1, .dqa1, .dqb1])]
  }

  private static func typings(
    _ people: [Int32], _ cohort: Cohort, _ places: [Int], _ tables: [TypingNumbers]
  ) -> Outcome {
    var tables = places.map { tables[$0] }
    var columns = places.map { _ in [UInt16](repeating: 0, count: people.count) }
    let asked = tables.indices.filter { !tables[$0].loci.isEmpty }
    for place in people.indices {
      let typing = cohort.recipients[Int(people[place])].typing
      for table in asked { columns[table][place] = tables[table].number(of: typing) ?? none }
    }
    return .typings(places.indices.map { (places[$0], tables[$0], columns[$0]) })
  }

  private static func antibodies(_ people: [Int32], _ cohort: Cohort, _ codes: AntibodyCodes) -> Outcome {
    var codes = codes
    var places = [UInt32](repeating: 0, count: people.count)
    var without: [Int] = []
    for place in people.indices {
      let own = cohort.antibodies.of(Int(people[place]))
      if own.isEmpty { continue }
      if let found = codes.append(own) { places[place] = found } else { without.append(place) }
    }
    return .antibodies(codes, places, without)
  }

  /// The columns that hold one value of a person.
  private struct Values: Sendable {
    var bloodGroup: [UInt8]
    var listed: [UInt16]
    var weight: [UInt16]
    var age: [UInt16]
    var weights = ValueNumbers()
    var ages = ValueNumbers()

    init(_ people: [Int32], _ cohort: Cohort, _ waiting: WaitingScale, withAge: Bool) {
      bloodGroup = [UInt8](repeating: 0, count: people.count)
      listed = [UInt16](repeating: 0, count: people.count)
      weight = listed
      age = listed
      cohort.recipients.withUnsafeBufferPointer { recipients in
        for place in people.indices {
          let index = Int(people[place])
          bloodGroup[place] = Columns.code(of: recipients[index].abo)
          listed[place] = waiting.code(of: recipients[index].listedOn) ?? none
          weight[place] = weights.number(of: recipients[index].weightKg) ?? none
          if withAge { age[place] = ages.number(of: recipients[index].ageYears) ?? none }
        }
      }
    }
  }
}
