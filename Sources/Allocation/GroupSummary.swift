import TandemParallel
import TandemPolicy
import TandemRegistry

/// How the plan serves groups: by blood group, sex, age, sensitisation, centre, and the words of the cohort.
struct GroupSummary {
  let lines: [AllocationPlan.GroupLine]

  /// How many people are looked at by one thread.
  private static let block = 16_384

  init(_ model: AllocationModel, _ chosen: [Offer], threads: Int) {
    let people = model.setting.cohort.recipients
    let knowsOpen = model.coversAllPairs || model.standing != nil
    var open = model.standing?.map { $0.contains(.isOpen) } ?? Array(repeating: false, count: people.count)
    for offer in model.offers { open[Int(offer.recipient)] = true }
    var transplanted = [Bool](repeating: false, count: people.count)
    for offer in chosen { transplanted[Int(offer.recipient)] = true }
    let (isOpen, isTransplanted) = (open, transplanted)
    let blocks = (people.count + GroupSummary.block - 1) / GroupSummary.block
    let parts = mappedInParallel(blocks, threads: threads) { block in
      let part = block * GroupSummary.block..<min(people.count, (block + 1) * GroupSummary.block)
      var counts: [Key: Counts] = [:]
      for index in part {
        let one = Counts(listed: 1, open: isOpen[index] ? 1 : 0, transplanted: isTransplanted[index] ? 1 : 0)
        for key in GroupSummary.keys(of: people[index]) { counts[key, default: Counts()] += one }
      }
      return counts
    }
    var counts: [Key: Counts] = [:]
    for part in parts { counts.merge(part) { $0 + $1 } }
    lines = counts.sorted { $0.key < $1.key }.map { key, counts in
      AllocationPlan.GroupLine(
        kind: GroupSummary.kinds[key.kind], name: key.name, listed: counts.listed,
        open: knowsOpen ? counts.open : nil, transplanted: counts.transplanted)
    }
  }

  private struct Counts {
    var listed = 0
    var open = 0
    var transplanted = 0

    static func + (left: Counts, right: Counts) -> Counts {
      Counts(
        listed: left.listed + right.listed, open: left.open + right.open,
        transplanted: left.transplanted + right.transplanted)
    }

    static func += (total: inout Counts, part: Counts) { total = total + part }
  }

  private struct Key: Hashable, Comparable {
    let kind: Int
    let rank: Int
    let name: String

    static func < (left: Key, right: Key) -> Bool {
      (left.kind, left.rank, left.name) < (right.kind, right.rank, right.name)
    }
  }

  private static let kinds = ["blood group", "sex", "age", "cPRA", "centre", "group"]

  private static func keys(of person: Recipient) -> [Key] {
    let unknown = "unknown"
    let abo = person.abo.flatMap { ABO.allCases.firstIndex(of: $0) }
    var keys = [
      Key(kind: 0, rank: abo ?? 9, name: person.abo?.rawValue ?? unknown),
      Key(kind: 1, rank: person.sex == nil ? 9 : 0, name: person.sex?.rawValue ?? unknown),
    ]
    keys.append(
      band(2, person.ageYears, [(18, "under 18"), (40, "18 to 39"), (60, "40 to 59")], "60 and over"))
    // The bands in which transplant registries report sensitisation.
    let cpra: Key =
      person.cpra == 0
      ? Key(kind: 3, rank: 0, name: "0")
      : band(3, person.cpra, [(0.85, "above 0, below 0.85"), (0.95, "0.85 to 0.949")], "0.95 and over")
    keys.append(cpra)
    keys.append(Key(kind: 4, rank: person.centreID == nil ? 9 : 0, name: person.centreID ?? unknown))
    for word in Set(person.groups ?? []) { keys.append(Key(kind: 5, rank: 0, name: word)) }
    return keys
  }

  private static func band(
    _ kind: Int, _ value: Double?, _ bands: [(below: Double, name: String)], _ rest: String
  ) -> Key {
    guard let value else { return Key(kind: kind, rank: 9, name: "unknown") }
    let place = bands.firstIndex { value < $0.below }
    return Key(kind: kind, rank: (place ?? bands.count) + 1, name: place.map { bands[$0].name } ?? rest)
  }
}
