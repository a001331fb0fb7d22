/// Reads a JSON5 data file key by key and notes everything that is wrong with it in one pass.
///
///     let file = DataFile(path: "protocol.json5")
///     let root = file.object(node)
///     let floor = root.sourced("islet_floor", unit: "IEQ/kg", in: 0...50_000)
///     root.finish()
///     try file.throwProblems()
///
/// A key that nobody asked for is an error, because a misspelt limit that is silently ignored is a limit
/// that does not hold.
public final class DataFile {
  /// The file's name as the user gave it.
  public let path: String
  /// Everything wrong so far.
  public private(set) var problems: [Problem] = []

  /// A reader that reports under `path`.
  public init(path: String) { self.path = path }

  /// The members of `node`, or an empty object and a problem when it is none.
  public func object(_ node: JSON5Node) -> DataObject {
    if case .object(let members) = node.content { return DataObject(self, node, members) }
    wrongType(node, "an object { ... }")
    return DataObject(self, node, [])
  }

  /// Notes a problem at a node.
  public func report(_ node: JSON5Node, kind: String, _ expected: String, severity: Problem.Severity = .error)
  {
    problems.append(
      Problem(
        severity, kind: kind, file: path, line: node.line, column: node.column, value: node.summary,
        expected: expected))
  }

  /// Throws all errors and warnings when at least one error was noted.
  public func throwProblems() throws(Problems) {
    if problems.contains(where: { $0.severity == .error }) { throw Problems(problems) }
  }

  func wrongType(_ node: JSON5Node, _ expected: String) { report(node, kind: "wrong type", expected) }

  func note(_ problem: Problem) { problems.append(problem) }
}

/// One object of a `DataFile` while it is read.
public final class DataObject {
  private let file: DataFile
  /// The object itself, for messages about it as a whole.
  public let node: JSON5Node
  private let members: [JSON5Node.Member]
  private var asked: [String] = []

  init(_ file: DataFile, _ node: JSON5Node, _ members: [JSON5Node.Member]) {
    self.file = file
    self.node = node
    self.members = members
  }

  /// The keys in the order of the file.
  public var keys: [String] { members.map(\.key) }

  /// The value of a key that may be absent.
  public func optional(_ key: String) -> JSON5Node? {
    asked.append(key)
    return members.first { $0.key == key }?.value
  }

  /// The value of a key that must be there.
  public func required(_ key: String) -> JSON5Node? {
    if let value = optional(key) { return value }
    file.note(
      Problem(
        kind: "missing key", file: file.path, line: node.line, column: node.column, value: key,
        expected: "the key \"\(key)\" in this object"))
    return nil
  }

  /// A number within a range, given in the unit named.
  public func number(_ key: String, unit: String, in range: ClosedRange<Double>) -> Double? {
    required(key).flatMap { number($0, unit: unit, in: range) }
  }

  /// A number within a range that may be absent.
  public func optionalNumber(_ key: String, unit: String, in range: ClosedRange<Double>) -> Double? {
    optional(key).flatMap { number($0, unit: unit, in: range) }
  }

  /// A number with its origin: `{ value: 5000, unit: "IEQ/kg", source: "..." }`, or with `assumption: "why"`
  /// in the place of `source`.
  public func sourced(_ key: String, unit: String, in range: ClosedRange<Double>) -> SourcedNumber? {
    required(key).flatMap { sourced($0, unit: unit, in: range) }
  }

  /// A number with its origin that may be absent.
  public func optionalSourced(_ key: String, unit: String, in range: ClosedRange<Double>) -> SourcedNumber? {
    optional(key).flatMap { sourced($0, unit: unit, in: range) }
  }

  /// A text that is not empty.
  public func text(_ key: String) -> String? { required(key).flatMap(text) }

  /// A text that may be absent.
  public func optionalText(_ key: String) -> String? { optional(key).flatMap(text) }

  /// One of a few words.
  public func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, of type: Choice.Type)
    -> Choice?
  {
    guard let node = required(key), let word = text(node) else { return nil }
    if let choice = Choice(rawValue: word) { return choice }
    let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    file.report(node, kind: "unknown word", "one of \(words)")
    return nil
  }

  /// true or false.
  public func flag(_ key: String) -> Bool? { required(key).flatMap(flag) }

  /// true or false, or the default when the key is absent.
  public func flag(_ key: String, default value: Bool) -> Bool { optional(key).flatMap(flag) ?? value }

  /// The items of a list; an absent key is an empty list.
  public func items(_ key: String) -> [JSON5Node] {
    guard let node = optional(key) else { return [] }
    if case .array(let items) = node.content { return items }
    file.wrongType(node, "a list [ ... ]")
    return []
  }

  /// A list of texts; an absent key is an empty list.
  public func texts(_ key: String) -> [String] { items(key).compactMap(text) }

  /// The objects of a list; an absent key is an empty list.
  public func objects(_ key: String) -> [DataObject] { items(key).map(file.object) }

  /// An object under a key that must be there.
  public func object(_ key: String) -> DataObject? { required(key).map(file.object) }

  /// An object under a key that may be absent.
  public func optionalObject(_ key: String) -> DataObject? { optional(key).map(file.object) }

  /// Notes a problem with the value of a key, or with the object when the key is absent.
  public func report(_ key: String, kind: String, _ expected: String) {
    file.report(members.first { $0.key == key }?.value ?? node, kind: kind, expected)
  }

  /// Notes every key that nobody asked for.
  public func finish() {
    for member in members where !asked.contains(member.key) {
      let near = Spelling.nearest(to: member.key, among: asked)
      let hint = near.map { "; did you mean \"\($0)\"?" } ?? ""
      file.note(
        Problem(
          kind: "unknown key", file: file.path, line: member.line, column: member.column, value: member.key,
          expected: "one of \(Set(asked).sorted().joined(separator: ", "))\(hint)"))
    }
  }

  private func sourced(_ node: JSON5Node, unit: String, in range: ClosedRange<Double>) -> SourcedNumber? {
    let entry = file.object(node)
    let value = entry.number("value", unit: unit, in: range)
    if let written = entry.text("unit"), written != unit {
      entry.report("unit", kind: "wrong unit", "the unit \"\(unit)\"")
    }
    let source = entry.optionalText("source")
    let assumption = entry.optionalText("assumption")
    entry.finish()
    if (source == nil) == (assumption == nil), case .object = node.content {
      file.report(
        node, kind: "no source",
        "either \"source\" or \"assumption\" beside the value, to say where it comes from")
    }
    guard let value, let origin = source ?? assumption else { return nil }
    return SourcedNumber(value, unit: unit, source: origin, isAssumption: source == nil)
  }

  private func number(_ node: JSON5Node, unit: String, in range: ClosedRange<Double>) -> Double? {
    let span = "\(DecimalText.text(range.lowerBound)) to \(DecimalText.text(range.upperBound)) \(unit)"
    guard case .number(let value) = node.content else {
      file.wrongType(node, "a number, \(span)")
      return nil
    }
    if range.contains(value) { return value }
    file.report(node, kind: "out of range", span)
    return nil
  }

  private func text(_ node: JSON5Node) -> String? {
    if case .string(let text) = node.content, !text.isEmpty { return text }
    file.wrongType(node, "a text in quotes")
    return nil
  }

  private func flag(_ node: JSON5Node) -> Bool? {
    if case .bool(let flag) = node.content { return flag }
    file.wrongType(node, "true or false")
    return nil
  }
}
