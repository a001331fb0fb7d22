public import TandemFiles
public import TandemPolicy
import TandemRegistry

/// The prices of all objectives as a file: by identifiers, so that nothing depends on an order of rows.
public struct CertificateDocument: Sendable {
  /// The prices and the bounds that they prove, objective by objective.
  public var proofs: [(objective: AllocationPlan.Objective, bound: Int64, prices: PriceList)]

  /// The certificate of a plan; nil where an objective has no prices.
  public init?(_ proofs: [ObjectiveProof]) {
    self.proofs = []
    for proof in proofs {
      guard let bound = proof.certifiedBound, let prices = proof.prices else { return nil }
      self.proofs.append((proof.objective, bound, prices))
    }
    if proofs.isEmpty { return nil }
  }

  /// The file's text, the same bytes for the same prices.
  public func text(_ setting: AllocationSetting) -> String {
    let cohort = setting.cohort
    let objectives = proofs.map { proof -> JSON in
      let prices = proof.prices
      let people = prices.recipients.sorted { $0.key < $1.key }.filter { $0.value != 0 }
      let beds = prices.beds.sorted { ($0.key.centre, $0.key.period) < ($1.key.centre, $1.key.period) }
      let runs = prices.runs.sorted { $0.key < $1.key }
      return .object([
        ("objective", .string(proof.objective.rawValue)), ("bound", .integer(Int(proof.bound))),
        ("scale", .integer(Int(prices.scale))),
        (
          "recipients",
          .array(people.map { [.string(cohort.recipients[Int($0.key)].id), .integer(Int($0.value))] })
        ),
        (
          "beds",
          .array(
            beds.map {
              [
                .string(cohort.centres[Int($0.key.centre)].id), .integer(Int($0.key.period)),
                .integer(Int($0.value)),
              ]
            })
        ),
        (
          "isolation_runs",
          .array(runs.map { [.string(cohort.centres[Int($0.key)].id), .integer(Int($0.value))] })
        ),
        ("shares", .array(prices.shares.map { .integer(Int($0)) })),
        ("earlier_objectives", .array(prices.floors.map { .integer(Int($0)) })),
      ])
    }
    return JSON.object([("certificate", 1), ("objectives", .array(objectives))]).text() + "\n"
  }

  /// Reads a certificate for a setting; every problem in it is reported at once.
  public init(_ node: JSON5Node, path: String, _ setting: AllocationSetting) throws(Problems) {
    let file = DataFile(path: path)
    let root = file.object(node)
    _ = root.whole("certificate", in: 1...1)
    var reader = CertificateReader(file, setting)
    proofs = root.objects("objectives").enumerated().compactMap { reader.proof($0.element, rank: $0.offset) }
    root.finish()
    let wanted = setting.policy.allocation.objectives
    if proofs.map(\.objective) != wanted {
      root.report(
        "objectives", kind: "wrong objectives",
        "the policy's: \(wanted.map(\.rawValue).joined(separator: ", "))")
    }
    try file.throwProblems()
  }
}

private struct CertificateReader {
  private let file: DataFile
  private let setting: AllocationSetting
  private var recipients: [String: Int32] = [:]
  private var centres: [String: Int32] = [:]

  init(_ file: DataFile, _ setting: AllocationSetting) {
    self.file = file
    self.setting = setting
    for (index, person) in setting.cohort.recipients.enumerated() { recipients[person.id] = Int32(index) }
    for (index, centre) in setting.cohort.centres.enumerated() { centres[centre.id] = Int32(index) }
  }

  mutating func proof(
    _ entry: DataObject, rank: Int
  ) -> (objective: AllocationPlan.Objective, bound: Int64, prices: PriceList)? {
    let objective = entry.choice("objective", of: AllocationPlan.Objective.self)
    let bound = entry.whole("bound", in: -Self.most...Self.most)
    var prices = PriceList(shares: setting.policy.allocation.shares.count, rank: rank)
    if let scale = entry.whole("scale", in: 1...(1 << 24)) { prices.scale = scale }
    for row in entry.items("recipients") {
      guard let (names, numbers) = parts(row, numbers: 1), let place = find(names, recipients, row) else {
        continue
      }
      if prices.recipients.updateValue(numbers[0], forKey: place) != nil { twice(row) }
    }
    for row in entry.items("beds") {
      guard let (names, numbers) = parts(row, numbers: 2), let place = find(names, centres, row) else {
        continue
      }
      guard (0...Int64(Int32.max)).contains(numbers[0]) else {
        file.report(row, kind: "out of range", "a period of 0 or more")
        continue
      }
      let slot = BedSlot(centre: place, period: Int32(numbers[0]))
      if prices.beds.updateValue(numbers[1], forKey: slot) != nil { twice(row) }
    }
    for row in entry.items("isolation_runs") {
      guard let (names, numbers) = parts(row, numbers: 1), let place = find(names, centres, row) else {
        continue
      }
      if prices.runs.updateValue(numbers[0], forKey: place) != nil { twice(row) }
    }
    prices.shares = list(entry, "shares", prices.shares.count)
    prices.floors = list(entry, "earlier_objectives", rank)
    entry.finish()
    guard let objective, let bound else { return nil }
    return (objective, bound, prices)
  }

  /// The greatest number that JSON holds exactly.
  private static let most: Int64 = 1 << 53

  private func twice(_ row: JSON5Node) { file.report(row, kind: "named twice", "each price once") }

  private func find(_ name: String, _ places: [String: Int32], _ row: JSON5Node) -> Int32? {
    if let place = places[name] { return place }
    file.report(row, kind: "unknown identifier", "an identifier of the cohort")
    return nil
  }

  /// A row of an identifier and whole numbers.
  private func parts(_ row: JSON5Node, numbers count: Int) -> (String, [Int64])? {
    if case .array(let items) = row.content, items.count == count + 1,
      case .string(let name) = items[0].content
    {
      let numbers = items.dropFirst().compactMap(\.wholeNumber)
      if numbers.count == count { return (name, numbers) }
    }
    file.report(row, kind: "wrong type", "an identifier and \(count) whole number\(count == 1 ? "" : "s")")
    return nil
  }

  private func list(_ entry: DataObject, _ key: String, _ count: Int) -> [Int64] {
    let items = entry.items(key)
    let numbers = items.compactMap(\.wholeNumber)
    if numbers.count == count, items.count == count { return numbers }
    entry.report(key, kind: "wrong length", "a list of \(count) whole numbers")
    return Array(repeating: 0, count: count)
  }
}

extension JSON5Node {
  /// The number, when it is whole and held exactly.
  var wholeNumber: Int64? {
    guard case .number(let value) = content, abs(value) <= 0x1p53 else { return nil }
    return Int64(exactly: value)
  }
}

extension DataObject {
  /// A whole number within a range.
  func whole(_ key: String, in range: ClosedRange<Int64>) -> Int64? {
    guard let node = required(key) else { return nil }
    if let value = node.wholeNumber, range.contains(value) { return value }
    report(key, kind: "not a number", "a whole number from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }
}
