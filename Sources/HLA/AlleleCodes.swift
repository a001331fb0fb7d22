public import TandemFiles

/// Multiple-allele codes of the NMDP: two letters and more for a list of alleles, `A*01:AB`.
///
/// Read from the table that the NMDP publishes (`alpha.v3.txt` or `numer.v3.txt`): a line with the date,
/// a header line, then code and list parted by tabs, with an empty or starred column in front in the first
/// form. A list holds second fields (`01/02`), or whole names (`15:01/15:12`) when it fits one family only.
public struct AlleleCodes: Sendable {
  private let lists: [String: String]

  /// Reads a table, or throws everything that is wrong with it.
  public init(_ bytes: UnsafeRawBufferPointer, path: String) throws(Problems) {
    var lists: [String: String] = [:]
    var problems: [Problem] = []
    var lines = TextLines(bytes)
    while let line = lines.next() {
      let text = String(decoding: line, as: UTF8.self)
      if text.isEmpty || text.hasPrefix("\"LAST") || text.hasPrefix("LAST") { continue }
      let fields = text.split(separator: "\t", omittingEmptySubsequences: true)
      let content =
        fields.first.map { $0.allSatisfy { $0 == "*" || $0 == " " } } == true
        ? fields.dropFirst() : fields[...]
      if content.isEmpty || content.first == "CODE" { continue }
      guard content.count == 2, let code = content.first, let list = content.last,
        AlleleCodes.isCode(code), AlleleCodes.isList(list)
      else {
        problems.append(
          Problem(
            kind: "unreadable code", file: path, line: lines.line, value: text,
            expected: "a code and its alleles parted by a tab, such as AB and 01/02"))
        if problems.count == 100 { break }
        continue
      }
      lists[String(code)] = String(list)
    }
    if lists.isEmpty, problems.isEmpty {
      problems.append(Problem(kind: "no codes", file: path, expected: "lines such as AB, a tab, and 01/02"))
    }
    if !problems.isEmpty { throw Problems(problems) }
    self.lists = lists
  }

  /// The list behind a code, as it stands in the table.
  public subscript(code: String) -> String? { lists[code] }

  /// How many codes there are.
  public var count: Int { lists.count }

  /// The alleles that `name`, whose letters are `code`, stands for; nil when the table lacks the code.
  func alleles(_ code: String, in name: HLAName) -> [HLAName]? {
    guard let list = lists[code] else { return nil }
    return list.split(separator: "/").compactMap { part in
      let text =
        part.contains(":") ? "\(name.locus.name)*\(part)" : "\(name.locus.name)*\(name.field(1)):\(part)"
      return try? HLAName(text)
    }
  }

  private static func isCode(_ text: Substring) -> Bool {
    (2...7).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 65 && $0 <= 90 }
  }

  private static func isList(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { ($0 >= 48 && $0 <= 58) || $0 == Byte.slash || ($0 >= 65 && $0 <= 90) }
  }
}

/// The lines of a text without their ends.
struct TextLines {
  private let bytes: UnsafeRawBufferPointer
  private var at = 0
  /// The number of the line given last, counted from 1.
  private(set) var line = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func next() -> UnsafeRawBufferPointer? {
    guard at < bytes.count else { return nil }
    let start = at
    while at < bytes.count, bytes[at] != Byte.lineFeed { at += 1 }
    var end = at
    if end > start, bytes[end - 1] == Byte.carriageReturn { end -= 1 }
    at += 1
    line += 1
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }
}
