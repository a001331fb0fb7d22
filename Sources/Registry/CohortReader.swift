public import TandemFiles
import TandemHLA
import TandemParallel

/// Reads a cohort folder and finds everything wrong with it in one pass.
///
///     let reading = CohortReader(threads: 2).read("Data/example")
///     let cohort = try reading.usable()
public struct CohortReader: Sendable {
  /// The words that other files of the project define; a word outside them is reported.
  public struct Vocabulary: Sendable {
    /// Words allowed in `comorbidities`; nil when they are not to be checked.
    public var comorbidities: Set<String>?
    /// Names allowed in `protocols`; nil when they are not to be checked.
    public var protocols: Set<String>?

    /// A vocabulary.
    public init(comorbidities: Set<String>? = nil, protocols: Set<String>? = nil) {
      self.comorbidities = comorbidities
      self.protocols = protocols
    }
  }

  private let threads: Int
  private let vocabulary: Vocabulary
  private let pieceBytes: Int

  /// A reader that uses up to `threads` threads.
  public init(threads: Int = 1, vocabulary: Vocabulary = Vocabulary()) {
    // Large enough that handing a piece out costs nothing, small enough to give memory back early.
    self.init(threads: threads, vocabulary: vocabulary, pieceBytes: 4 << 20)
  }

  /// A reader that takes files in pieces of a given size.
  package init(threads: Int, vocabulary: Vocabulary = Vocabulary(), pieceBytes: Int) {
    self.threads = threads
    self.vocabulary = vocabulary
    self.pieceBytes = pieceBytes
  }

  /// Reads `donors.csv`, `recipients.csv`, `antibodies.csv` and `centres.csv` of a folder.
  ///
  /// Donors and recipients must be there. Without centres, distances and beds are unknown; without
  /// antibodies, so is everybody's crossmatch unless their cPRA is given as 0.
  public func read(_ folder: String) -> CohortReading {
    var problems: [Problem] = []
    let files = CohortFiles(folder, &problems)
    let digest = FileDigest(files.present)
    let centres = read(.centres, files.centres)
    let centreIndex = index(centres, files.centres, \.id, &problems)
    let knowsCentres = files.centres != nil
    let comorbidities = vocabulary.comorbidities.map(WordList.init)
    let protocols = vocabulary.protocols.map(WordList.init)
    let recipients = read(.recipients, files.recipients) { person in
      var found = comorbidities?.misfits(person.comorbidities, "comorbidities") ?? []
      found += protocols?.misfits(person.protocols, "protocols") ?? []
      if knowsCentres, let centre = person.centreID, centreIndex.row(of: centre) == nil {
        found.append(
          Contradiction(
            "centre_id", "the identifier of a row of centres.csv", kind: "unknown centre"))
      }
      return found
    }
    let recipientIndex = index(recipients, files.recipients, \.id, &problems)
    let donors = read(.donors, files.donors)
    _ = index(donors, files.donors, \.id, &problems)
    let antibodies = read(.antibodies(of: recipientIndex), files.antibodies)
    problems += centres.problems + recipients.problems + donors.problems + antibodies.problems
    let register = AntibodyRegister(
      recipientCount: recipients.rows.count,
      entries: antibodies.rows.lazy.filter { $0.recipient >= 0 }.compactMap { row in
        row.antibody.map { (recipient: Int(row.recipient), antibody: $0) }
      })
    let cohort = Cohort(
      donors: donors.rows, recipients: recipients.rows, centres: centres.rows, antibodies: register,
      inputSHA256: digest.wait())
    return CohortReading(cohort: cohort, problems: problems.sorted())
  }

  private func read<Row: Sendable>(
    _ table: Table<Row>, _ file: MappedFile?,
    further: @escaping @Sendable (Row) -> [Contradiction] = { _ in [] }
  ) -> TableContent<Row> {
    guard let file else { return TableContent() }
    return TableReader(table, file, pieceBytes: pieceBytes, further: further).read(threads: threads)
  }

  /// The index of a table's identifiers; one that stands twice is a problem. Their columns are looked up
  /// in a second walk over the file, which only a faulty file costs.
  private func index<Row>(
    _ content: TableContent<Row>, _ file: MappedFile?, _ id: (Row) -> String, _ problems: inout [Problem]
  ) -> IDIndex {
    var duplicates: [Int: (id: String, first: Int32)] = [:]
    let index = IDIndex(content.rows.map(id)) { row, first in
      duplicates[Int(content.lines[row])] = (id(content.rows[row]), content.lines[first])
    }
    guard !duplicates.isEmpty, let file else { return index }
    var cursor = CSVCursor(file)
    guard cursor.next() else { return index }
    while cursor.next() {
      guard let duplicate = duplicates[cursor.line] else { continue }
      problems.append(
        Problem(
          kind: "duplicate identifier", file: file.path, line: cursor.line,
          column: cursor.place(content.idColumn).column,
          value: duplicate.id,
          expected: "an identifier that no other row has; it stands first on line \(duplicate.first)"))
    }
    return index
  }
}

/// What reading a cohort gave: as much of it as could be read, and everything wrong.
public struct CohortReading: Sendable {
  /// The rows that could be read. Not to be used for decisions when there are errors.
  public let cohort: Cohort
  /// Everything wrong, sorted by file and place.
  public let problems: [Problem]

  /// The cohort, or all problems when at least one is an error.
  public func usable() throws(Problems) -> Cohort {
    if problems.contains(where: { $0.severity == .error }) { throw Problems(problems) }
    return cohort
  }
}

/// The words that a column may hold.
private struct WordList: Sendable {
  private let words: [String]
  private let index: IDIndex

  init(_ words: Set<String>) {
    self.words = words.sorted()
    index = IDIndex(self.words)
  }

  /// What is wrong with the words of a row. Nearly always nothing, for which no room is needed.
  func misfits(_ values: [String]?, _ column: String) -> [Contradiction] {
    guard let values else { return [] }
    var found: [Contradiction] = []
    for value in values where index.row(of: value) == nil {
      let near = Spelling.nearest(to: value, among: words).map { "; did you mean \($0)?" } ?? ""
      let list =
        words.count > 12 ? "the vocabulary in Data/clinic/README.md" : words.joined(separator: ", ")
      found.append(
        Contradiction(
          column, "words of \(list), but \(Problem.quoted(value)) is none\(near)", .warning,
          kind: "unknown word"))
    }
    return found
  }
}
