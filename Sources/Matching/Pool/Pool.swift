public import TandemClinic
import TandemFiles
public import TandemHLA
import TandemParallel
public import TandemPolicy
public import TandemRegistry

/// The recipients of a cohort under one policy, packed so that a donor is screened against a million of them
/// in milliseconds.
///
///     var pool = Pool(cohort, under: policy, threads: 2)
///     let screen = Screen(MatchContext(donor: donor, in: cohort, under: policy), over: pool)
///     screen.candidates(threads: 2).count
///
/// Whoever is not open in any protocol whatever the donor is, takes no row. The others stand in blocks of 64,
/// all of one block alike in blood group, open protocols and range of weight, with the greatest score that a
/// block can reach beside it: a donor passes most blocks without a look at anybody in them. What each person's
/// data mean is decided once, by the code that also explains.
///
/// Cost: about a microsecond a recipient to build, less on several threads; about 32 bytes a row and four for anybody
/// else.
public struct Pool: Sendable {
  /// The policy.
  public let policy: Policy
  /// Who is let on the roster.
  public let gate: Gate
  /// How many recipients the cohort has.
  public private(set) var recipientCount: Int

  let recipe: Recipe
  let nomenclature: Nomenclature
  let waitingScale: WaitingScale
  let mismatchScale: MismatchScale
  let shared: SharedMasks
  var columns: Columns
  private let reception: Reception

  /// Packs the recipients of a cohort. `overrides` and `isExpedited` must be those of the contexts that are
  /// screened.
  public init(
    _ cohort: Cohort, under policy: Policy, nomenclature: Nomenclature = .builtIn, overrides: Set<Rule> = [],
    isExpedited: Bool = false, threads: Int = 1
  ) {
    self.policy = policy
    self.nomenclature = nomenclature
    gate = Gate(reviews: policy.reviews, overrides: overrides, isExpedited: isExpedited)
    let recipe = Recipe(policy)
    self.recipe = recipe
    shared = SharedMasks()
    recipientCount = cohort.recipients.count
    mismatchScale = MismatchScale(recipe)
    let reception = Reception(Admission(policy, gate), recipe, cohort)
    self.reception = reception
    let entrances = Pool.entrances(cohort, reception, threads: threads)
    waitingScale = WaitingScale(recipe.waiting, cohort)
    columns = Columns(
      entrances, Numbered(entrances, cohort, recipe, waitingScale, threads: threads), recipe, nomenclature,
      waitingScale, threads: threads)
  }

  /// What is found of everybody.
  private static func entrances(_ cohort: Cohort, _ reception: Reception, threads: Int) -> [Entrance] {
    let count = cohort.recipients.count
    let block = 4096
    return [Entrance](unsafeUninitializedCapacity: count) { room, filled in
      nonisolated(unsafe) let room = room
      inParallel((count + block - 1) / block, threads: threads) { number in
        cohort.recipients.withUnsafeBufferPointer { people in
          // Nobody is changed. As `inout` a person is judged in place: a copy costs more than the judgement.
          let people = UnsafeMutableBufferPointer(mutating: people)
          for index in number * block..<min(count, (number + 1) * block) {
            let entrance = reception.entrance(
              of: &people[index], hasAntibodies: !cohort.antibodies.of(index).isEmpty)
            room.initializeElement(at: index, to: entrance)
          }
        }
      }
      filled = count
    }
  }

  /// The identifiers of the centres by their numbers.
  var centreIDs: [String] { reception.centreIDs }

  /// How many recipients have a row.
  public var count: Int { columns.rowCount }

  /// The bytes that the pool takes, tables of genotypes and antibodies included.
  public var bytes: Int { columns.bytes }

  /// Whether a recipient may be listed at all.
  public func isActive(_ recipientIndex: Int) -> Bool { columns.isActive(recipientIndex) }

  /// Takes a recipient off the pool for a while, or back on it. Whoever is not active is never listed.
  public mutating func setActive(_ recipientIndex: Int, _ isActive: Bool) {
    columns.setActive(recipientIndex, isActive)
  }

  /// Some of those who may be listed, in rows of their own: a donor passes by the others without a look. Only for
  /// `Screen.over`, with donors of this pool; nobody can be looked up or changed in it.
  ///
  /// Cost: some ten nanoseconds a row.
  public func part(_ isKept: (Int) -> Bool) -> Pool {
    var part = self
    part.columns = columns.part(isKept)
    return part
  }

  /// Puts what is known now in the place of what was known of a recipient. The cohort of the contexts that are
  /// screened must say the same. Cost: some microseconds.
  public mutating func replace(_ recipientIndex: Int, with recipient: Recipient, antibodies: [Antibody]) {
    columns.remove(recipientIndex)
    var person = recipient
    let entrance = reception.entrance(of: &person, hasAntibodies: !antibodies.isEmpty)
    if entrance.protocols == 0 { return }
    columns.insert(recipientIndex, recipient, antibodies, entrance)
  }
}
