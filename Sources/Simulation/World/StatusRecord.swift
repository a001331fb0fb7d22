public import TandemFiles
import TandemHLA
public import TandemRegistry

/// Dated changes of people's status, as a registry keeps them: the file `status.csv` of a cohort, with the
/// columns `recipient_id`, `on` and `status`.
public struct StatusRecord: Sendable {
  /// The digest of the file.
  public let sha256: String
  private var entries: [String: [(day: Day, status: ListStatus)]] = [:]

  /// Reads a file on the recipients of `cohort`, or throws everything that is wrong with it.
  public init(_ file: MappedFile, of cohort: Cohort) throws(Problems) {
    let known = Set(cohort.recipients.map(\.id))
    sha256 = file.sha256
    var problems: [Problem] = []
    var cursor = CSVCursor(file)
    let names = ["recipient_id", "on", "status"]
    var places: [Int] = []
    if cursor.next() {
      let header = (0..<cursor.count).map { cursor.text($0) }
      for name in names {
        guard let place = header.firstIndex(of: name) else {
          problems.append(
            Problem(
              kind: "missing column", file: file.path, line: cursor.line, column: 1, value: name,
              expected: "a header line with the columns \(names.joined(separator: ", "))"))
          continue
        }
        places.append(place)
      }
    }
    guard problems.isEmpty, places.count == names.count else {
      throw Problems(
        problems.isEmpty
          ? [
            Problem(
              kind: "empty file", file: file.path,
              expected: "a header line with the columns \(names.joined(separator: ", "))")
          ] : problems)
    }
    while cursor.next() {
      func note(_ index: Int, _ kind: String, _ expected: String) {
        let place = cursor.place(places[index])
        problems.append(
          Problem(
            kind: kind, file: file.path, line: place.line, column: place.column,
            value: cursor.text(places[index]),
            expected: expected))
      }
      guard places.allSatisfy({ $0 < cursor.count }) else {
        problems.append(
          Problem(
            kind: "missing field", file: file.path, line: cursor.line, column: 1,
            expected: "\(names.count) fields: \(names.joined(separator: ", "))"))
        continue
      }
      let day = Day(cursor.field(places[1]))
      if day == nil { note(1, "unreadable date", "a day such as 2026-03-01") }
      let status = ListStatus(rawValue: cursor.text(places[2]))
      if status == nil {
        note(2, "unknown word", "one of \(ListStatus.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      let id = cursor.text(places[0])
      if !known.contains(id) {
        let kind = id.isEmpty ? "missing value" : "unknown recipient"
        note(0, kind, "the identifier of a row of recipients.csv")
      }
      if let day, let status { entries[id, default: []].append((day, status)) }
    }
    problems += cursor.problems
    if problems.contains(where: { $0.severity == .error }) { throw Problems(problems) }
    // Stable, so that of two changes on one day the later line holds.
    for id in entries.keys {
      let sorted = entries[id]!.enumerated().sorted {
        $0.element.day != $1.element.day ? $0.element.day < $1.element.day : $0.offset < $1.offset
      }
      entries[id] = sorted.map(\.element)
    }
  }

  /// What the record says of somebody: how they stand on the first day, and what changes later.
  struct History {
    var isSuspended = false
    var hasLeft = false
    var changes: [Person.DatedChange] = []
  }

  func changes(of id: String, from start: Day) -> History {
    var history = History()
    for (day, status) in entries[id] ?? [] {
      if day <= start {
        history.isSuspended = status == .suspended
        history.hasLeft = status == .removed || status == .transplanted || status == .died
        continue
      }
      let change: Person.Change
      switch status {
      case .active: change = .returned
      case .suspended: change = .suspended
      case .removed: change = .left
      case .died: change = .died
      // The simulation puts its own offers in the place of past transplants.
      case .transplanted: continue
      }
      history.changes.append(.init(time: Double(day.number - start.number), change: change))
    }
    return history
  }
}

/// Antibodies by the day of the sample that found them: those of the first day, and those gained later.
struct RecordedAntibodies {
  let atFirst: [Antibody]
  let changes: [Person.DatedChange]

  init(_ all: [Antibody], from start: Day) {
    var known = all.filter { ($0.sampledOn ?? start) <= start }
    atFirst = known
    var changes: [Person.DatedChange] = []
    let later = all.compactMap(\.sampledOn).filter { $0 > start }
    for day in Set(later).sorted() {
      known = (known + all.filter { $0.sampledOn == day }).sorted()
      changes.append(
        .init(
          time: Double(day.number - start.number),
          change: .sensitised(known, cpra: AntibodyLibrary.cpra(of: known))))
    }
    self.changes = changes
  }
}

extension Person.DatedChange {
  /// Whether it ends the time on the list.
  var isExit: Bool {
    switch change {
    case .ineligible, .left, .died: true
    case .suspended, .returned, .sensitised: false
    }
  }
}
