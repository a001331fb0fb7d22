public import TandemFiles

/// Reading antibodies for one recipient: from a file with the columns of `antibodies.csv`, or from a list on
/// the command line.
public struct AntibodyFile: Sendable {
  /// The antibodies of each recipient, recipients in the order of their first row; a file without the column
  /// `recipient_id` has one recipient without a name.
  public private(set) var recipients: [(id: String, antibodies: [Antibody])] = []
  /// What is odd but readable.
  public private(set) var warnings: [Problem] = []

  private static let columns = ["specificity"]
  private static let optional = ["recipient_id", "mfi", "c1q", "sampled_on"]

  /// Reads a file, or throws everything that is wrong with it.
  public init(csv bytes: UnsafeRawBufferPointer, path: String) throws(Problems) {
    var sheet = FactSheet(
      bytes, path: path, columns: AntibodyFile.columns, optional: AntibodyFile.optional, unknown: .warning)
    var index: [String: Int] = [:]
    while sheet.next() {
      let id = sheet.text(1)
      guard let specificity = AntibodyFile.specificity(&sheet) else { continue }
      let antibody = Antibody(
        specificity, mfi: sheet.number(2, in: Antibody.mfiRange),
        c1q: AntibodyFile.answer(&sheet, 3), sampledOn: AntibodyFile.day(&sheet))
      if let place = index[id] {
        recipients[place].antibodies.append(antibody)
      } else {
        index[id] = recipients.count
        recipients.append((id, [antibody]))
      }
    }
    try sheet.throwProblems()
    warnings = sheet.problems.sorted()
  }

  private static func specificity(_ sheet: inout FactSheet) -> Specificity? {
    if sheet.field(0).isEmpty {
      sheet.report(
        column: 0, kind: "missing value", "what the antibody is directed against, such as A2 or B*44:02")
      return nil
    }
    do throws(NotationError) {
      return try Specificity(bytes: sheet.field(0))
    } catch {
      sheet.report(
        column: 0, kind: "unreadable specificity", error.expected.rawValue, offset: error.offset)
      return nil
    }
  }

  private static func answer(_ sheet: inout FactSheet, _ column: Int) -> Bool? {
    switch sheet.text(column).lowercased() {
    case "": return nil
    case "yes", "true", "positive", "pos", "y", "1", "+": return true
    case "no", "false", "negative", "neg", "n", "0", "-": return false
    default:
      sheet.report(column: column, kind: "not yes or no", "yes or no, or nothing when not tested")
      return nil
    }
  }

  private static func day(_ sheet: inout FactSheet) -> Day? {
    let bytes = sheet.field(4)
    if bytes.isEmpty { return nil }
    if let day = Day(bytes) { return day }
    sheet.report(column: 4, kind: "not a date", "a date such as 2026-03-01")
    return nil
  }
}

extension Antibody {
  /// Reads a list such as `A2:5000,B7:1200:c1q,B*44:02=8000,DQA1*05:01~DQB1*02:01=3000:c1q-`: a specificity,
  /// its MFI behind a colon or an equals sign, `c1q` when it binds complement and `c1q-` when it does not.
  /// A whole-number field of an allele could be taken for an MFI; where it could, the equals sign is asked for.
  /// Throws everything that is wrong, with the column in the list.
  public static func list(_ text: String, named source: String = "antibodies") throws(Problems) -> [Antibody]
  {
    var antibodies: [Antibody] = []
    var problems: [Problem] = []
    var column = 1
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      let bare = item.drop { $0 == " " }
      let offset = item.utf8.count - bare.utf8.count
      do throws(Problem) {
        antibodies.append(try Antibody(listed: bare.withoutTrailingSpaces()))
      } catch {
        var problem = error
        problem.file = source
        problem.line = 1
        problem.column += column + offset
        problems.append(problem)
      }
      column += item.utf8.count + 1
    }
    if !problems.isEmpty { throw Problems(problems) }
    return antibodies
  }

  /// One item of such a list. The column of the problem counts from 0.
  private init(listed item: Substring) throws(Problem) {
    var rest = item
    var c1q: Bool?
    for (ending, value) in [(":c1q+", true), (":c1q-", false), (":c1q", true)]
    where c1q == nil && rest.lowercased().hasSuffix(ending) {
      rest = rest.dropLast(ending.count)
      c1q = value
    }
    let (name, mfi) = try Antibody.parted(rest)
    do throws(NotationError) {
      self.init(try Specificity(String(name)), mfi: mfi, c1q: c1q)
    } catch {
      throw Problem(
        kind: "unreadable specificity", column: error.offset, value: String(item),
        expected: error.expected.rawValue)
    }
  }

  /// Cuts the MFI off.
  private static func parted(_ item: Substring) throws(Problem) -> (name: Substring, mfi: Double?) {
    if let sign = item.firstIndex(of: "=") {
      let figure = item[item.index(after: sign)...]
      guard let mfi = number(figure) else {
        throw Problem(
          kind: "not an MFI", column: item.utf8.distance(from: item.startIndex, to: sign) + 1,
          value: String(item),
          expected: "a number from 0 to 1000000 behind the equals sign")
      }
      return (item[..<sign], mfi)
    }
    guard let colon = item.lastIndex(of: ":") else { return (item, nil) }
    let figure = item[item.index(after: colon)...]
    let name = item[..<colon]
    let lastName = name.split(separator: "~").last ?? ""
    guard lastName.contains("*") else {
      guard let mfi = number(figure) else {
        throw Problem(
          kind: "not an MFI", column: item.utf8.distance(from: item.startIndex, to: colon) + 1,
          value: String(item),
          expected: "a number from 0 to 1000000 behind the colon, or c1q")
      }
      return (name, mfi)
    }
    // A field begins with a zero or stands second; an MFI that counts has four digits or more.
    let isNumber = figure.allSatisfy(\.isNumber) && !figure.isEmpty && figure.first != "0"
    if !isNumber || !lastName.contains(":") && figure.utf8.count < 4 { return (item, nil) }
    if figure.utf8.count >= 4, let mfi = number(figure) { return (name, mfi) }
    throw Problem(
      kind: "field or MFI", column: item.utf8.distance(from: item.startIndex, to: colon) + 1,
      value: String(item),
      expected:
        "\(name)=\(figure) for an MFI of \(figure), or two fields, since silent differences make no target")
  }

  private static func number(_ text: Substring) -> Double? {
    let value = Array(text.utf8).withUnsafeBytes { DecimalText.double($0) }
    return value.flatMap { mfiRange.contains($0) ? $0 : nil }
  }
}

extension Substring {
  fileprivate func withoutTrailingSpaces() -> Substring {
    var rest = self
    while rest.last == " " { rest = rest.dropLast() }
    return rest
  }
}
